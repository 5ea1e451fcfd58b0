/** The tables of the lake, and the partitions of one of them. */
import { useCallback, useState } from 'react';
import { formatCount } from '../../../shared/text/format.ts';
import { listPartitions } from '../../api/data.ts';
import { listTables } from '../../api/queries.ts';
import type { ShownTable } from '../../api/table.ts';
import { call, type Refused } from '../api.ts';
import { refusalOf, useAsked } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { Table } from '../parts/table.tsx';
import { TableCsv } from './table-csv.tsx';

export function TablesView() {
  const { value, refused, again } = useAsked(
    useCallback(() => call(listTables, {}), []),
    () => undefined,
  );
  const [chosen, choose] = useState<string>();
  if (refused) return <RefusedNote refused={refused} again={again} />;
  if (!value) return <p className="quiet">Reading the tables …</p>;
  return (
    <div className="tables">
      <Table
        caption="Tables"
        columns={[{ title: 'Table' }, { title: 'What it holds' }, { title: 'Columns', align: 'right' }]}
        rows={value.tables.map(({ name, comment, columns }) => [
          <button key="name" type="button" aria-pressed={name === chosen} onClick={() => choose(name)}>
            {name}
          </button>,
          comment,
          formatCount(columns.length),
        ])}
      />
      {chosen !== undefined && <Partitions key={chosen} table={chosen} />}
    </div>
  );
}

/** Stands below a long list: who chose a table must see it. */
function reach(heading: HTMLElement | null): void {
  heading?.focus();
}

function Partitions({ table }: { readonly table: string }) {
  const { value, refused } = useAsked(
    useCallback(() => call(listPartitions, { table, next: null }), [table]),
    () => undefined,
  );
  const [more, setMore] = useState<{ readonly rows: ShownTable['rows']; readonly next: string | null }>();
  const [failed, setFailed] = useState<Refused>();
  if (refused) return <RefusedNote refused={refused} />;
  if (!value) return <p className="quiet">Reading the partitions …</p>;
  const rows = [...value.partitions.rows, ...(more?.rows ?? [])];
  const next = more ? more.next : value.next;

  function showMore(): void {
    if (next === null) return;
    setFailed(undefined);
    call(listPartitions, { table, next }).then(
      (page) => setMore({ rows: [...(more?.rows ?? []), ...page.partitions.rows], next: page.next }),
      (error: unknown) => setFailed(refusalOf(error)),
    );
  }

  return (
    <section className="partitions">
      <header className="page-head">
        <h2 ref={reach} tabIndex={-1}>{`Partitions of ${table}`}</h2>
        <TableCsv table={table} />
      </header>
      {rows.length === 0 ? (
        <p className="empty">It has no partitions.</p>
      ) : (
        <Table
          caption={`Partitions of ${table}`}
          columns={value.partitions.columns.map((title) => ({ title, mono: true }))}
          rows={rows}
        />
      )}
      {failed && <RefusedNote refused={failed} />}
      <p className="count quiet">
        {`${formatCount(rows.length)}${next === null ? '' : ' and more'} partitions `}
        {next !== null && (
          <button type="button" onClick={showMore}>
            Show more
          </button>
        )}
      </p>
    </section>
  );
}

/** The rows of a query as a table or a chart, and as a file. */
import { useState } from 'react';
import { formatCount } from '../../../shared/text/format.ts';
import { downloadRows, type QueryRows } from '../../api/queries.ts';
import { call, type Refused } from '../api.ts';
import { refusalOf } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { Table } from '../parts/table.tsx';
import { type Tab, Tabs } from '../parts/tabs.tsx';
import { ResultChart } from './chart.tsx';

type View = 'table' | 'chart';
/** More rows at once would keep the page from answering. */
const STEP = 200;

export function Result(props: { readonly query: string; readonly result: QueryRows; readonly more: () => void }) {
  const { query, result, more } = props;
  const { columns, rows, next } = result;
  const [view, show] = useState<View>('table');
  const [refused, setRefused] = useState<Refused>();
  const tabs: Tab<View>[] = [
    { id: 'table', name: 'Table' },
    { id: 'chart', name: 'Chart' },
  ];

  async function download(): Promise<void> {
    try {
      const { path } = await call(downloadRows, { query });
      window.location.assign(path);
    } catch (error) {
      setRefused(refusalOf(error));
    }
  }

  if (columns.length === 0) return <p className="empty">The statement gave no rows.</p>;
  return (
    <div className="result">
      {refused && <RefusedNote refused={refused} />}
      <div className="result-head">
        <p className="quiet">{`${formatCount(rows.length)}${next === null ? '' : ' and more'} rows`}</p>
        <button type="button" onClick={() => void download()}>
          Download as CSV
        </button>
      </div>
      <Tabs label="Of the result" tabs={tabs} shown={view} show={show}>
        {view === 'table' ? <Rows result={result} more={more} /> : <ResultChart columns={columns} rows={rows} />}
      </Tabs>
    </div>
  );
}

function Rows({ result, more }: { readonly result: QueryRows; readonly more: () => void }) {
  const { columns, rows, next } = result;
  const [wanted, setWanted] = useState(STEP);
  const shown = rows.slice(0, wanted);

  function showMore(): void {
    setWanted(wanted + STEP);
    if (wanted + STEP > rows.length) more();
  }

  return (
    <Table
      caption="Rows of the result"
      staysGrid
      columns={columns.map(({ name, isNumber }) => ({ title: name, ...(isNumber ? { align: 'right' as const } : {}) }))}
      rows={shown.map((row) => row.map((cell) => cell ?? <span className="quiet">null</span>))}
      more={
        (shown.length < rows.length || next !== null) && (
          <p className="count">
            <button type="button" onClick={showMore}>
              Show more
            </button>
          </p>
        )
      }
    />
  );
}

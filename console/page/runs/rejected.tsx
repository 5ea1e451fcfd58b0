import { useCallback } from 'react';
import { listRejected } from '../../api/runs.ts';
import { call } from '../api.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { MoreButton } from '../parts/pages.tsx';
import { Table } from '../parts/table.tsx';
import { useSlices } from './slices.ts';

type Answer = Awaited<ReturnType<typeof ask>>;
const ask = (run: string, from: number) => call(listRejected, { run, from });
const rowsOf = ({ rows }: Answer) => rows;

/** What was not usable, beside the lines of the file as they stand there. */
export function Rejected({ run }: { readonly run: string }) {
  const { items, last, refused, more } = useSlices(
    useCallback((from: number) => ask(run, from), [run]),
    rowsOf,
  );
  if (refused) return <RefusedNote refused={refused} />;
  if (!last) return <p className="quiet">Reading the rejected rows …</p>;
  return (
    <Table
      caption="Rejected rows"
      columns={[
        { title: 'Line', align: 'right' },
        { title: 'As it stands in the file', mono: true },
        { title: 'Column' },
        { title: 'Why' },
        { title: 'Code', mono: true },
      ]}
      rows={items.map(({ line, raw, column, message, code }) => [
        line,
        raw ?? '(not text)',
        column ?? '',
        message,
        code,
      ])}
      more={<MoreButton shown={items.length} total={last.total} what="rows" show={more} />}
    />
  );
}

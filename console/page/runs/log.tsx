import { useCallback } from 'react';
import { listLog } from '../../api/runs.ts';
import { call } from '../api.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { MoreButton } from '../parts/pages.tsx';
import { Table } from '../parts/table.tsx';
import { useSlices } from './slices.ts';

type Answer = Awaited<ReturnType<typeof ask>>;
const ask = (run: string, from: number) => call(listLog, { run, from });
const linesOf = ({ lines }: Answer) => lines;
const TIME_OF_DAY = [11, 23] as const;

/** @param props.revision changes when there may be more lines */
export function Log({ run, revision }: { readonly run: string; readonly revision: number }) {
  const { items, last, refused, more } = useSlices(
    // biome-ignore lint/correctness/useExhaustiveDependencies: with more events there is more to read.
    useCallback((from: number) => ask(run, from), [run, revision]),
    linesOf,
  );
  if (refused) return <RefusedNote refused={refused} />;
  if (!last) return <p className="quiet">Reading the log …</p>;
  if (last.elsewhere !== null) return <p className="empty">{last.elsewhere}</p>;
  if (items.length === 0) return <p className="empty">The functions have logged nothing.</p>;
  return (
    <Table
      caption="Log lines"
      columns={[
        { title: 'Time (UTC)', mono: true },
        { title: 'Function' },
        { title: 'Level' },
        { title: 'Message' },
        { title: 'Fields', mono: true },
      ]}
      rows={items.map(({ time, function: name, level, message, fields }) => [
        time.slice(...TIME_OF_DAY),
        name,
        <span key="level" className={levelClass(level)}>
          {level}
        </span>,
        message,
        fields,
      ])}
      more={<MoreButton shown={items.length} total={last.total} what="lines" show={more} />}
    />
  );
}

function levelClass(level: string): string {
  if (level === 'ERROR' || level === 'CRITICAL') return 'tone-bad';
  return level === 'WARN' ? 'tone-warn' : 'quiet';
}

/** All executions, the newest first: what each was about, how it went, how long it took. */
import { useCallback, useState } from 'react';
import { duration, moment } from '../../../cli/output/format.ts';
import { formatCount } from '../../../shared/text/format.ts';
import type { Reply } from '../../api/operation.ts';
import { type ListedRun, listRuns, RUN_FILTERS, type RunFilter } from '../../api/runs.ts';
import { call } from '../api.ts';
import { useNow } from '../asked.ts';
import { usePaged, useTyped } from '../paged.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { Status } from '../parts/status.tsx';
import { runPath } from '../route.ts';
import { isOpen, uploadName } from './words.ts';

const FILTER_NAMES: Readonly<Record<RunFilter, string>> = { all: 'All', running: 'Running', failed: 'Failed' };
/** The list is asked for less often than one run that is looked at. */
const SLOWER = 3;

export function RunsPage({ pauseMs }: { readonly pauseMs: number }) {
  const [filter, setFilter] = useState<RunFilter>('all');
  const { typed, type, search } = useTyped();

  return (
    <>
      <header className="page-head">
        <h1>Executions</h1>
        <a className="button primary" href="#/upload">
          Upload a file
        </a>
      </header>
      <search className="bar">
        <fieldset className="choices">
          <legend className="unseen">Which executions</legend>
          {RUN_FILTERS.map((each) => (
            <label key={each}>
              <input type="radio" name="filter" checked={filter === each} onChange={() => setFilter(each)} />
              <span>{FILTER_NAMES[each]}</span>
            </label>
          ))}
        </fieldset>
        <input
          type="search"
          aria-label="Search by file, dataset or run"
          placeholder="File, dataset or run"
          value={typed}
          onChange={(event) => type(event.target.value)}
        />
      </search>
      <RunList key={`${filter} ${search}`} filter={filter} search={search} pauseMs={pauseMs * SLOWER} />
    </>
  );
}

function RunList(props: { readonly filter: RunFilter; readonly search: string; readonly pauseMs: number }) {
  const { filter, search, pauseMs } = props;
  const { pages, refused, again, failed, more } = usePaged(
    useCallback(
      (before: readonly Page[]) => call(listRuns, { filter, search, next: before.at(-1)?.next ?? null }),
      [filter, search],
    ),
    pauseMs,
  );
  if (refused) return <RefusedNote refused={refused} again={again} />;
  const last = pages.at(-1);
  if (!last) return <p className="quiet">Reading the executions …</p>;
  const runs = runsOf(pages);

  return (
    <>
      {runs.length === 0 ? <Nothing filter={filter} search={search} pages={pages} /> : <RunTable runs={runs} />}
      {failed && <RefusedNote refused={failed} />}
      {last.next !== null && (
        <p className="count">
          <button type="button" onClick={more}>
            Show older ones
          </button>
        </p>
      )}
    </>
  );
}

type Page = Reply<typeof listRuns>;

/** Each run once, as it was seen last, the newest first. */
function runsOf([newest, ...older]: readonly Page[]): readonly ListedRun[] {
  const seen = [...older, ...(newest ? [newest] : [])].flatMap(({ runs }) => runs);
  const byName = new Map(seen.map((run) => [run.run, run]));
  return [...byName.values()].sort((a, b) => (b.started ?? '').localeCompare(a.started ?? ''));
}

function RunTable({ runs }: { readonly runs: readonly ListedRun[] }) {
  const now = useNow(runs.some(({ status }) => isOpen(status)));
  return (
    <table className="runs stacks">
      <caption className="unseen">Executions, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Upload</th>
          <th scope="col" className="right">
            Rows
          </th>
          <th scope="col">Started</th>
          <th scope="col" className="right">
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.run} run={run} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function RunRow({ run, now }: { readonly run: ListedRun; readonly now: number }) {
  const { status, outcome, key, dataset, rows, started, ended, failure, redrives } = run;
  const end = ended === null ? now : Date.parse(ended);
  return (
    <tr>
      <td>
        <Status status={outcome ?? status} />
      </td>
      <td className="about">
        <a href={runPath(run.run)}>{key === null ? run.run : uploadName(key)}</a>
        <span className="quiet mono">{dataset ?? 'not an upload'}</span>
        {failure && <span className="why">{failure.sentence}</span>}
        {redrives > 0 && (
          <span className="quiet">{`gone on with ${redrives === 1 ? 'once' : `${redrives} times`}`}</span>
        )}
      </td>
      <td className="right" data-title="Rows">
        {rows === null ? '–' : formatCount(rows)}
      </td>
      <td data-title="Started">{moment(started === null ? undefined : new Date(started))}</td>
      <td className="right" data-title="Took">
        {started === null ? '–' : duration(end - Date.parse(started))}
      </td>
    </tr>
  );
}

interface NothingProps {
  readonly filter: RunFilter;
  readonly search: string;
  readonly pages: readonly Page[];
}

/** A page ends where so many executions were looked through: what is older may be what is wanted. */
function Nothing({ filter, search, pages }: NothingProps) {
  const older = pages.at(-1)?.next !== null;
  const none = older ? `None of the newest ${formatCount(lookedThrough(pages))} executions` : 'No execution';
  if (search.trim() !== '') return <p className="empty">{`${none} has this in its file, dataset or name.`}</p>;
  if (filter === 'failed') return <p className="empty">{`${none} has failed.`}</p>;
  if (filter === 'running') return <p className="empty">Nothing is running now.</p>;
  return (
    <p className="empty">
      There are no executions yet. <a href="#/upload">Upload a file of readings</a> to begin.
    </p>
  );
}

/** The first page is read again and again, also when others follow as it was then. */
function lookedThrough([newest, ...read]: readonly Page[]): number {
  const each = read.length > 0 ? read : newest ? [newest] : [];
  return each.reduce((sum, { scanned }) => sum + scanned, 0);
}

/** The list of executions, a page at a time. What has ended is looked up once. */
import type { DescribeExecutionOutput, ExecutionListItem } from '@aws-sdk/client-sfn';
import pMap from 'p-map';
import type { Connection } from '../../../cli/connection.ts';
import { arnOf, describeRun, hasEnded, hasFailed } from '../../../cli/runs/executions.ts';
import { keyIn } from '../../../cli/runs/listing.ts';
import { datasetOf } from '../../../shared/lake/keys.ts';
import type { ListedRun, listRuns, RunFilter } from '../../api/runs.ts';
import { inWords, outcomeOf, type RunOutcome, validatedIn } from './outcome.ts';

const PAGE = 50;
/** So many executions are looked through for one page at most; the page then says where it stopped. */
const MOST_SCANNED = 1000;
const AT_ONCE = 5;
const KEPT = 5000;
/** The end of ValidateReadings is among the first events of a history. */
const FIRST_EVENTS = 30;

type Asked = ReturnType<typeof listRuns.input.parse>;
type Page = ReturnType<typeof listRuns.output.parse>;

export interface Listing {
  page(asked: Asked): Promise<Page>;
  /** A run as the list shows it. */
  listed(execution: DescribeExecutionOutput, rows: number | null): ListedRun;
  outcomeOf(execution: DescribeExecutionOutput): RunOutcome;
}

/** A run without its rows, and those once somebody saw it. */
interface Described {
  readonly run: ListedRun;
  rows: number | null | undefined;
}

export function createListing(connection: Connection): Listing {
  const kept = new Map<string, Described>();

  async function describe({ name = '', redriveCount = 0, status }: ExecutionListItem): Promise<Described> {
    const id = `${name} ${redriveCount}`;
    const known = kept.get(id);
    if (known) return known;
    const execution = await describeRun(connection, name);
    const described: Described = { run: listed(execution, null), rows: outcomeOf(execution).rows };
    if (!hasEnded(status)) return described;
    for (const oldest of kept.keys()) if (kept.size >= KEPT) kept.delete(oldest);
    kept.set(id, described);
    return described;
  }

  /** Where the end does not say its rows they are in the history, which is read of what is shown only. */
  async function withRows(described: Described): Promise<ListedRun> {
    if (described.rows === undefined) described.rows = await rowsOf(connection, described.run.run);
    return { ...described.run, rows: described.rows };
  }

  let isReadAhead = false;

  /** What a search would look through, one after the other beside what people ask for: then it finds at once. */
  async function readAhead(): Promise<void> {
    let token: string | undefined;
    let scanned = 0;
    do {
      const { executions, following } = await executionsFrom(connection, 'all', token);
      for (const execution of executions) await describe(execution);
      scanned += executions.length;
      token = following;
    } while (token !== undefined && scanned < MOST_SCANNED);
  }

  return {
    listed,
    outcomeOf,
    async page({ filter, search, next }) {
      if (!isReadAhead && search.trim() === '') {
        isReadAhead = true;
        // What goes wrong with it goes wrong with a search, too, which says so.
        readAhead().catch(() => undefined);
      }
      const runs: ListedRun[] = [];
      let token = next ?? undefined;
      let scanned = 0;
      do {
        const { executions, following } = await executionsFrom(connection, filter, token);
        scanned += executions.length;
        const wanted = executions.filter(({ status }) => filter !== 'failed' || hasFailed(status));
        const described = await pMap(wanted, describe, { concurrency: AT_ONCE });
        const found = described.filter(({ run }) => isFound(run, search));
        runs.push(...(await pMap(found, withRows, { concurrency: AT_ONCE })));
        token = following;
      } while (token !== undefined && runs.length < PAGE && scanned < MOST_SCANNED);
      return { runs, next: token ?? null, scanned };
    },
  };
}

async function executionsFrom(connection: Connection, filter: RunFilter, token: string | undefined) {
  const { ListExecutionsCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  const { executions = [], nextToken } = await sfn.send(
    new ListExecutionsCommand({
      stateMachineArn: connection.stateMachineArn,
      maxResults: PAGE,
      nextToken: token,
      ...(filter === 'running' ? { statusFilter: 'RUNNING' } : {}),
    }),
  );
  return { executions, following: nextToken };
}

function listed(execution: DescribeExecutionOutput, rows: number | null): ListedRun {
  const { name = '', status = '', startDate, stopDate, error, cause, redriveCount = 0, input } = execution;
  const key = keyIn(input);
  const { outcome, dataset } = outcomeOf(execution);
  return {
    run: name,
    status,
    key,
    dataset: dataset ?? (key === null ? null : datasetOf(key)),
    rows,
    started: startDate?.toISOString() ?? null,
    ended: stopDate?.toISOString() ?? null,
    redrives: redriveCount,
    outcome,
    failure: hasFailed(status) ? inWords(error ?? status, cause) : null,
  };
}

async function rowsOf(connection: Connection, run: string): Promise<number | null> {
  const { GetExecutionHistoryCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  const { events = [] } = await sfn.send(
    new GetExecutionHistoryCommand({ executionArn: arnOf(connection, run), maxResults: FIRST_EVENTS }),
  );
  return validatedIn(events).rows?.read ?? null;
}

function isFound({ run, key, dataset }: ListedRun, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [run, key, dataset].some((text) => text?.toLowerCase().includes(wanted));
}

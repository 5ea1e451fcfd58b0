import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { noWorkSchema, publishOutputSchema } from '../../shared/contract.ts';
import { type Failure, failureLine, failureOf } from '../../shared/failures/failure.ts';
import { uploadEventSchema } from '../../shared/object-created.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import type { Connection } from '../connection.ts';
import { duration, moment } from '../output/format.ts';
import { statusStyle } from '../output/style.ts';
import { table } from '../output/table.ts';
import { describeRun, hasFailed, listRuns } from './executions.ts';

/** A run as lists show it. */
export interface ListedRun {
  readonly run: string;
  readonly status: string;
  /** The uploaded object; null when the run was not started by an upload. */
  readonly key: string | null;
  readonly started: string | null;
  readonly ended: string | null;
  /** Why it did not succeed. */
  readonly error: string | null;
  /** Why it published nothing though it succeeded. */
  readonly nothing: string | null;
}

/** The newest runs, each with what it is about. */
export async function newestRuns(connection: Connection, limit: number, onlyFailed = false): Promise<ListedRun[]> {
  const listed: ListedRun[] = [];
  for await (const item of listRuns(connection)) {
    if (listed.length === limit) break;
    if (!onlyFailed || hasFailed(item.status)) listed.push(await describeListed(connection, item));
  }
  return listed;
}

async function describeListed(connection: Connection, item: ExecutionListItem): Promise<ListedRun> {
  const { input, output, error, cause } = await describeRun(connection, item.name ?? '');
  const failed = hasFailed(item.status);
  return {
    run: item.name ?? '',
    status: item.status ?? '',
    key: keyIn(input),
    started: item.startDate?.toISOString() ?? null,
    ended: item.stopDate?.toISOString() ?? null,
    error: failed ? whyFailed(failureOf(error ?? item.status, cause)) : null,
    nothing: failed ? null : whyNothing(output),
  };
}

function whyFailed(failure: Failure): string {
  return `${failure.kind === 'question' ? 'Question: ' : ''}${failureLine(failure)}`;
}

/** What an execution's output says of why nothing was published. */
function whyNothing(output: string | undefined): string | null {
  const { data } = z.union([publishOutputSchema, noWorkSchema]).safeParse(parseJson(output ?? ''));
  return data?.reason === undefined ? null : `${data.outcome}: ${data.reason}`;
}

/** The uploaded key in an execution's input. */
export function keyIn(input: string | undefined): string | null {
  try {
    return uploadEventSchema.parse(JSON.parse(input ?? '')).detail.object.key;
  } catch {
    return null;
  }
}

export function runsTable(runs: readonly ListedRun[]): string {
  const rows = runs.map(({ run, status, key, started, ended, error, nothing }) => [
    run,
    status,
    moment(started ? new Date(started) : undefined),
    started && ended ? duration(Date.parse(ended) - Date.parse(started)) : '',
    key ?? '(not an upload)',
    error ?? nothing ?? '',
  ]);
  const failed = runs.some(({ error, nothing }) => (error ?? nothing) !== null);
  const columns = [
    { title: 'Run' },
    { title: 'Status', style: statusStyle },
    { title: 'Started' },
    { title: 'Took', align: 'right' },
    { title: 'Upload', maxWidth: 50 },
    ...(failed ? [{ title: 'Why', maxWidth: 70 }] : []),
  ] as const;
  return table(columns, rows);
}

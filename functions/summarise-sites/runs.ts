/** What became of the runs of a day, from Step Functions and the manifests. */
import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  paginateListExecutions,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import pMap from 'p-map';
import type { FailureKind } from '../../shared/failures/classes.ts';
import { failureLine, failureOf } from '../../shared/failures/failure.ts';
import { PREFIXES } from '../../shared/lake/keys.ts';
import { readableManifest } from '../../shared/lake/manifest.ts';
import { uploadEventSchema } from '../../shared/object-created.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import { MS_PER_DAY, utcDay } from '../../shared/text/days.ts';
import { parseJson } from '../../shared/text/parse-json.ts';

export interface FailedRun {
  readonly run: string;
  /** Of the upload; null where the run was not started by one. */
  readonly key: string | null;
  /** A refusal's code, else the error's name. */
  readonly code: string;
  readonly kind: FailureKind;
  /** What `show` prints. */
  readonly line: string;
}

export interface DayRuns {
  readonly succeeded: number;
  readonly running: number;
  readonly failed: number;
  /** The newest of them, as far as they are looked into. */
  readonly failures: readonly FailedRun[];
  /** Uploads whose report was published without its forecast or its advice. */
  readonly degraded: readonly string[];
}

export interface RunsContext {
  readonly sfn: SFNClient;
  readonly stateMachineArn: string;
  readonly lake: LakeStore;
}

/** Step Functions allows few calls a second. */
const DESCRIBED_AT_ONCE = 4;
const MOST_DESCRIBED = 200;
const MANIFESTS_LISTED = 100_000;
const MANIFESTS_AT_ONCE = 16;

/** @param day in UTC: runs know no other clock */
export async function runsOf(day: string, context: RunsContext): Promise<DayRuns> {
  const count = async (status: ExecutionStatus) => (await startedOn(day, status, context)).length;
  const failed = [
    ...(await startedOn(day, 'FAILED', context)),
    ...(await startedOn(day, 'TIMED_OUT', context)),
    ...(await startedOn(day, 'ABORTED', context)),
  ].sort((a, b) => (b.startDate?.getTime() ?? 0) - (a.startDate?.getTime() ?? 0));
  return {
    succeeded: await count('SUCCEEDED'),
    running: await count('RUNNING'),
    failed: failed.length,
    failures: await pMap(failed.slice(0, MOST_DESCRIBED), (item) => failedRun(item, context), {
      concurrency: DESCRIBED_AT_ONCE,
    }),
    degraded: await degradedOn(day, context.lake),
  };
}

/** Executions are listed newest first: what began before the day ends the search. */
async function startedOn(
  day: string,
  statusFilter: ExecutionStatus,
  { sfn, stateMachineArn }: RunsContext,
): Promise<ExecutionListItem[]> {
  const found: ExecutionListItem[] = [];
  const pages = paginateListExecutions({ client: sfn }, { stateMachineArn, statusFilter, maxResults: 1000 });
  for await (const { executions = [] } of pages) {
    found.push(...executions.filter(({ startDate }) => startDate && utcDay(startDate) === day));
    const last = executions.at(-1)?.startDate;
    if (last && utcDay(last) < day) break;
  }
  return found;
}

async function failedRun({ executionArn, name = '', status }: ExecutionListItem, { sfn }: RunsContext) {
  const { input, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const failure = failureOf(error ?? status, cause);
  const upload = uploadEventSchema.safeParse(parseJson(input ?? '')).data;
  return {
    ...{ run: name, key: upload?.detail.object.key ?? null, code: failure.code ?? failure.error, kind: failure.kind },
    line: failureLine(failure),
  };
}

async function degradedOn(day: string, lake: LakeStore): Promise<string[]> {
  const begin = Date.parse(day);
  const listed = await lake.list(PREFIXES.manifests, MANIFESTS_LISTED);
  const touched = listed.filter(({ modified }) => modified.getTime() >= begin);
  const keys = await pMap(
    touched,
    async ({ key }) => {
      const stored = await lake.getText(key);
      const manifest = stored ? readableManifest(stored.text) : undefined;
      const published = manifest?.published;
      if (published?.status !== 'PARTIAL') return [];
      const at = Date.parse(published.committed_at);
      return at >= begin && at < begin + MS_PER_DAY ? [manifest?.key ?? key] : [];
    },
    { concurrency: MANIFESTS_AT_ONCE },
  );
  return keys.flat();
}

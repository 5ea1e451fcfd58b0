/** The runs that `energy replay --failed` and `--partial` take up. */
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import pMap from 'p-map';
import { failureLine, failureOf, isUploadAtFault } from '../../shared/failures/failure.ts';
import { datasetOf } from '../../shared/lake/keys.ts';
import { compareSequencers } from '../../shared/lake/manifest.ts';
import { uploadEventSchema } from '../../shared/object-created.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import type { Connection } from '../connection.ts';
import { nameOf } from '../errors.ts';
import { publications, readManifest } from '../lake.ts';
import { describeRun, FAILED_STATUSES, listRuns } from './executions.ts';
import { keyIn } from './listing.ts';
import type { Replayed } from './replay.ts';

/** Calls to Step Functions at once, which allows few a second. */
const AT_ONCE = 4;

export interface Chosen {
  readonly runs: readonly DescribeExecutionOutput[];
  /** Those that a replay cannot help, with the reason. */
  readonly leftOut: readonly Replayed[];
  /** How many of those end with a question that no upload of the file has answered yet. */
  readonly questions: number;
}

/** All failed runs, oldest first, but for those whose file was published later. A refused file stays refused. */
export async function failedRuns(connection: Connection): Promise<Chosen> {
  const names: string[] = [];
  for (const status of FAILED_STATUSES) {
    for await (const { name = '' } of listRuns(connection, status)) names.push(name);
  }
  const all = await pMap(names, (name) => describeRun(connection, name), { concurrency: AT_ONCE });
  const told = (await unsettled(connection, all)).map((run) => ({
    ...{ run, failure: failureOf(run.error, run.cause) },
  }));
  const refused = told.filter(({ failure }) => isUploadAtFault(failure));
  return {
    runs: oldestFirst(told.filter((each) => !refused.includes(each)).map(({ run }) => run)),
    leftOut: oldestFirst(refused.map(({ run }) => run)).map((run) => ({
      run: run.name ?? '',
      key: keyIn(run.input),
      done: 'left out',
      why: failureLine(failureOf(run.error, run.cause)),
      ok: true,
    })),
    questions: refused.filter(({ failure }) => failure.kind === 'question').length,
  };
}

/** Those of whose file neither their own version nor a later one was published since. */
async function unsettled(
  connection: Connection,
  runs: readonly DescribeExecutionOutput[],
): Promise<DescribeExecutionOutput[]> {
  const settled = await pMap(runs, ({ input }) => isPublished(connection, input), { concurrency: AT_ONCE });
  return runs.filter((_, place) => !settled[place]);
}

async function isPublished(connection: Connection, input: string | undefined): Promise<boolean> {
  const { key, sequencer } = uploadEventSchema.safeParse(parseJson(input ?? '')).data?.detail.object ?? {};
  if (key === undefined || sequencer === undefined) return false;
  const manifest = await readManifest(connection, datasetOf(key));
  const highest = manifest?.published ? manifest.sequencer : null;
  return highest !== null && highest !== undefined && compareSequencers(highest, sequencer) >= 0;
}

/** The runs of reports that are published without their forecast or advice, oldest first. */
export async function partialRuns(connection: Connection): Promise<Chosen> {
  const partial = (await publications(connection)).filter(({ status }) => status === 'PARTIAL');
  const found = await pMap(
    partial,
    ({ run }) =>
      describeRun(connection, run).catch((error: unknown) => {
        // Step Functions forgets a run after 90 days.
        if (nameOf(error) === 'ExecutionDoesNotExist') return undefined;
        throw error;
      }),
    { concurrency: AT_ONCE },
  );
  const forgotten = partial.filter((_, at) => found[at] === undefined);
  return {
    runs: oldestFirst(found.filter((run) => run !== undefined)),
    leftOut: forgotten.map(({ run, source }) => ({
      run,
      key: source.key,
      done: 'left out',
      why: `the run is not kept any more: replay --upload ${source.key}`,
      ok: true,
    })),
    questions: 0,
  };
}

function oldestFirst(runs: readonly DescribeExecutionOutput[]): DescribeExecutionOutput[] {
  return [...runs].sort((a, b) => (a.startDate?.getTime() ?? 0) - (b.startDate?.getTime() ?? 0));
}

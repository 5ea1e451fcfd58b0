/** Replaying one run, and what became of several in a table. */
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import pMap from 'p-map';
import { failureLine } from '../../shared/failures/failure.ts';
import { sanitizeLines } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { CliError, messageOf, nameOf } from '../errors.ts';
import { commandLine } from '../hints.ts';
import { note } from '../output/print.ts';
import { table } from '../output/table.ts';
import { arnOf, hasEnded } from './executions.ts';
import { followRun } from './follow.ts';
import { keyIn } from './listing.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { succeeded } from './run.ts';
import { startUpload } from './start-upload.ts';

/** Which run is to be followed, and how it came to be. */
export interface Replaying {
  readonly run: string;
  readonly how: 'goes on' | 'started anew';
  /** Why it was not simply redriven. */
  readonly why?: string;
}

/**
 * Lets a run that failed go on; where that cannot be, or would run what is not deployed any more, starts one for the
 * current version of its upload. A run that succeeded is started anew on the same bytes.
 * @throws CliError when neither can be
 */
export async function replayed(connection: Connection, execution: DescribeExecutionOutput): Promise<Replaying> {
  const { name: run = '', status } = execution;
  if (!hasEnded(status)) {
    note(`Run ${run} is still running.`);
    return { run, how: 'goes on' };
  }
  if (status === 'SUCCEEDED') return { run: await startAnew(connection, execution), how: 'started anew' };
  const hindrance = await hindranceOf(connection, execution);
  if (hindrance !== undefined) return startCurrent(connection, execution, hindrance);
  const { RedriveExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  try {
    await sfn.send(new RedriveExecutionCommand({ executionArn: arnOf(connection, run) }));
  } catch (error) {
    // It became so since the run was described, by its age or by another redrive.
    if (nameOf(error) === 'ExecutionNotRedrivable') return startCurrent(connection, execution, messageOf(error));
    throw error;
  }
  return { run, how: 'goes on' };
}

/** @returns why a run that failed should not be redriven; undefined when it should */
export async function hindranceOf(
  connection: Connection,
  execution: DescribeExecutionOutput,
): Promise<string | undefined> {
  if (execution.redriveStatus !== 'REDRIVABLE') return execution.redriveStatusReason ?? 'it cannot be redriven';
  const { DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  const { stateMachineArn } = connection;
  const [then, now] = await Promise.all([
    sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn: arnOf(connection, execution.name ?? '') })),
    sfn.send(new DescribeStateMachineCommand({ stateMachineArn })),
  ]);
  // A redrive runs the definition that the run began with.
  return then.definition === now.definition ? undefined : 'the state machine was changed since';
}

/** Starts a run for what is at the key now. */
async function startCurrent(
  connection: Connection,
  { name, input }: DescribeExecutionOutput,
  reason: string,
): Promise<Replaying> {
  const why = reason.replace(/\.$/, '');
  const key = keyIn(input);
  if (key === null) throw new CliError(`Run ${name} cannot go on: ${why}. It was not started by an upload.`);
  try {
    return { run: await startUpload(connection, key), how: 'started anew', why };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError(`Run ${name} cannot go on: ${why}. SOURCE_GONE: ${messageOf(error)}`, {
      hint: 'Upload the file again.',
      cause: error,
    });
  }
}

async function startAnew(connection: Connection, execution: DescribeExecutionOutput): Promise<string> {
  // A run that succeeded began with an upload: only a damaged history does not say with which.
  if (keyIn(execution.input) === null) {
    throw new CliError(`Run ${execution.name} cannot be run again: its history is damaged.`, {
      hint: `Name its upload: ${commandLine('replay --upload KEY')}`,
    });
  }
  const { StartExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  const input: unknown = JSON.parse(execution.input ?? '{}');
  const started = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: connection.stateMachineArn,
      input: JSON.stringify({ ...(typeof input === 'object' ? input : {}), rerun: true }),
    }),
  );
  return started.executionArn?.split(':').at(-1) ?? '';
}

/** What became of one of several runs. */
export interface Replayed {
  readonly run: string;
  readonly key: string | null;
  readonly done: 'went on' | 'started anew' | 'failed again' | 'not replayed' | 'left out';
  readonly why: string;
  readonly ok: boolean;
}

/** Uploads at once; the versions of one file come one after the other. */
const AT_ONCE = 4;

/** Replays runs and waits for their ends. One that fails again does not keep the others from it. */
export async function replayEach(
  connection: Connection,
  runs: readonly DescribeExecutionOutput[],
): Promise<Replayed[]> {
  // Of two versions of a file the newer one is published last.
  const byUpload = Map.groupBy(runs, (run) => keyIn(run.input) ?? run.name);
  const inTurn = async (group: readonly DescribeExecutionOutput[]) => {
    const done: Replayed[] = [];
    for (const execution of group) {
      const replay = await attempt(connection, execution);
      noteReplayed(replay);
      done.push(replay);
    }
    return done;
  };
  return (await pMap([...byUpload.values()], inTurn, { concurrency: AT_ONCE })).flat();
}

/** Whatever goes wrong is told, not thrown. */
async function attempt(connection: Connection, execution: DescribeExecutionOutput): Promise<Replayed> {
  const about = { run: execution.name ?? '', key: keyIn(execution.input) };
  try {
    const { run, how, why } = await replayed(connection, execution);
    const outcome = await outcomeOf(connection, await followRun(connection, run, () => {}));
    const ok = succeeded(outcome);
    const anew = run === about.run ? '' : ` (run ${run}${why === undefined ? '' : `: ${why}`})`;
    const done = !ok ? 'failed again' : how === 'goes on' ? 'went on' : 'started anew';
    return { ...about, done, why: `${ended(outcome)}${anew}`, ok };
  } catch (error) {
    return { ...about, done: 'not replayed', why: messageOf(error), ok: false };
  }
}

/** One line for each as soon as it is known, because many take long. */
function noteReplayed({ run, key, done, why }: Replayed): void {
  note(sanitizeLines(`${run} ${key ?? '(not an upload)'}: ${done}, ${why}`));
}

function ended(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'published':
      return outcome.report.status;
    case 'nothing':
      return `${outcome.outcome}: ${outcome.reason}`;
    case 'failed':
      return failureLine(outcome.failure);
  }
}

export function replaysTable(replays: readonly Replayed[]): string {
  return table(
    [{ title: 'Run' }, { title: 'Upload', maxWidth: 50 }, { title: 'Replay' }, { title: 'Result' }],
    replays.map(({ run, key, done, why }) => [run, key ?? '(not an upload)', done, why]),
  );
}

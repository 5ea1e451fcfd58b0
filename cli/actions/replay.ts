/** `energy replay`: a run, all failed runs, or an upload that no run has taken up. */
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { type Connection, withConnection } from '../connection.ts';
import { EXIT, usageError } from '../errors.ts';
import type { GlobalOptions } from '../options.ts';
import { note, print } from '../output/print.ts';
import { findRun } from '../runs/executions.ts';
import { failedRuns } from '../runs/failed.ts';
import { attempt, type Replayed, replayed, replaysTable } from '../runs/replay.ts';
import { follow, printOutcome, succeeded } from '../runs/run.ts';
import { startUpload } from '../runs/start-upload.ts';

export async function replayCommand(
  named: string | undefined,
  options: GlobalOptions & { failed?: true; upload?: string },
): Promise<void> {
  if ([named, options.failed, options.upload].filter((each) => each !== undefined).length !== 1) {
    throw usageError("'replay' takes either the name of a run, '--failed' or '--upload KEY'.");
  }
  await withConnection(
    options,
    async (connection) => {
      if (options.failed) return replayFailed(connection);
      const run =
        named === undefined
          ? await startUpload(connection, options.upload ?? '')
          : await replayed(connection, await findRun(connection, named));
      const outcome = await follow(connection, run);
      await printOutcome(connection, outcome);
      if (!succeeded(outcome)) process.exitCode = EXIT.failed;
    },
    { runs: true },
  );
}

/** One that fails again, or cannot be replayed, does not keep the others from it. */
async function replayFailed(connection: Connection): Promise<void> {
  const executions: DescribeExecutionOutput[] = await failedRuns(connection);
  if (executions.length === 0) return note('There is no failed run that a replay could help.');
  const done: Replayed[] = [];
  for (const execution of executions) done.push(await attempt(connection, execution));
  if (done.length > 1) print(`\n${replaysTable(done)}`);
  if (done.some(({ ok }) => !ok)) process.exitCode = EXIT.failed;
}

/** `energy replay`: a run, all failed runs, or an upload that no run has taken up. */
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { type Connection, withConnection } from '../connection.ts';
import { EXIT, usageError } from '../errors.ts';
import type { GlobalOptions } from '../options.ts';
import { note, print } from '../output/print.ts';
import { findRun } from '../runs/executions.ts';
import { type Chosen, failedRuns, partialRuns } from '../runs/failed.ts';
import { replayEach, replayed, replaysTable } from '../runs/replay.ts';
import { follow, printOutcome, succeeded } from '../runs/run.ts';
import { startUpload } from '../runs/start-upload.ts';

export async function replayCommand(
  named: string | undefined,
  options: GlobalOptions & { failed?: true; partial?: true; upload?: string },
): Promise<void> {
  const many = options.failed ?? options.partial;
  if ([named, many, options.upload].filter((each) => each !== undefined).length !== 1) {
    throw usageError("'replay' takes either the name of a run, '--failed', '--partial' or '--upload KEY'.");
  }
  await withConnection(
    options,
    async (connection) => {
      if (many) return replayMany(connection, options);
      const run =
        named === undefined
          ? await startUpload(connection, options.upload ?? '')
          : await replayOne(connection, await findRun(connection, named));
      const outcome = await follow(connection, run);
      await printOutcome(connection, outcome);
      if (!succeeded(outcome)) process.exitCode = EXIT.failed;
    },
    { runs: true },
  );
}

async function replayOne(connection: Connection, execution: DescribeExecutionOutput): Promise<string> {
  const { run, why } = await replayed(connection, execution);
  if (why !== undefined) {
    note(`Run ${execution.name} cannot go on: ${why}. A new run was started for what is at its key now.`);
  }
  return run;
}

/** One that fails again, or cannot be replayed, does not keep the others from it. */
async function replayMany(connection: Connection, { failed, partial }: { failed?: true; partial?: true }) {
  const none: Chosen = { runs: [], leftOut: [], questions: 0 };
  const chosen = [failed ? await failedRuns(connection) : none, partial ? await partialRuns(connection) : none];
  const runs = chosen.flatMap((each) => each.runs);
  if (runs.length === 0) note('There is no run that a replay could help.');
  const done = await replayEach(connection, runs);
  const all = [...done, ...chosen.flatMap((each) => each.leftOut)];
  if (all.length > 0) print(`\n${replaysTable(all)}`);
  if (all.some(({ ok }) => !ok)) process.exitCode = EXIT.failed;
}

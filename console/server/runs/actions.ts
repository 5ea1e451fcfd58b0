/** Redrive and Run again. */
import type { Connection } from '../../../cli/connection.ts';
import { CliError } from '../../../cli/errors.ts';
import { findRun, hasEnded } from '../../../cli/runs/executions.ts';
import { keyIn } from '../../../cli/runs/listing.ts';
import { replayed } from '../../../cli/runs/replay.ts';
import { startUpload } from '../../../cli/runs/start-upload.ts';

/**
 * Lets a run that failed go on where it did, or starts one for its upload where that would run what is not deployed any
 * more.
 * @returns the run to follow
 * @throws CliError when neither can be
 */
export async function goOn(connection: Connection, run: string): Promise<string> {
  const execution = await findRun(connection, run);
  if (!hasEnded(execution.status)) throw new CliError(`Run ${run} is still going on.`);
  if (execution.status === 'SUCCEEDED') throw new CliError(`Run ${run} succeeded: there is nowhere to go on from.`);
  return (await replayed(connection, execution)).run;
}

/** Starts a new run of the same upload. @returns its name. @throws CliError when it cannot */
export async function again(connection: Connection, run: string): Promise<string> {
  const execution = await findRun(connection, run);
  if (!hasEnded(execution.status)) throw new CliError(`Run ${run} is still going on.`);
  if (execution.status === 'SUCCEEDED') return (await replayed(connection, execution)).run;
  const key = keyIn(execution.input);
  if (key === null) throw new CliError(`Run ${run} was not started by an upload.`);
  return startUpload(connection, key);
}

/** The logs of runs, a file each: those of the newest runs are kept. CloudWatch Logs keeps lines for a time instead. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { faultMessage } from '../disk-fault.ts';
import { ownLogFiles } from './logs.ts';

/** A week of a run a minute; about 70 MB. */
export const RUN_LOGS = 10_000;

const EVERY_MS = 3_600_000;
const AT_ONCE = 16;

/**
 * Deletes the logs of older runs, now and once an hour.
 * @returns what ends it
 */
export function boundRunLogs(logs: string): () => void {
  const bound = () => deleteOlder(logs, RUN_LOGS).catch((error: unknown) => console.error(faultMessage(error)));
  void bound();
  const timer = setInterval(bound, EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** @param kept how many logs of runs stay: those that were written last */
export async function deleteOlder(logs: string, kept: number): Promise<void> {
  const own = ownLogFiles(logs);
  const names = await readdir(logs).catch(() => []);
  const files = names.map((name) => join(logs, name)).filter((file) => !own.includes(file));
  if (files.length <= kept) return;
  const written = await pMap(
    files,
    async (file) => ({ file, at: (await stat(file).catch(() => undefined))?.mtimeMs ?? 0 }),
    { concurrency: AT_ONCE },
  );
  const older = written.sort((a, b) => b.at - a.at).slice(kept);
  await pMap(older, ({ file }) => rm(file, { force: true }), { concurrency: AT_ONCE });
}

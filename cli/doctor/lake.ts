import { access, constants, mkdtemp, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UNKNOWN_BLOBS, UNREADABLE } from '../../local/set-aside.ts';
import { plural } from '../../shared/text/format.ts';
import { withConnection } from '../connection.ts';
import { codeOf, messageOf } from '../errors.ts';
import { askHealth } from '../health.ts';
import { commandLine, otherPort } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { bytes } from '../output/format.ts';
import { chooseLake, shownPath } from '../paths.ts';
import { failedRuns } from '../runs/failed.ts';
import { findServing } from '../stack.ts';
import type { Finding } from './finding.ts';

const OTHER_LAKE = "Give the folder to your user, or choose another with '--lake DIR'.";
/** Folders of the local stack's own records. */
const RECORDS = ['executions', 'glue', 'athena'];
/** Less is likely to run out in the middle of a larger file. */
const LITTLE_SPACE = 2e9;

export async function checkLake(options: GlobalOptions): Promise<Finding> {
  const { home } = chooseLake(options.lake);
  const shown = shownPath(home);
  const folder = await firstExisting(home);
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const trial = await mkdtemp(join(folder, '.doctor-'));
    try {
      await writeFile(join(trial, 'file'), 'readable');
      if ((await readFile(join(trial, 'file'), 'utf8')) !== 'readable')
        throw new Error('what was written reads differently');
    } finally {
      await rm(trial, { recursive: true });
    }
    if (!(await stat(folder)).isDirectory()) throw new Error('it is not a folder');
  } catch (error) {
    return { state: 'wrong', text: `The lake ${shown} cannot be used: ${messageOf(error)}`, mend: OTHER_LAKE };
  }
  return {
    state: 'ok',
    text: folder === home ? `The lake ${shown} is readable and writable` : `The lake ${shown} can be made`,
  };
}

export async function checkSpace(options: GlobalOptions): Promise<Finding> {
  const folder = await firstExisting(chooseLake(options.lake).home);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${bytes(free)} are free for the lake`;
  if (free >= LITTLE_SPACE) return { state: 'ok', text };
  return { state: 'warning', text, mend: 'Make room: a run needs about three times the size of its file.' };
}

export async function checkPort({ port, lake }: GlobalOptions): Promise<Finding> {
  const { home } = chooseLake(lake);
  const serving = await findServing(home);
  if (serving) return { state: 'ok', text: `A stack serves this lake at ${serving.url} (process ${serving.pid})` };
  const answer = await askHealth(`http://127.0.0.1:${port}`);
  if (answer === 'nothing') return { state: 'ok', text: `Port ${port} is free` };
  const other = `Stop it, or use '--port ${otherPort(port)}'.`;
  if (answer === 'other') return { state: 'wrong', text: `Port ${port} is taken by another program`, mend: other };
  const text = `Port ${port} serves another lake, ${shownPath(answer.home)} (process ${answer.pid})`;
  return { state: 'warning', text, mend: other };
}

/** Functions work below the lake's tmp; when no stack serves, what is there was left by one that was killed. */
export async function checkLeftovers(options: GlobalOptions): Promise<Finding> {
  const { home } = chooseLake(options.lake);
  const folder = join(home, 'tmp');
  const size = (await findServing(home)) ? 0 : await sizeOf(folder);
  if (size < 1e6) return { state: 'ok', text: 'No temporary files were left behind' };
  const text = `${bytes(size)} of temporary files were left behind in ${shownPath(folder)}`;
  return { state: 'warning', text, mend: 'Delete that folder; nothing is using it.' };
}

/** Records that a start set aside, and bytes that no object has: what they were no program can say. */
export async function checkSetAside(options: GlobalOptions): Promise<Finding> {
  const { home } = chooseLake(options.lake);
  const { readdir } = await import('node:fs/promises');
  const found = await Promise.all(
    RECORDS.map(async (folder) => (await readdir(join(home, folder), { recursive: true }).catch(ignoreMissing)) ?? []),
  );
  const records = found.flat().filter((name) => name.endsWith(UNREADABLE)).length;
  const unknown = join(home, 's3-meta', UNKNOWN_BLOBS);
  const size = await sizeOf(unknown);
  if (records === 0 && size === 0) return { state: 'ok', text: 'Every record of the lake can be read' };
  const texts = [
    ...(records > 0
      ? [`${plural(records, 'damaged record')} of the lake ${records === 1 ? 'was' : 'were'} set aside`]
      : []),
    ...(size > 0 ? [`${bytes(size)} that belong to no object are in ${shownPath(unknown)}`] : []),
  ];
  return {
    state: 'warning',
    text: texts.join('; '),
    mend:
      `Nothing published is lost. Look at the files (their names end with ${UNREADABLE}, ` +
      `or they are cut uploads) and delete them when you miss nothing.`,
  };
}

export async function checkFailedRuns(options: GlobalOptions): Promise<Finding> {
  const { home } = chooseLake(options.lake);
  if (options.endpoint === undefined && (await firstExisting(home)) !== home) {
    return { state: 'ok', text: 'There are no runs yet' };
  }
  try {
    return await withConnection(options, async (connection) => {
      const { runs, leftOut, questions } = await failedRuns(connection);
      const refused = leftOut.length - questions;
      const counts = [
        ...(runs.length > 0 ? [`${plural(runs.length, 'run')} failed`] : []),
        ...(questions > 0 ? [`${plural(questions, 'run')} ended with a question`] : []),
        ...(refused > 0 ? [`${plural(refused, 'file')} ${refused === 1 ? 'was' : 'were'} refused`] : []),
      ];
      if (counts.length === 0) return { state: 'ok', text: 'No run has failed' };
      const mends = [
        `${commandLine('runs --failed')} says why`,
        ...(questions > 0 ? [`${commandLine('show RUN')} lists the answers to a question`] : []),
        ...(runs.length > 0 ? [`${commandLine('replay --failed')} lets what failed go on`] : []),
        ...(runs.length === 0 && questions === 0 ? ['only other files help'] : []),
      ];
      return { state: 'warning', text: counts.join(', '), mend: `${mends.join('; ')}.` };
    });
  } catch (error) {
    const text = `The runs cannot be listed: ${messageOf(error)}`;
    return {
      state: 'wrong',
      text,
      mend: `Try '${commandLine('serve', { port: otherPort(options.port) })}' to see what keeps it from starting.`,
    };
  }
}

async function firstExisting(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (folder === dirname(folder) || (await stat(folder).catch(ignoreMissing))) return folder;
  }
}

async function sizeOf(path: string): Promise<number> {
  const { readdir } = await import('node:fs/promises');
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
  let size = 0;
  for (const entry of entries ?? []) {
    if (entry.isFile()) size += (await stat(join(entry.parentPath, entry.name)).catch(ignoreMissing))?.size ?? 0;
  }
  return size;
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}

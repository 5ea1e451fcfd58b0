import { access, constants, mkdtemp, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '../errors.ts';
import { askHealth } from '../health.ts';
import { otherPort } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { bytes } from '../output/format.ts';
import { chooseLake, shownPath } from '../paths.ts';
import { findServing } from '../stack.ts';
import type { Finding } from './finding.ts';
import { ignoreMissing, sizeOf } from './size-of.ts';

const OTHER_LAKE = "Give the folder to your user, or choose another with '--lake DIR'.";
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

async function firstExisting(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (folder === dirname(folder) || (await stat(folder).catch(ignoreMissing))) return folder;
  }
}

/** The files and folders of the project, as git would keep them. */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

const LISTED = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
  encoding: 'utf8',
});

/** Paths from the project's root. */
export const FILES: ReadonlySet<string> = new Set(LISTED.stdout.trim().split('\n'));
export const FOLDERS: ReadonlySet<string> = new Set([...FILES].flatMap((file) => foldersAbove(file)));

function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...foldersAbove(folder)];
}

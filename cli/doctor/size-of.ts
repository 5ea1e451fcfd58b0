/** What a folder holds. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.ts';

/** @returns bytes of all files below it; 0 where it is not there */
export async function sizeOf(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
  let size = 0;
  for (const entry of entries ?? []) {
    if (entry.isFile()) size += (await stat(join(entry.parentPath, entry.name)).catch(ignoreMissing))?.size ?? 0;
  }
  return size;
}

export function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}

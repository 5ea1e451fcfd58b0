/**
 * A lake for steps that follow one another in one process: what they hand to each other stays on this machine, and what
 * they read is fetched once. Only what is released is written.
 */
import { copyFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LakeStore } from '../runtime/lake-port.ts';
import { settleAll } from '../runtime/settle-all.ts';

export interface HeldLake extends LakeStore {
  /** Writes what is held below the prefixes. */
  release(prefixes: readonly string[]): Promise<void>;
}

interface Held {
  readonly file: string;
  readonly contentType: string;
}

/**
 * @param holds whether an object stays here; all others go to the lake at once
 * @param folder for the files that stay here, the caller's
 */
export function heldLake(lake: LakeStore, holds: (key: string) => boolean, folder: string): HeldLake {
  const held = new Map<string, Held>();
  const fetched = new Map<string, Promise<{ file: string }>>();
  let files = 0;
  const nextFile = () => {
    files += 1;
    return join(folder, `held-${files}`);
  };
  /** Objects are written once, each below the prefix of its attempt or version. */
  const fetchOnce = (key: string) => {
    const known = fetched.get(key);
    if (known) return known;
    const file = nextFile();
    const fetching = lake.download(key, file).then(() => ({ file }));
    fetched.set(key, fetching);
    return fetching;
  };
  return {
    ...lake,
    async upload(key, file, contentType) {
      if (!holds(key)) return lake.upload(key, file, contentType);
      const kept = nextFile();
      await copyFile(file, kept);
      held.set(key, { file: kept, contentType });
    },
    async putText(key, text, contentType) {
      if (!holds(key)) return lake.putText(key, text, contentType);
      const kept = nextFile();
      await writeFile(kept, text);
      held.set(key, { file: kept, contentType });
    },
    async download(key, file, pin, maxBytes) {
      const own = held.get(key);
      if (own === undefined && (pin !== undefined || maxBytes !== undefined))
        return lake.download(key, file, pin, maxBytes);
      const source = own ?? (await fetchOnce(key));
      await copyFile(source.file, file);
      return { bytes: (await stat(file)).size };
    },
    async release(prefixes) {
      const named = [...held].filter(([key]) => prefixes.some((prefix) => key.startsWith(prefix)));
      await settleAll(...named.map(([key, { file, contentType }]) => lake.upload(key, file, contentType)));
    },
  };
}

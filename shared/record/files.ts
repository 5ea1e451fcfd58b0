/** Files of the lake on local disk, each fetched once. */
import { join } from 'node:path';
import type { LakeStore } from '../runtime/lake-port.ts';

export interface LakeFiles {
  /** @returns the path of the object's local copy */
  fetch(key: string): Promise<string>;
  /** A folder for files in work. */
  readonly folder: string;
}

export function lakeFiles(lake: LakeStore, folder: string): LakeFiles {
  const fetched = new Map<string, Promise<string>>();
  return {
    folder,
    fetch(key) {
      const known = fetched.get(key);
      if (known) return known;
      const file = join(folder, `fetched-${fetched.size}.parquet`);
      const fetching = lake.download(key, file).then(() => file);
      fetched.set(key, fetching);
      return fetching;
    },
  };
}

/** A lake that is what a listing of it says: for what looks at many objects and reads few. */
import type { LakeVersions, ObjectVersion } from '../../shared/lake/versions.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';

export interface ListedObject {
  readonly key: string;
  readonly modified: Date;
  readonly etag?: string;
  readonly text?: string;
  /** Only a delete marker is left of it. */
  readonly deleted?: true;
}

export interface ListedLake {
  readonly lake: Pick<LakeStore, 'getText' | 'putText' | 'list'>;
  readonly versions: LakeVersions;
  /** Texts that were read. */
  readonly reads: string[];
  keys(): string[];
  put(object: ListedObject): void;
}

const BYTES = 10;

/** @param expiring whether a lifecycle rule deletes objects */
export function listedLake(objects: readonly ListedObject[] = [], expiring = false): ListedLake {
  const stored = new Map(objects.map((each) => [each.key, each]));
  const reads: string[] = [];
  const sorted = (prefix: string) =>
    [...stored.values()].filter(({ key }) => key.startsWith(prefix)).sort((a, b) => (a.key < b.key ? -1 : 1));
  const versionOf = ({ key, modified, deleted }: ListedObject): ObjectVersion => ({
    ...{ key, modified, ...(deleted ? { hides: true } : {}) },
    ...{ version: 'v', bytes: BYTES },
  });
  return {
    reads,
    lake: {
      getText: async (key) => {
        reads.push(key);
        const text = stored.get(key)?.text;
        return text === undefined ? undefined : { text, etag: 'e' };
      },
      putText: async (key, text) => {
        stored.set(key, { key, text, modified: new Date() });
      },
      list: async (prefix, limit) => sorted(prefix).slice(0, limit),
    },
    versions: {
      async *list(prefix) {
        for (const { etag = 'e', ...each } of sorted(prefix).filter(({ deleted }) => !deleted))
          yield { ...versionOf(each), etag };
      },
      async *listVersions(prefix, after = '') {
        for (const each of sorted(prefix)) if (each.key > after) yield versionOf(each);
      },
      expires: async () => expiring,
      remove: async (versions) => {
        for (const { key } of versions) stored.delete(key);
      },
    },
    keys: () => [...stored.keys()].sort(),
    put: (object) => {
      stored.set(object.key, object);
    },
  };
}

import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { FileTooLarge, type LakeStore, ObjectGone } from '../../shared/runtime/lake-port.ts';

/**
 * The lake in a folder: the port as S3 keeps it, etags and conditional writes included, without a server. Objects have
 * no versions; metadata is what the test gives.
 */
export interface FolderLake extends LakeStore {
  /** Every key, sorted. */
  keys(): Promise<string[]>;
  setMetadata(key: string, metadata: Record<string, string>): void;
}

export function folderLake(folder: string, bucket = 'test-lake'): FolderLake {
  const pathOf = (key: string) => join(folder, key);
  const metadata = new Map<string, Record<string, string>>();
  const read = (key: string): Promise<Buffer | undefined> => readFile(pathOf(key)).catch(() => undefined);
  const etagOf = (bytes: Buffer | string) => createHash('md5').update(bytes).digest('hex');
  let writes = 0;
  const write = async (key: string, bytes: Buffer | string): Promise<void> => {
    await mkdir(dirname(pathOf(key)), { recursive: true });
    writes += 1;
    const temporary = `${pathOf(key)}.${writes}~`;
    await writeFile(temporary, bytes);
    await rename(temporary, pathOf(key));
  };

  /** Conditional writes of the whole lake happen one after another. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };

  return {
    bucket,
    async download(key, file, pin, maxBytes = Number.POSITIVE_INFINITY) {
      const bytes = await read(key);
      if (!bytes || (pin?.etag && pin.etag !== etagOf(bytes))) throw new ObjectGone(`${key} is gone`);
      if (bytes.length > maxBytes) throw new FileTooLarge(bytes.length, maxBytes);
      await mkdir(dirname(file), { recursive: true });
      await copyFile(pathOf(key), file);
      return { bytes: bytes.length };
    },
    async head(key, pin) {
      const bytes = await read(key);
      if (!bytes) return undefined;
      const etag = etagOf(bytes);
      if (pin?.etag && pin.etag !== etag) return undefined;
      return { etag, size: bytes.length, metadata: metadata.get(key) ?? {} };
    },
    upload: async (key, file) => inTurn(async () => write(key, await readFile(file))),
    putText: (key, text) => inTurn(() => write(key, text)),
    async getText(key) {
      const bytes = await read(key);
      return bytes && { text: bytes.toString('utf8'), etag: etagOf(bytes) };
    },
    putTextIf: (key, text, _contentType, ifMatch) =>
      inTurn(async () => {
        const bytes = await read(key);
        if ((bytes ? etagOf(bytes) : null) !== ifMatch) return false;
        await write(key, text);
        return true;
      }),
    remove: (key) => inTurn(() => rm(pathOf(key), { force: true })),
    async list(prefix, limit) {
      const keys = (await this.keys()).filter((key) => key.startsWith(prefix)).slice(0, limit);
      const listed = await Promise.all(
        keys.map(async (key) => {
          const found = await stat(pathOf(key)).catch(() => undefined);
          return found ? [{ key, modified: found.mtime }] : [];
        }),
      );
      return listed.flat();
    },
    async keys() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      // What ends in a tilde is being written.
      const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('~'));
      return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
    },
    setMetadata(key, given) {
      metadata.set(key, given);
    },
  };
}

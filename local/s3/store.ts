import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ObjectChange, ObjectFiles } from '../service.ts';
import { UNKNOWN_BLOBS } from '../set-aside.ts';
import { Catalog, type Position } from './catalog.ts';
import { forceFoldersToDisk, forceToDisk } from './durable.ts';
import { noSuchBucket, S3Error } from './errors.ts';
import { checkHardLinks, LakeFolder } from './lake-folder.ts';
import { checkCatalog, checkCatalogFile, setUnknownAside } from './left-behind.ts';
import { ObjectClock } from './object-clock.ts';
import { fallbackPath, fold, readablePath } from './paths.ts';
import type { Metadata, Version } from './rows.ts';

/** An object whose bytes are complete in a blob file and that is about to appear. */
export interface Incoming {
  bucket: string;
  key: string;
  blob: string;
  size: number;
  etag: string;
  meta: Metadata;
  reason: ObjectChange['reason'];
  /** Looks at the key's newest version in the same instant as the write; throws to refuse it. */
  guard(latest: Version | undefined): void;
}

/** The position before every key of a listing that begins at `key`. */
export function startingAt(key: Buffer): Position {
  return { key, seq: Number.MAX_SAFE_INTEGER };
}

const PAGE = 1000;
const NULL_VERSION = 'null';
/** The mode of a blob from its commit on. */
const READ_ONLY = 0o444;

/**
 * Objects on disk. The bytes of each version are one immutable file in the blob folder; the catalog says which; the
 * lake folder shows the current versions under their keys. A version exists from the moment the catalog's transaction
 * commits: a process that is killed leaves the object as it was before or as it is after, and at most an unreferenced
 * blob that the next start moves aside. Writes survive the death of the process; what `lasts` is forced to the disk,
 * and of the rest a power failure can take the last seconds.
 */
export class Store implements ObjectFiles {
  readonly catalog: Catalog;
  readonly #lake: LakeFolder;
  readonly #clock: ObjectClock;
  readonly #blobs: string;
  readonly #unknown: string;
  readonly #onChanged: (event: ObjectChange) => void;
  readonly #lasts: (key: string) => boolean;

  /**
   * @param home the data folder: objects appear below `lake/`, the catalog and all versions are in `s3-meta/`
   * @param lasts whether the objects of a key are on the disk when their write is answered
   */
  constructor(home: string, onChanged: (event: ObjectChange) => void, lasts: (key: string) => boolean) {
    const meta = join(home, 's3-meta');
    this.#lasts = lasts;
    this.#blobs = join(meta, 'blobs');
    this.#unknown = join(meta, UNKNOWN_BLOBS);
    this.#onChanged = onChanged;
    if (mkdirSync(this.#blobs, { recursive: true })) forceFoldersToDisk([meta, home, dirname(home)]);
    const catalog = join(meta, 'catalog.sqlite');
    checkCatalogFile(catalog, this.#blobs);
    this.catalog = new Catalog(catalog);
    this.#clock = new ObjectClock(this.catalog.newestTime());
    this.#lake = new LakeFolder(join(home, 'lake'), join(meta, 'link'));
    try {
      checkHardLinks(meta, this.catalog.file);
      this.#recover();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    this.catalog.close();
  }

  /** @throws S3Error NoSuchBucket */
  bucket(name: string) {
    const found = this.catalog.bucket(name);
    if (!found) throw noSuchBucket(name);
    return found;
  }

  addBucket(name: string, versioning: '' | 'Enabled'): void {
    this.#lake.addBucket(name);
    this.catalog.addBucket(name, versioning);
  }

  /** @throws S3Error BucketNotEmpty */
  removeBucket(name: string): void {
    if (this.catalog.holdsAnything(name)) {
      const what = 'it still holds objects, old versions, delete markers or unfinished uploads';
      throw new S3Error('BucketNotEmpty', `The bucket ${name} cannot be deleted: ${what}`, 409);
    }
    this.catalog.removeBucket(name);
    this.#lake.removeBucket(name);
  }

  /** A name for a new blob; nothing exists under it yet. */
  newBlob(): string {
    return randomBytes(16).toString('hex');
  }

  blobFile(blob: string): string {
    return join(this.#blobs, blob);
  }

  dropBlob(blob: string): void {
    rmSync(this.blobFile(blob), { force: true });
  }

  /** Drops a blob that no version came to need; for when a write failed somewhere. */
  discard(blob: string): void {
    if (!this.catalog.usesBlob(blob)) this.dropBlob(blob);
  }

  /** Waits, where a power failure must not take the object, until the disk has its bytes: call it before `commit`. */
  async settle({ key, blob }: { readonly key: string; readonly blob: string }): Promise<void> {
    if (!this.#lasts(key)) return;
    await forceToDisk(this.blobFile(blob));
    await forceToDisk(this.#blobs);
  }

  /**
   * Makes an object appear, all at once.
   *
   * @throws whatever the guard throws; the blob is then still the caller's
   */
  commit(incoming: Incoming): Version {
    const { bucket, key, blob, size, etag, meta } = incoming;
    const versioned = this.bucket(bucket).versioning === 'Enabled';
    incoming.guard(this.catalog.latest(bucket, key));
    chmodSync(this.blobFile(blob), READ_ONLY);
    const version_id = versioned ? newVersionId() : NULL_VERSION;
    const modified = this.#clock.next(this.#lasts(key));
    const version = this.#append({ bucket, key, version_id, blob, size, etag, modified, meta });
    this.#onChanged(changeOf(version, incoming.reason));
    return version;
  }

  /**
   * Deletes as S3 does without a version id: a delete marker where the bucket is versioned.
   * @returns the marker, if one was made
   */
  markDeleted(bucket: string, key: string): Version | undefined {
    const { versioning } = this.bucket(bucket);
    if (versioning === '') {
      const existing = this.catalog.version(bucket, key, NULL_VERSION);
      if (existing) this.removeVersion(existing);
      return undefined;
    }
    const meta = { headers: {}, user: {}, checksums: {} };
    const version_id = versioning === 'Enabled' ? newVersionId() : NULL_VERSION;
    const modified = this.#clock.next(this.#lasts(key));
    const marker = this.#append({ bucket, key, version_id, blob: null, size: 0, etag: '', modified, meta });
    this.#onChanged(changeOf(marker, 'DeleteObject'));
    return marker;
  }

  /** Removes one version for good. The next older one, if any, becomes current. */
  removeVersion(version: Version): void {
    this.#change(version.bucket, version.key, () => this.catalog.removeVersion(version.seq));
    if (version.blob !== null) this.dropBlob(version.blob);
  }

  async file(bucket: string, key: string): Promise<string | undefined> {
    const version = this.catalog.latest(bucket, key);
    const path = this.catalog.place(bucket, key);
    return version && path !== undefined ? this.#shown(version, path) : undefined;
  }

  /** How each current object below a prefix came into being, in the order of their keys. */
  *creations(bucket: string, prefix: string): Generator<ObjectChange> {
    for (const { version } of this.#currentObjects(bucket, prefix)) yield changeOf(version, 'PutObject');
  }

  /** The delete markers below a prefix that hide an object now, in the order of their keys. */
  *deletions(bucket: string, prefix: string): Generator<ObjectChange> {
    let after = startingAt(Buffer.from(prefix));
    let newest: string | undefined;
    for (;;) {
      const page = this.catalog.versionsAfter(bucket, after, PAGE);
      for (const version of page) {
        if (!version.key.startsWith(prefix)) return;
        if (version.key !== newest && version.blob === null) yield changeOf(version, 'DeleteObject');
        newest = version.key;
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = { key: Buffer.from(last.key), seq: last.seq };
    }
  }

  async *list(bucket: string, prefix: string): AsyncGenerator<{ key: string; size: number; file: string }> {
    for (const { version, path } of this.#currentObjects(bucket, prefix)) {
      yield { key: version.key, size: version.size, file: this.#shown(version, path) };
    }
  }

  *#currentObjects(bucket: string, prefix: string): Generator<{ version: Version; path: string }> {
    let after = startingAt(Buffer.from(prefix));
    for (;;) {
      const page = this.catalog.objectsAfter(bucket, after, PAGE);
      for (const { path, ...version } of page) {
        if (!version.key.startsWith(prefix)) return;
        yield { version, path };
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = { key: Buffer.from(last.key), seq: last.seq };
    }
  }

  #append(fields: Omit<Version, 'seq'>): Version {
    const { bucket, key } = fields;
    const replaced = fields.version_id === NULL_VERSION ? this.catalog.version(bucket, key, NULL_VERSION) : undefined;
    const seq = this.#change(bucket, key, () => {
      if (replaced) this.catalog.removeVersion(replaced.seq);
      return this.catalog.addVersion(fields);
    });
    if (replaced?.blob) this.dropBlob(replaced.blob);
    return { ...fields, seq };
  }

  /**
   * Changes a key's versions and lets the current objects and the lake folder follow. The catalog commits first; a
   * process killed before the folder followed puts it right at the next start.
   */
  #change<T>(bucket: string, key: string, work: () => T): T {
    const before = this.catalog.place(bucket, key);
    const change = () => {
      const result = work();
      const latest = this.catalog.latest(bucket, key);
      if (latest?.blob) {
        const path = before ?? this.#choosePath(bucket, key);
        this.catalog.setCurrent(bucket, key, latest.seq, path, fold(path));
        return { result, current: { version: latest, path } };
      }
      this.catalog.clearCurrent(bucket, key);
      return { result, current: undefined };
    };
    const { result, current } = this.catalog.atomically(change, this.#lasts(key));
    if (current) this.#shown(current.version, current.path);
    else if (before !== undefined) this.#lake.hide(bucket, before);
    return result;
  }

  #choosePath(bucket: string, key: string): string {
    const path = readablePath(key);
    return path !== undefined && this.catalog.isPathFree(bucket, fold(path)) ? path : fallbackPath(key);
  }

  /** The lake file of a current version, made first where it is missing or where a person put something else. */
  #shown(version: Version, path: string): string {
    const { bucket, key, seq } = version;
    const blob = this.blobFile(version.blob ?? '');
    if (this.#lake.show(bucket, path, blob)) return this.#lake.file(bucket, path);
    const other = fallbackPath(key);
    if (path === other || !this.#lake.show(bucket, other, blob)) {
      throw new Error(`cannot create ${this.#lake.file(bucket, other)}: something that is not an object is in the way`);
    }
    this.catalog.setCurrent(bucket, key, seq, other, fold(other));
    return this.#lake.file(bucket, other);
  }

  /**
   * Moves aside what a killed process left behind, and puts right what is missing or was changed in the lake folder.
   */
  #recover(): void {
    const known = this.catalog.blobs();
    const there = new Set(readdirSync(this.#blobs));
    const unknown = [...there].filter((name) => !known.has(name));
    const missing = [...known].filter((name) => !there.has(name));
    checkCatalog(this.catalog, this.#blobs, unknown);
    setUnknownAside(this.#blobs, this.#unknown, unknown);
    const lost = new Set(missing);
    for (const { name } of this.catalog.buckets()) {
      this.#lake.addBucket(name);
      for (const { version, path } of this.#currentObjects(name, '')) {
        if (!lost.has(version.blob ?? '')) this.#shown(version, path);
        else console.error(`The bytes of s3://${name}/${version.key} are gone from ${this.#blobs}: it cannot be read.`);
      }
    }
  }
}

function changeOf(version: Version, reason: ObjectChange['reason']): ObjectChange {
  const { bucket, key, size, etag, version_id: versionId, seq, modified } = version;
  const sequencer = seq.toString(16).toUpperCase().padStart(18, '0');
  return { bucket, key, size, etag, versionId, sequencer, reason, time: new Date(modified) };
}

/** 32 characters from 24 random bytes, as S3's own version ids look. */
function newVersionId(): string {
  return randomBytes(24).toString('base64url');
}

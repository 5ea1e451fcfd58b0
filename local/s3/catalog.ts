import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import {
  type Bucket,
  bucketRow,
  type NewVersion,
  type Part,
  partRow,
  SCHEMA,
  type Upload,
  uploadRow,
  type Version,
  type Versioning,
  versionRow,
} from './rows.ts';

// Made once: making a schema takes longer than what it checks.
const maybeBucket = bucketRow.optional();
const maybeVersion = versionRow.optional();
const maybeUpload = uploadRow.optional();
const maybePlace = z.object({ path: z.string() }).optional();
const shownVersion = versionRow.extend({ path: z.string() });

/** Where a listing goes on: after version `seq` of `key`, newest version first. */
export interface Position {
  key: Buffer;
  seq: number;
}

type Row = Record<string, SQLOutputValue> | undefined;

/**
 * What the store knows of its buckets, objects and uploads, in one SQLite file. Every call is synchronous: a check and
 * the write that depends on it, done without an await between them, cannot be interleaved with another request.
 */
export class Catalog {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  readonly file: string;

  /** @throws Error when another process has the file open, or it is damaged */
  constructor(file: string) {
    this.file = file;
    this.#db = new DatabaseSync(file);
    try {
      // Exclusive: a second process on the same folder is refused at once; the system lifts the lock when a process
      // dies.
      this.#db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
      // On macOS only then the drive itself is asked; elsewhere it means nothing.
      this.#db.exec('PRAGMA fullfsync = ON');
      this.#db.exec(SCHEMA);
    } catch (error) {
      this.#db.close();
      if (error instanceof Error && /locked|busy/i.test(error.message)) {
        throw new Error(`${file} is in use: another process serves this folder. Stop it, or choose another folder.`);
      }
      if (error instanceof Error && /malformed|not a database|corrupt/i.test(error.message)) {
        throw new Error(
          `${file} is damaged (${error.message}). ` +
            `Restore it from a backup, or move the whole lake away: nothing was changed.`,
        );
      }
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }

  /**
   * Runs the changes of `work` as one: all of them happen, or none.
   * @param lasts whether the disk has them, and all before them, when this returns
   */
  atomically<T>(work: () => T, lasts = false): T {
    if (lasts) this.#db.exec('PRAGMA synchronous = FULL');
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has rolled it back already; to say so would hide why.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    } finally {
      if (lasts) this.#db.exec('PRAGMA synchronous = NORMAL');
    }
  }

  buckets(): Bucket[] {
    return this.#all('SELECT * FROM bucket ORDER BY name').map((row) => bucketRow.parse(row));
  }

  bucket(name: string): Bucket | undefined {
    return maybeBucket.parse(this.#get('SELECT * FROM bucket WHERE name = ?', name));
  }

  addBucket(name: string, versioning: Versioning): void {
    this.#run('INSERT INTO bucket VALUES (?, ?, ?)', name, Date.now(), versioning);
  }

  setVersioning(name: string, versioning: Versioning): void {
    this.#run('UPDATE bucket SET versioning = ? WHERE name = ?', versioning, name);
  }

  removeBucket(name: string): void {
    this.#run('DELETE FROM bucket WHERE name = ?', name);
  }

  /** Whether any version, delete marker or unfinished upload is left in a bucket. */
  holdsAnything(bucket: string): boolean {
    const sql = 'SELECT 1 FROM version WHERE bucket = ? UNION ALL SELECT 1 FROM upload WHERE bucket = ? LIMIT 1';
    return this.#get(sql, bucket, bucket) !== undefined;
  }

  /** The newest version of a key, which may be a delete marker. */
  latest(bucket: string, key: string): Version | undefined {
    const sql = 'SELECT * FROM version WHERE bucket = ? AND key = ? ORDER BY seq DESC LIMIT 1';
    return maybeVersion.parse(this.#get(sql, bucket, Buffer.from(key)));
  }

  version(bucket: string, key: string, versionId: string): Version | undefined {
    const sql = 'SELECT * FROM version WHERE bucket = ? AND key = ? AND version_id = ?';
    return maybeVersion.parse(this.#get(sql, bucket, Buffer.from(key), versionId));
  }

  /** The version that was written last in the whole store. */
  newest(): Version | undefined {
    return maybeVersion.parse(this.#get('SELECT * FROM version ORDER BY seq DESC LIMIT 1'));
  }

  /** @returns the version's place in the order of all writes; it only grows, also over restarts and deletes */
  addVersion(v: NewVersion): number {
    const sql =
      'INSERT INTO version (bucket, key, version_id, blob, size, etag, modified, meta) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
    const meta = JSON.stringify(v.meta);
    const key = Buffer.from(v.key);
    return Number(
      this.#statement(sql).run(v.bucket, key, v.version_id, v.blob, v.size, v.etag, v.modified, meta).lastInsertRowid,
    );
  }

  removeVersion(seq: number): void {
    this.#run('DELETE FROM version WHERE seq = ?', seq);
  }

  /** Where the current version of a key is shown in the lake folder, relative to its bucket's. */
  place(bucket: string, key: string): string | undefined {
    const row = this.#get('SELECT path FROM current WHERE bucket = ? AND key = ?', bucket, Buffer.from(key));
    return maybePlace.parse(row)?.path;
  }

  setCurrent(bucket: string, key: string, seq: number, path: string, folded: string): void {
    const sql = 'INSERT OR REPLACE INTO current VALUES (?, ?, ?, ?, ?)';
    this.#run(sql, bucket, Buffer.from(key), seq, path, folded);
  }

  clearCurrent(bucket: string, key: string): void {
    this.#run('DELETE FROM current WHERE bucket = ? AND key = ?', bucket, Buffer.from(key));
  }

  /** Whether a folded path can become a file: no object has it, lies on the way to it, or lies below it. */
  isPathFree(bucket: string, folded: string): boolean {
    const taken = 'SELECT 1 FROM current WHERE bucket = ? AND folded = ?';
    for (let slash = folded.indexOf('/'); slash > 0; slash = folded.indexOf('/', slash + 1)) {
      if (this.#get(taken, bucket, folded.slice(0, slash)) !== undefined) return false;
    }
    // "0" follows "/" in ASCII: the range holds every path below this one.
    const below = 'SELECT 1 FROM current WHERE bucket = ? AND folded >= ? AND folded < ? LIMIT 1';
    return (
      this.#get(taken, bucket, folded) === undefined &&
      this.#get(below, bucket, `${folded}/`, `${folded}0`) === undefined
    );
  }

  /** Current objects after a position, in key order. */
  objectsAfter(bucket: string, after: Position, limit: number): (Version & { path: string })[] {
    const sql = `SELECT v.*, c.path FROM current c JOIN version v ON v.seq = c.seq
      WHERE c.bucket = ? AND c.key >= ? AND (c.key > ? OR c.seq < ?) ORDER BY c.key LIMIT ?`;
    return this.#all(sql, bucket, after.key, after.key, after.seq, limit).map((r) => shownVersion.parse(r));
  }

  /** All versions after a position, by key, the newest first. */
  versionsAfter(bucket: string, after: Position, limit: number): Version[] {
    const sql = `SELECT * FROM version WHERE bucket = ? AND key >= ? AND (key > ? OR seq < ?)
      ORDER BY key, seq DESC LIMIT ?`;
    return this.#all(sql, bucket, after.key, after.key, after.seq, limit).map((r) => versionRow.parse(r));
  }

  addUpload(u: Upload): void {
    const key = Buffer.from(u.key);
    const sql = 'INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
    this.#run(sql, u.id, u.bucket, key, u.created, JSON.stringify(u.meta), u.algorithm, u.checksum_type, u.stride);
  }

  upload(id: string): Upload | undefined {
    return maybeUpload.parse(this.#get('SELECT * FROM upload WHERE id = ?', id));
  }

  uploads(bucket: string): Upload[] {
    const sql = 'SELECT * FROM upload WHERE bucket = ? ORDER BY key, created, id';
    return this.#all(sql, bucket).map((row) => uploadRow.parse(row));
  }

  setStride(id: string, stride: number): void {
    this.#run('UPDATE upload SET stride = ? WHERE id = ?', stride, id);
  }

  removeUpload(id: string): void {
    this.#run('DELETE FROM part WHERE upload = ?', id);
    this.#run('DELETE FROM upload WHERE id = ?', id);
  }

  setPart(p: Part): void {
    const sql = 'INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
    this.#run(sql, p.upload, p.number, p.blob, p.position, p.size, p.etag, p.modified, p.checksum);
  }

  parts(upload: string): Part[] {
    return this.#all('SELECT * FROM part WHERE upload = ? ORDER BY number', upload).map((row) => partRow.parse(row));
  }

  usesBlob(blob: string): boolean {
    return this.#get('SELECT 1 FROM version WHERE blob = ?', blob) !== undefined;
  }

  /** Names of all files in the blob folder that something still refers to. */
  blobs(): Set<string> {
    const sql =
      'SELECT blob FROM version WHERE blob IS NOT NULL UNION SELECT blob FROM part UNION SELECT id FROM upload';
    const row = z.object({ blob: z.string() });
    return new Set(this.#all(sql).map((r) => row.parse(r).blob));
  }

  /** When the newest of all versions was made, ms since 1970; 0 where there is none. */
  newestTime(): number {
    const row = z.object({ newest: z.number().nullable() });
    return row.parse(this.#all('SELECT max(modified) AS newest FROM version')[0]).newest ?? 0;
  }

  #statement(sql: string): ReturnType<DatabaseSync['prepare']> {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  #get(sql: string, ...values: SQLInputValue[]): Row {
    return this.#statement(sql).get(...values);
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values);
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }
}

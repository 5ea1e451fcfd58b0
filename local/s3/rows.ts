import { z } from 'zod';

/** What is known of an object beside its bytes. */
const metadataSchema = z.object({
  /** System headers that come back with the object (content-type, cache-control, ...), lower case. */
  headers: z.record(z.string(), z.string()),
  /** User metadata without the x-amz-meta- prefix. */
  user: z.record(z.string(), z.string()),
  /** Base64 (with -N for a composite one) by algorithm. */
  checksums: z.record(z.string(), z.string()),
  checksumType: z.enum(['FULL_OBJECT', 'COMPOSITE']).optional(),
  /** Sizes of the parts of a multipart upload, in bytes. */
  parts: z.array(z.number()).optional(),
});
export type Metadata = z.infer<typeof metadataSchema>;

const versioningSchema = z.enum(['', 'Enabled', 'Suspended']);
export type Versioning = z.infer<typeof versioningSchema>;

const keyColumn = z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes).toString('utf8'));
const metaColumn = z.string().transform((text) => metadataSchema.parse(JSON.parse(text)));

export const bucketRow = z.object({ name: z.string(), created: z.number(), versioning: versioningSchema });
export type Bucket = z.infer<typeof bucketRow>;

export const versionRow = z.object({
  seq: z.number(),
  bucket: z.string(),
  key: keyColumn,
  version_id: z.string(),
  /** The file in the blob folder; null for a delete marker. */
  blob: z.string().nullable(),
  size: z.number(),
  etag: z.string(),
  /** Milliseconds since 1970. */
  modified: z.number(),
  meta: metaColumn,
});
export type Version = z.infer<typeof versionRow>;
export type NewVersion = Omit<Version, 'seq'>;

export const uploadRow = z.object({
  id: z.string(),
  bucket: z.string(),
  key: keyColumn,
  created: z.number(),
  meta: metaColumn,
  algorithm: z.string().nullable(),
  checksum_type: z.enum(['FULL_OBJECT', 'COMPOSITE']).nullable(),
  /** Bytes between two parts in the upload's own file; null before the first part. */
  stride: z.number().nullable(),
});
export type Upload = z.infer<typeof uploadRow>;

export const partRow = z.object({
  upload: z.string(),
  number: z.number(),
  blob: z.string(),
  position: z.number(),
  size: z.number(),
  etag: z.string(),
  modified: z.number(),
  checksum: z.string().nullable(),
});
export type Part = z.infer<typeof partRow>;

// Keys are BLOBs: SQLite then compares them byte by byte, which is S3's order, and NUL is a character like any other.
// An upload's parts may sit in another file than the upload's, so blob names are not foreign keys.
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS bucket (name TEXT PRIMARY KEY, created INTEGER NOT NULL, versioning TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS version (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key BLOB NOT NULL, version_id TEXT NOT NULL, blob TEXT,
  size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL, meta TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS version_by_key ON version (bucket, key, seq DESC);
CREATE UNIQUE INDEX IF NOT EXISTS version_by_id ON version (bucket, key, version_id);
CREATE INDEX IF NOT EXISTS version_by_blob ON version (blob);
CREATE TABLE IF NOT EXISTS current (
  bucket TEXT NOT NULL, key BLOB NOT NULL, seq INTEGER NOT NULL, path TEXT NOT NULL, folded TEXT NOT NULL,
  PRIMARY KEY (bucket, key)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS current_by_path ON current (bucket, folded);
CREATE TABLE IF NOT EXISTS upload (
  id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key BLOB NOT NULL, created INTEGER NOT NULL, meta TEXT NOT NULL,
  algorithm TEXT, checksum_type TEXT, stride INTEGER);
CREATE TABLE IF NOT EXISTS part (
  upload TEXT NOT NULL, number INTEGER NOT NULL, blob TEXT NOT NULL, position INTEGER NOT NULL, size INTEGER NOT NULL,
  etag TEXT NOT NULL, modified INTEGER NOT NULL, checksum TEXT, PRIMARY KEY (upload, number)) WITHOUT ROWID;
`;

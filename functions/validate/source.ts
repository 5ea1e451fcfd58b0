/** Brings an upload to local disk as plain bytes that DuckDB reads: decompressed, without a byte order mark. */
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InputRejected } from '../../shared/errors.ts';
import { MAX_UPLOAD_BYTES } from '../../shared/functions.ts';
import type { StepContext } from '../../shared/step.ts';
import { FileTooLarge, ObjectGone } from '../../shared/store.ts';
import type { Source } from '../../statemachine/contract.ts';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * @returns the local file
 * @throws InputRejected TOO_LARGE, SOURCE_GONE, or UNREADABLE when the gzip stream is damaged
 */
export async function fetchUpload(source: Source, context: StepContext, folder: string): Promise<string> {
  const file = join(folder, 'upload');
  try {
    await context.lake.download(source.key, file, { version: source.version, etag: source.etag }, MAX_UPLOAD_BYTES);
  } catch (error) {
    if (error instanceof ObjectGone) throw new InputRejected('SOURCE_GONE');
    if (error instanceof FileTooLarge) throw tooLarge(error.bytes);
    throw error;
  }
  const head = await firstBytes(file);
  if (!startsWith(head, GZIP)) return withoutMark(file, head);
  const plain = join(folder, 'plain');
  await gunzip(file, plain);
  await rm(file);
  return withoutMark(plain, await firstBytes(plain));
}

function tooLarge(bytes: number): InputRejected {
  return new InputRejected(
    'TOO_LARGE',
    `The file holds more than ${MAX_UPLOAD_BYTES} bytes. Split it, for example by year, and upload the parts.`,
    { bytes, limit: MAX_UPLOAD_BYTES },
  );
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function startsWith(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}

/** A small file can hold terabytes of zeros: the limit is on what comes out. */
async function gunzip(from: string, to: string): Promise<void> {
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > MAX_UPLOAD_BYTES) done(tooLarge(bytes));
      else done(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(from), createGunzip(), bounded, createWriteStream(to));
  } catch (error) {
    if (error instanceof InputRejected) throw error;
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new InputRejected('UNREADABLE', `The gzip stream is damaged after ${bytes} bytes: ${error.message}.`);
    }
    throw error;
  }
}

async function withoutMark(file: string, head: Buffer): Promise<string> {
  if (!startsWith(head, BYTE_ORDER_MARK)) return file;
  const stripped = `${file}-stripped`;
  const body: Readable = createReadStream(file, { start: BYTE_ORDER_MARK.length });
  await pipeline(body, createWriteStream(stripped));
  await rename(stripped, file);
  return file;
}

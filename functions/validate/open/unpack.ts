/**
 * Brings an upload to the local disk: decompressed, and as plain UTF-8 text without a byte order mark where it is text.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Duplex, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createGunzip } from 'node:zlib';
import type { Source } from '../../../shared/contract.ts';
import type { Decision, Layout } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { FileTooLarge, ObjectGone } from '../../../shared/runtime/lake-port.ts';
import { MAX_READINGS_SIDE_BY_SIDE, MAX_UPLOAD_BYTES } from '../../../shared/runtime/lambda-functions.ts';
import type { StepContext } from '../../../shared/runtime/step-context.ts';
import { formatCount } from '../../../shared/text/format.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import { type Encoding, encodingOf, toUtf8 } from './encoding.ts';
import { firstBytes, readHead } from './head.ts';
import { joinFiles, readingsAmong, shownNames, type UnpackedFile } from './joined-files.ts';
import { refuseOtherFiles } from './other-files.ts';
import { damaged, eachFile, isWorkbook } from './zip.ts';

const HEAD_BYTES = 256 * 1024;
/** Of the name of a file in an archive so much is shown. */
const NAME_LENGTH = 100;
/** Readings compress by a factor of 20 or so; a bomb by a thousand. */
const MAX_RATIO = 500;
/** A small file may well be one number over and over. */
const RATIO_COUNTS_FROM = 64 * 1024 * 1024;

/** @returns the local file. @throws InputRejected TOO_LARGE or SOURCE_GONE */
export async function fetchUpload(source: Source, context: StepContext, folder: string): Promise<string> {
  const file = join(folder, 'upload');
  try {
    await context.lake.download(source.key, file, { version: source.version, etag: source.etag }, MAX_UPLOAD_BYTES);
  } catch (error) {
    if (error instanceof ObjectGone) throw new InputRejected('SOURCE_GONE');
    if (error instanceof FileTooLarge) throw tooLarge(error.bytes);
    throw error;
  }
  return file;
}

/** An upload on the local disk, decompressed. */
export interface Opened {
  readonly file: string;
  readonly compression: Layout['dialect']['compression'];
  /** Its first bytes. */
  readonly head: Buffer;
  readonly decisions: readonly Decision[];
}

/**
 * @param file the upload; it may be deleted
 * @throws InputRejected TOO_LARGE, NOT_READINGS or UNREADABLE
 */
export async function unpack(file: string, folder: string): Promise<Opened> {
  const found = await decompress(file, folder);
  const head = await firstBytes(found.file, HEAD_BYTES);
  if (startsWith(head, ...ZIP) && !(await isWorkbook(found.file)))
    throw new InputRejected('NOT_READINGS', 'The archive holds another archive. Upload the files themselves.');
  return { ...found, head };
}

export interface PlainText {
  readonly file: string;
  readonly encoding: Encoding;
}

/**
 * @param opened a file that is text
 * @param given encoding that a person said the file has
 * @returns it as UTF-8 without a byte order mark
 * @throws InputRejected NOT_READINGS or UNREADABLE
 */
export async function decode({ file, head }: Opened, folder: string, given: Encoding | undefined): Promise<PlainText> {
  refuseOtherFiles(head);
  const found = encodingOf(head);
  const encoding = given ?? found.encoding;
  if (encoding === 'utf-8' && found.mark === 0) return { file, encoding };
  const text = join(folder, 'text');
  if (encoding === 'utf-8') await pipeline(createReadStream(file, { start: found.mark }), createWriteStream(text));
  else await toUtf8(file, text, { encoding, mark: encoding === found.encoding ? found.mark : 0 });
  await rm(file);
  return { file: text, encoding };
}

async function decompress(file: string, folder: string): Promise<Omit<Opened, 'head'>> {
  const head = await firstBytes(file, 4);
  const plain = join(folder, 'plain');
  if (startsWith(head, 0x1f, 0x8b)) {
    await inflate(createReadStream(file), plain, { compressed: await sizeOf(file), decompress: createGunzip() });
    await rm(file);
    return { file: plain, compression: 'gzip', decisions: [] };
  }
  if (startsWith(head, ...ZIP) && !(await isWorkbook(file))) {
    const decisions = await unzip(file, plain, folder);
    await rm(file);
    return { file: plain, compression: 'zip', decisions };
  }
  return { file, compression: 'none', decisions: [] };
}

async function unzip(archive: string, to: string, folder: string): Promise<Decision[]> {
  const files: UnpackedFile[] = [];
  const compressed = await sizeOf(archive);
  let before = 0;
  await eachFile(archive, async (name, stream, expected) => {
    const file = join(folder, `unpacked-${files.length}`);
    if ((await inflate(stream, file, { compressed, before })) !== expected) throw damaged();
    before += await sizeOf(file);
    files.push({ name, file });
  });
  const { kept, left } = await readingsAmong(files);
  for (const { file } of left) await rm(file);
  const why = `the archive holds beside it what is no table of readings: ${shownNames(left.map(({ name }) => name))}`;
  const [first] = kept;
  if (kept.length === 1 && first) {
    await rename(first.file, to);
    return left.length === 0 ? [] : [{ what: 'archive', chosen: first.name.slice(0, NAME_LENGTH), why }];
  }
  const joined = await joinFiles(kept, to);
  return left.length === 0 ? [joined] : [{ ...joined, why: `${joined.why}; ${why}` }];
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];

async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}

function tooLarge(bytes: number): InputRejected {
  const message = `The file holds more than ${formatCount(MAX_UPLOAD_BYTES)} bytes. ${SPLIT}`;
  return new InputRejected('TOO_LARGE', message, { bytes, limit: MAX_UPLOAD_BYTES });
}

const SPLIT = 'Cut it into parts of whole days with `energy split FILE`, and upload these.';

/** So few bytes of a table are no question of size. */
const COUNTED_FROM_BYTES = 100_000_000;

/**
 * A table of short cells holds more readings than its size says: they are what takes time and disk.
 * @param table a record a line
 * @param cells readings in a record
 * @throws InputRejected TOO_LARGE, by the length of the first records
 */
export async function refuseTooManyReadings(table: string, cells: number): Promise<void> {
  const bytes = await sizeOf(table);
  if (cells === 1 || bytes < COUNTED_FROM_BYTES) return;
  const { text } = await readHead(table);
  const records = (bytes / Buffer.byteLength(text)) * text.split(LINE_BREAK).length;
  const readings = Math.round(records * cells);
  if (readings <= MAX_READINGS_SIDE_BY_SIDE) return;
  throw new InputRejected(
    'TOO_LARGE',
    `The file holds about ${formatCount(readings)} readings, ${cells} to a record; ` +
      `${formatCount(MAX_READINGS_SIDE_BY_SIDE)} are accepted. ${SPLIT}`,
    { bytes, readings, limit: MAX_READINGS_SIDE_BY_SIDE },
  );
}

function startsWith(bytes: Buffer, ...magic: number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

interface Inflating {
  /** Bytes of the upload. */
  readonly compressed: number;
  readonly decompress?: Duplex;
  /** Bytes of the files of the archive that were unpacked before it. */
  readonly before?: number;
}

/** A small file can hold terabytes of zeros: the limits are on what comes out. @returns its CRC-32 */
async function inflate(from: Readable, to: string, { compressed, decompress, before = 0 }: Inflating): Promise<number> {
  let bytes = before;
  let checksum = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      checksum = crc32(chunk, checksum);
      if (bytes > MAX_UPLOAD_BYTES) done(tooLarge(bytes));
      else if (bytes > RATIO_COUNTS_FROM && bytes > compressed * MAX_RATIO) {
        done(
          new InputRejected(
            'TOO_LARGE',
            `The file grows to more than ${MAX_RATIO} times its size when it is decompressed, as readings never do.`,
            { bytes, compressed },
          ),
        );
      } else done(null, chunk);
    },
  });
  try {
    await pipeline(
      decompress ? [from, decompress, bounded, createWriteStream(to)] : [from, bounded, createWriteStream(to)],
    );
  } catch (error) {
    if (error instanceof InputRejected) throw error;
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new InputRejected('UNREADABLE', `The compressed stream is damaged after ${bytes} bytes: ${error.message}.`);
    }
    throw error;
  }
  return checksum;
}

/**
 * Zip archives, read with yauzl: of the kept-up readers the one that streams from the directory at
 * the end of the archive and checks its sizes. What it leaves to its callers is here: the number of files, and the
 * checksum.
 */
import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { shownNames } from './joined-files.ts';

const STORED = 0;
const DEFLATED = 8;
const MAX_ENTRIES = 10_000;
/** A file for each month of some years. */
const MAX_FILES = 100;

/**
 * @param file a zip archive on disk
 * @param read takes each file's decompressed bytes, with the CRC-32 that they must have, one after another
 * @throws InputRejected NOT_READINGS for a spreadsheet or an archive of too many files, UNREADABLE for a damaged one
 */
export async function eachFile(
  file: string,
  read: (name: string, bytes: Readable, crc32: number) => Promise<void>,
): Promise<void> {
  await withArchive(file, async (archive) => {
    for (const { entry, name } of readable(await entriesOf(archive)))
      await read(name, await archive.openReadStreamPromise(entry), entry.crc32);
  });
}

async function withArchive<T>(file: string, work: (archive: ZipFile) => Promise<T>): Promise<T> {
  const archive = await orDamaged(openPromise(file, { autoClose: false, decodeStrings: false }));
  try {
    return await orDamaged(work(archive));
  } finally {
    archive.close();
  }
}

export function damaged(): InputRejected {
  return new InputRejected('UNREADABLE', 'The zip archive is damaged. Was it uploaded in full?');
}

/**
 * What yauzl throws is a plain Error, what came from the disk has a code, what is ours a class; bytes that do not
 * decompress have a code of zlib's.
 */
async function orDamaged<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof InputRejected) throw error;
    if ('code' in error && !String(error.code).startsWith('Z_')) throw error;
    throw damaged();
  }
}

interface Named {
  readonly entry: Entry;
  readonly name: string;
}

async function entriesOf(archive: ZipFile): Promise<Named[]> {
  if (archive.entryCount > MAX_ENTRIES)
    throw new InputRejected('NOT_READINGS', 'The zip archive holds too many files. Upload them one by one.');
  const entries: Named[] = [];
  for await (const entry of archive.eachEntry()) {
    const name = entry.fileNameRaw.toString('utf8');
    if (!name.endsWith('/') && !name.startsWith('__MACOSX/')) entries.push({ entry, name });
  }
  return entries;
}

/** Whether an archive is an Excel workbook. */
export async function isWorkbook(file: string): Promise<boolean> {
  return withArchive(file, async (archive) =>
    (await entriesOf(archive)).some(({ name }) => /^xl[/\\]workbook\.xml$/i.test(name)),
  );
}

/**
 * @returns the files of an archive, unpacked: what its directory says of their sizes may be false; undefined where they
 * are larger than the limit
 */
export async function unpackedParts(file: string, limit: number): Promise<ReadonlyMap<string, Buffer> | undefined> {
  return withArchive(file, async (archive) => {
    const parts = new Map<string, Buffer>();
    let bytes = 0;
    for (const { entry, name } of await entriesOf(archive)) {
      const chunks: Buffer[] = [];
      for await (const chunk of await archive.openReadStreamPromise(entry)) {
        bytes += chunk.length;
        if (bytes > limit) return undefined;
        chunks.push(chunk);
      }
      parts.set(name, Buffer.concat(chunks));
    }
    return parts;
  });
}

function readable(entries: readonly Named[]): readonly Named[] {
  const names = entries.map(({ name }) => name);
  if (names.some((name) => name === '[Content_Types].xml' || name === 'mimetype')) {
    throw new InputRejected(
      'NOT_READINGS',
      'The file is a spreadsheet other than .xlsx. Save the table as .xlsx or CSV.',
    );
  }
  if (entries.length === 0 || entries.length > MAX_FILES) {
    throw new InputRejected(
      'NOT_READINGS',
      entries.length === 0
        ? 'The zip archive holds no file.'
        : `The zip archive holds ${entries.length} files (${shownNames(names)}), more than ${MAX_FILES}. ` +
            'Upload fewer at a time.',
      { files: names.slice(0, MAX_FILES) },
    );
  }
  for (const { entry } of entries) {
    if (entry.isEncrypted()) throw new InputRejected('UNREADABLE', 'The zip archive is encrypted.');
    if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
      throw new InputRejected(
        'UNREADABLE',
        'The zip archive is compressed in a way other than "deflate". Compress it again, or use gzip.',
      );
    }
  }
  return entries;
}

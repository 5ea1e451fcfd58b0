/** A zip archive that holds one file. Only what is needed: stored or deflated, not split, not encrypted. */
import { type FileHandle, open } from 'node:fs/promises';
import { InputRejected } from '../../../shared/runtime/errors.ts';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_DIRECTORY_BYTES = 1024 * 1024;
const ENCRYPTED = 1;
const ZIP64 = 0xffffffff;

export interface ZippedFile {
  /** Offset of the compressed bytes in the archive, and their number. */
  readonly start: number;
  readonly bytes: number;
  readonly method: 'stored' | 'deflated';
  readonly crc32: number;
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly bytes: number;
  readonly offset: number;
}

/**
 * @param file a zip archive on disk
 * @throws InputRejected NOT_READINGS for a spreadsheet or an archive of several files, UNREADABLE for a damaged one
 */
export async function findZipped(file: string): Promise<ZippedFile> {
  const handle = await open(file, 'r');
  try {
    const entries = (await directoryOf(handle)).filter(
      ({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'),
    );
    if (entries.some(({ name }) => name === '[Content_Types].xml' || name === 'mimetype')) {
      throw new InputRejected('NOT_READINGS', 'The file is a spreadsheet (.xlsx or .ods). Save the table as CSV.');
    }
    const [entry] = entries;
    if (entries.length !== 1 || !entry) {
      throw new InputRejected(
        'NOT_READINGS',
        `The zip archive holds ${entries.length} files. Upload them one by one.`,
        {
          files: entries.slice(0, 20).map(({ name }) => name),
        },
      );
    }
    if (entry.flags & ENCRYPTED) throw new InputRejected('UNREADABLE', 'The zip archive is encrypted.');
    if (entry.bytes === ZIP64 || entry.offset === ZIP64)
      throw new InputRejected('UNREADABLE', 'The zip archive is larger than 4 GB. Use gzip.');
    if (entry.method !== 0 && entry.method !== 8) {
      throw new InputRejected(
        'UNREADABLE',
        'The zip archive is compressed in a way other than "deflate". Compress it again, or use gzip.',
      );
    }
    const local = await bytesAt(handle, entry.offset, LOCAL_BYTES);
    if (local.length < LOCAL_BYTES || local.readUInt32LE(0) !== LOCAL_SIGNATURE) throw damaged();
    return {
      start: entry.offset + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28),
      bytes: entry.bytes,
      method: entry.method === 0 ? 'stored' : 'deflated',
      crc32: entry.crc32,
    };
  } finally {
    await handle.close();
  }
}

export function damaged(): InputRejected {
  return new InputRejected('UNREADABLE', 'The zip archive is damaged. Was it uploaded in full?');
}

async function directoryOf(handle: FileHandle): Promise<Entry[]> {
  const { size } = await handle.stat();
  const tail = await bytesAt(handle, Math.max(0, size - END_BYTES - MAX_COMMENT_BYTES), END_BYTES + MAX_COMMENT_BYTES);
  let at = tail.length - END_BYTES;
  while (at >= 0 && tail.readUInt32LE(at) !== END_SIGNATURE) at -= 1;
  if (at < 0) throw damaged();
  const [bytes, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (bytes > MAX_DIRECTORY_BYTES)
    throw new InputRejected('NOT_READINGS', 'The zip archive holds too many files. Upload them one by one.');
  const directory = await bytesAt(handle, offset, bytes);
  const entries: Entry[] = [];
  for (let next = 0; next + ENTRY_BYTES <= directory.length; ) {
    if (directory.readUInt32LE(next) !== ENTRY_SIGNATURE) throw damaged();
    const nameBytes = directory.readUInt16LE(next + 28);
    entries.push({
      flags: directory.readUInt16LE(next + 8),
      method: directory.readUInt16LE(next + 10),
      crc32: directory.readUInt32LE(next + 16),
      bytes: directory.readUInt32LE(next + 20),
      offset: directory.readUInt32LE(next + 42),
      name: directory.toString('utf8', next + ENTRY_BYTES, next + ENTRY_BYTES + nameBytes),
    });
    next += ENTRY_BYTES + nameBytes + directory.readUInt16LE(next + 30) + directory.readUInt16LE(next + 32);
  }
  return entries;
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Tells a file's encoding from its first bytes and brings it to UTF-8. */
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ENCODINGS } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { oldEncodingOf } from './old-encodings.ts';

export type Encoding = (typeof ENCODINGS)[number];

export interface EncodingFound {
  readonly encoding: Encoding;
  /** Length of the byte order mark. */
  readonly mark: number;
}

/** @param bytes the first of the file */
export function encodingOf(bytes: Buffer): EncodingFound {
  const starts = (...mark: number[]) => mark.every((byte, at) => bytes[at] === byte);
  if (starts(0xef, 0xbb, 0xbf)) return { encoding: 'utf-8', mark: 3 };
  if (starts(0xff, 0xfe)) return { encoding: 'utf-16le', mark: 2 };
  if (starts(0xfe, 0xff)) return { encoding: 'utf-16be', mark: 2 };
  const wide = utf16WithoutMark(bytes.subarray(0, 400));
  if (wide) return { encoding: wide, mark: 0 };
  return { encoding: faultyUtf8(bytes) ? (oldEncodingOf(bytes) ?? 'utf-8') : 'utf-8', mark: 0 };
}

/** Text in Latin letters has a NUL in every second byte. */
function utf16WithoutMark(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 8) return undefined;
  let [even, odd] = [0, 0];
  for (const [at, byte] of bytes.entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  const half = bytes.length / 2;
  if (odd > 0.9 * half && even === 0) return 'utf-16le';
  return even > 0.9 * half && odd === 0 ? 'utf-16be' : undefined;
}

/**
 * Whether more of the bytes beyond ASCII are none of UTF-8 than are: a text that is UTF-8 except for a fault stays
 * UTF-8.
 */
function faultyUtf8(bytes: Buffer): boolean {
  let [faults, letters] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    const length = utf8Length(bytes, at);
    // A sequence that the end of the sample cuts says nothing.
    if (length === 0 && at > bytes.length - 4) break;
    if (length === 0) faults += 1;
    else {
      // Two bytes of an old encoding look like a letter of UTF-8 more often than three do.
      letters += length - 1;
      at += length - 1;
    }
  }
  return faults > letters;
}

/** @returns bytes of the UTF-8 sequence of two bytes or more that begins here; 0 where none does */
function utf8Length(bytes: Buffer, at: number): number {
  const byte = bytes[at] ?? 0;
  const length =
    byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc2 && byte < 0xe0 ? 2 : 0;
  for (let next = 1; next < length; next += 1) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** @throws InputRejected UNREADABLE where the bytes are not text of that encoding; nothing is replaced */
export async function toUtf8(from: string, to: string, { encoding, mark }: EncodingFound): Promise<void> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let bytes = mark;
  const decode = (chunk: Buffer | undefined): Buffer => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch {
      throw new InputRejected('UNREADABLE', `The file is not valid ${encoding.toUpperCase()} after byte ${bytes}.`, {
        encoding,
      });
    }
  };
  const transcode = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        const text = decode(chunk);
        bytes += chunk.length;
        done(null, text);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
    flush(done) {
      try {
        done(null, decode(undefined));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  await pipeline(createReadStream(from, { start: mark }), transcode, createWriteStream(to));
}

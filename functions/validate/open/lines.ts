/** The lines of a text file, one after another, with bounded memory however long one is. */
import { createReadStream } from 'node:fs';

/** Longer lines are not readings; DuckDB rejects them one by one. */
export const MAX_LINE_BYTES = 1024 * 1024;
const LF = 10;
const CR = 13;
const CHUNK_BYTES = 1024 * 1024;

/**
 * @param file UTF-8
 * @returns its lines without their breaks. Of one that is too long for a record there is a byte more than a record can
 * have, so that it is rejected and not taken for a shorter one
 */
export async function* linesOf(file: string): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let length = 0;
  let afterCr = false;
  const keep = (bytes: Buffer) => {
    const kept = bytes.subarray(0, MAX_LINE_BYTES + 1 - length);
    if (kept.length > 0) pieces.push(Buffer.from(kept));
    length += kept.length;
  };
  const take = () => {
    const line = Buffer.concat(pieces).toString('utf8');
    pieces = [];
    length = 0;
    return line;
  };
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a file stream gave text');
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte !== LF && byte !== CR) {
        afterCr = false;
        continue;
      }
      // The second half of a line break of two.
      const half = byte === LF && afterCr;
      afterCr = byte === CR;
      if (!half) {
        keep(chunk.subarray(start, at));
        yield take();
      }
      start = at + 1;
    }
    keep(chunk.subarray(start));
  }
  if (length > 0) yield take();
}

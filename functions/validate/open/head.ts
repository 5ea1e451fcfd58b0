/** The beginning of a text file, and its last lines. */
import { open } from 'node:fs/promises';

/** Enough for weeks of readings; recognition stays below a tenth of a second. */
export const HEAD_BYTES = 1024 * 1024;
const TAIL_BYTES = 16 * 1024;

/** @param length the most that is read */
export async function firstBytes(file: string, length: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export interface Head {
  readonly text: string;
  readonly whole: boolean;
  readonly tail: string;
}

/** @param file UTF-8 */
export async function readHead(file: string): Promise<Head> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { bytesRead, buffer } = await handle.read(
      Buffer.allocUnsafe(Math.min(HEAD_BYTES, size)),
      0,
      Math.min(HEAD_BYTES, size),
      0,
    );
    const whole = size <= HEAD_BYTES;
    const start = Math.max(0, size - TAIL_BYTES);
    const end = await handle.read(Buffer.allocUnsafe(size - start), 0, size - start, start);
    return {
      text: buffer.subarray(0, bytesRead).toString('utf8'),
      whole,
      tail: end.buffer.subarray(0, end.bytesRead).toString('utf8'),
    };
  } finally {
    await handle.close();
  }
}

/** Lines of the head that are there in full, with quoted line breaks kept inside them. */

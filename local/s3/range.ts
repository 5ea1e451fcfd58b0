import { invalidArgument, S3Error } from './errors.ts';

/** A piece of an object, in bytes. */
export interface ByteRange {
  start: number;
  length: number;
}

/**
 * Reads a Range header.
 *
 * @returns undefined when the whole object is meant: no header, several ranges, or one that cannot be read, as in S3
 * @throws S3Error InvalidRange when the object has none of the bytes
 */
export function resolveRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return suffix(Number(last), size);
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw notSatisfiable(size);
  return { start, length: end - start + 1 };
}

function suffix(wanted: number, size: number): ByteRange {
  const length = Math.min(wanted, size);
  if (length === 0) throw notSatisfiable(size);
  return { start: size - length, length };
}

/** The bytes of one part of a multipart upload, counted from 1. @throws S3Error InvalidArgument, InvalidPartNumber */
export function partRange(part: string, sizes: readonly number[]): ByteRange {
  const number = Number(part);
  if (!Number.isInteger(number) || number < 1) throw invalidArgument('partNumber must be a positive integer');
  const length = sizes[number - 1];
  if (length === undefined) {
    throw new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416);
  }
  return { start: sizes.slice(0, number - 1).reduce((sum, size) => sum + size, 0), length };
}

function notSatisfiable(size: number): S3Error {
  return new S3Error('InvalidRange', 'The requested range is not satisfiable', 416, {
    'content-range': `bytes */${size}`,
  });
}

/**
 * Brings an upload to the local disk as plain bytes, tells their encoding, and hands out their text: the first room.
 */
export { HEAD_BYTES, type Head, readHead } from './head.ts';
export { linesOf, MAX_LINE_BYTES } from './lines.ts';
export { decode, fetchUpload, type Opened, unpack } from './unpack.ts';
export { unpackedBytes } from './zip.ts';

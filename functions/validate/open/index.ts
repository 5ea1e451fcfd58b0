/**
 * Brings an upload to the local disk as plain bytes, tells their encoding, and hands out their text: the first room.
 */
export { encodingOf, toUtf8 } from './encoding.ts';
export { firstBytes, HEAD_BYTES, type Head, readHead } from './head.ts';
export { linesOf, MAX_LINE_BYTES } from './lines.ts';
export { refuseOtherFiles } from './other-files.ts';
export { storedZip } from './stored-zip.ts';
export { decode, fetchUpload, type Opened, refuseTooManyReadings, unpack } from './unpack.ts';
export { unpackedParts } from './zip.ts';

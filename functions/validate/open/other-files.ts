/** Files that hold no readings, recognised by their first bytes, so that the message says what was uploaded. */
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { encodingOf } from './encoding.ts';

const LINE_FEED = 10;

type Kinds = readonly (readonly [string, string])[];

/** First bytes, in hexadecimal, and what a person is told: documents and pictures, whoever made them. */
const DOCUMENTS: Kinds = [
  ['25504446', 'The file is a PDF document.'],
  ['89504e470d0a1a0a', 'The file is a picture (PNG).'],
  ['ffd8ff', 'The file is a picture (JPEG).'],
  ['47494638', 'The file is a picture (GIF).'],
  ['0000000142756431', 'The file is what macOS keeps of a folder (.DS_Store). It holds no readings; delete it.'],
  ['7b5c727466', 'The file is a text document (RTF). Save the table as CSV.'],
];
/** The same of what may hold readings, in a form that is not read. */
const CONTAINERS: Kinds = [
  ['d0cf11e0', 'The file is an old spreadsheet (.xls). Save the table as .xlsx or CSV.'],
  ['377abcaf271c', 'The file is a 7z archive. Upload what it holds, or use zip or gzip.'],
  ['526172211a07', 'The file is a RAR archive. Upload what it holds, or use zip or gzip.'],
  ['fd377a585a00', 'The file is compressed with xz. Use gzip.'],
  ['425a68', 'The file is compressed with bzip2. Use gzip.'],
  ['28b52ffd', 'The file is compressed with Zstandard. Use gzip.'],
  ['1f8b', 'The archive holds another archive. Upload the files themselves.'],
  ['53514c69746520666f726d61742033', 'The file is an SQLite database. Export the table of readings as CSV.'],
];

function kindIn(kinds: Kinds, bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 16).toString('hex');
  return kinds.find(([magic]) => start.startsWith(magic))?.[1];
}

const WEB_PAGE = /^\s*(?:<!doctype html|<html)/i;

/** Whether a file of an archive is a page, a print or a picture beside the readings, as portals put them into one. */
export function isDocument(bytes: Buffer): boolean {
  return kindIn(DOCUMENTS, bytes) !== undefined || WEB_PAGE.test(bytes.subarray(0, 256).toString('latin1'));
}

/** @throws InputRejected NOT_READINGS */
export function refuseOtherFiles(bytes: Buffer): void {
  const other = kindIn([...DOCUMENTS, ...CONTAINERS], bytes);
  if (other) throw new InputRejected('NOT_READINGS', other);
  if (encodingOf(bytes).encoding.startsWith('utf-16')) return;
  // Further down, a NUL is a fault of its record; in the first line there is no text at all.
  const end = bytes.indexOf(LINE_FEED);
  const nul = bytes.subarray(0, end < 0 ? bytes.length : end).indexOf(0);
  if (nul >= 0) {
    throw new InputRejected('NOT_READINGS', `The file is binary: there is a NUL byte at offset ${nul}.`, {
      offset: nul,
    });
  }
}

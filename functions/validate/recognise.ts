/** Tells what kind of file an upload is from its first bytes. */
import { open } from 'node:fs/promises';
import { InputRejected } from '../../shared/errors.ts';
import { type Layout, layoutOf, rolesFilled } from './layout.ts';
import { splitCells } from './records.ts';

/** Enough for a header and, in JSON, for a few records to name every column. */
const HEAD_BYTES = 256 * 1024;
const RECORDS_LOOKED_AT = 200;

export type Delimiter = ',' | ';' | '\t';
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

export type Recognised = {
  readonly layout: Layout;
  /** Whether the first record's timestamp is written in the common form; only a hint at which way of reading is faster. */
  readonly commonTimes: boolean;
} & (
  | { readonly format: 'csv'; readonly delimiter: Delimiter; readonly columns: number }
  | { readonly format: 'ndjson' | 'json-array' }
);

/**
 * @param file decompressed, without a byte order mark
 * @throws InputRejected EMPTY_FILE, NOT_READINGS, UNREADABLE or UNKNOWN_LAYOUT
 */
export async function recognise(file: string): Promise<Recognised> {
  const { bytes, whole } = await readHead(file);
  refuseOtherFiles(bytes);
  const text = new TextDecoder('utf-8').decode(bytes);
  const start = text.trimStart();
  if (start === '') throw new InputRejected('EMPTY_FILE', 'The file is empty.');
  if (start.startsWith('[')) return json('json-array', firstInArray(start, whole));
  if (start.startsWith('{')) return json('ndjson', firstInLines(start, whole));
  if (/^<(!doctype|html|\?xml)/i.test(start)) {
    throw new InputRejected(
      'NOT_READINGS',
      'The file is a web page or XML, not readings. Was a login page saved instead?',
    );
  }
  return csv(text);
}

async function readHead(file: string): Promise<{ bytes: Buffer; whole: boolean }> {
  const handle = await open(file, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return { bytes: buffer.subarray(0, bytesRead), whole: bytesRead < HEAD_BYTES };
  } finally {
    await handle.close();
  }
}

function refuseOtherFiles(bytes: Buffer): void {
  const starts = (...magic: number[]) => magic.every((byte, index) => bytes[index] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) {
    throw new InputRejected(
      'NOT_READINGS',
      'The file is a spreadsheet (.xlsx) or a zip archive. Save the table as CSV.',
    );
  }
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) {
    throw new InputRejected('NOT_READINGS', 'The file is an old spreadsheet (.xls). Save the table as CSV.');
  }
  if (starts(0x25, 0x50, 0x44, 0x46)) throw new InputRejected('NOT_READINGS', 'The file is a PDF document.');
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) {
    throw new InputRejected('UNREADABLE', 'The file is encoded in UTF-16. Save it as UTF-8.');
  }
  // Further down, a NUL is a fault of its record; in the first line there is no text at all.
  const line = bytes.subarray(0, bytes.indexOf(LINE_FEED) < 0 ? bytes.length : bytes.indexOf(LINE_FEED));
  const nul = line.indexOf(0);
  if (nul >= 0) {
    throw new InputRejected('NOT_READINGS', `The file is binary: there is a NUL byte at offset ${nul}.`, {
      offset: nul,
    });
  }
}
const LINE_FEED = 10;

const COMMON_TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/;

function csv(text: string): Recognised {
  const [header = '', first = ''] = text.split(/\r\n|\n|\r/, 2);
  const candidates = DELIMITERS.map((delimiter) => ({ delimiter, names: splitCells(header, delimiter) }));
  const best = candidates.reduce((a, b) => {
    const [filledA, filledB] = [rolesFilled(a.names), rolesFilled(b.names)];
    return filledB > filledA || (filledB === filledA && b.names.length > a.names.length) ? b : a;
  });
  const layout = layoutOf(best.names);
  const time = splitCells(first, best.delimiter)[layout.columns.timestamp?.index ?? 0] ?? '';
  return {
    format: 'csv',
    delimiter: best.delimiter,
    columns: best.names.length,
    layout,
    commonTimes: COMMON_TIME.test(time),
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

function json(format: 'ndjson' | 'json-array', records: readonly JsonObject[]): Recognised {
  const layout = layoutOf([...new Set(records.flatMap((record) => Object.keys(record)))]);
  const time = records[0]?.[layout.columns.timestamp?.name ?? ''];
  return { format, layout, commonTimes: typeof time === 'string' && COMMON_TIME.test(time) };
}

function objectsAmong(values: readonly unknown[]): JsonObject[] {
  return values.filter(
    (value): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
}

function firstInLines(text: string, whole: boolean): JsonObject[] {
  const lines = text.split('\n').slice(0, RECORDS_LOOKED_AT);
  if (!whole && lines.length > 1) lines.pop();
  const objects = objectsAmong(lines.flatMap(parsed));
  if (objects.length > 0) return objects;
  throw new InputRejected('NOT_READINGS', 'The file begins like JSON, but no line of it is a JSON object.');
}

function firstInArray(text: string, whole: boolean): JsonObject[] {
  // The array is cut somewhere: take the longest run of its elements that can be read.
  for (let end = text.length, tries = 0; end > 0 && tries < 2000; end = text.lastIndexOf('}', end - 1), tries += 1) {
    const body = end === text.length && whole ? text : `${text.slice(0, end + 1)}]`;
    const [array] = parsed(body);
    if (!Array.isArray(array)) continue;
    if (array.length === 0) throw new InputRejected('EMPTY_FILE', 'The JSON array is empty.');
    const objects = objectsAmong(array.slice(0, RECORDS_LOOKED_AT));
    if (objects.length > 0) return objects;
    break;
  }
  throw new InputRejected('NOT_READINGS', 'The file begins like a JSON array, but it does not hold JSON objects.');
}

function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

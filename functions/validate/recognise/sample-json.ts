/** The beginning of a JSON file as a table of text. */
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { Head, Sample } from './sample.ts';
import { MAX_COLUMNS } from './sample.ts';

const RECORDS_LOOKED_AT = 5000;

type JsonObject = Readonly<Record<string, unknown>>;

/** @throws InputRejected EMPTY_FILE, NOT_READINGS or UNKNOWN_LAYOUT */
export function sampleJson(head: Head): Sample {
  const start = head.text.trimStart();
  const format = start.startsWith('[') ? 'json-array' : 'ndjson';
  const records = format === 'json-array' ? firstInArray(start, head.whole) : firstInLines(start, head.whole);
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  if (names.length > MAX_COLUMNS) {
    throw new InputRejected(
      'UNKNOWN_LAYOUT',
      `The records have ${names.length} members; ${MAX_COLUMNS} are understood.`,
      {
        columns: names.length,
      },
    );
  }
  const rows = records.map((record) => {
    const members = new Map(Object.entries(record));
    return names.map((name) => textOf(members.get(name)));
  });
  return {
    format,
    delimiter: undefined,
    names,
    rows,
    last: undefined,
    header: true,
    preambleLines: 0,
    comments: false,
    width: names.length,
    ragged: false,
  };
}

/** @returns the member that holds a list of objects */
function nestedList(record: JsonObject): string | undefined {
  return Object.keys(record).find((name) => {
    const value = record[name];
    return Array.isArray(value) && objectsAmong(value).length > 0;
  });
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
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
  const [only] = objects.length > 1 ? [] : objectsAmong(parsed(text));
  const list = only && nestedList(only);
  if (list !== undefined) {
    throw new InputRejected(
      'UNKNOWN_LAYOUT',
      `The file is one JSON object, and its readings lie in the list ${JSON.stringify(list)} inside it. Upload the list itself.`,
      { member: list },
    );
  }
  if (objects.length > 0) return objects;
  throw new InputRejected(
    'NOT_READINGS',
    'The file begins like JSON, but no line of it is a JSON object. Upload an array of objects, or one object a line.',
  );
}

function firstInArray(text: string, whole: boolean): JsonObject[] {
  // The array is cut somewhere: take the longest run of its elements that can be read.
  for (let end = text.length, tries = 0; end > 0 && tries < 50; end = text.lastIndexOf('}', end - 1), tries += 1) {
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

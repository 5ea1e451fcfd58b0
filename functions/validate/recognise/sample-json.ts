/** The beginning of a JSON file as a table of text. */
import type { FormatName } from '../../../shared/readings/file-formats.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { FileFormat } from '../formats/index.ts';
import type { Head } from '../open/index.ts';
import type { Sample } from './sample.ts';
import { MAX_COLUMNS } from './sample.ts';

const RECORDS_LOOKED_AT = 5000;

type JsonObject = Readonly<Record<string, unknown>>;

/** @throws InputRejected EMPTY_FILE, NOT_READINGS or UNKNOWN_LAYOUT */
export function sampleJson(head: Head, { name }: FileFormat): Sample {
  const records = firstInLines(head.text.trimStart(), head.whole, name);
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
    holds: 'objects',
    delimiter: undefined,
    names,
    rows,
    last: undefined,
    header: true,
    preambleLines: 0,
    preamble: [],
    comments: false,
    width: names.length,
    ragged: false,
  };
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

function firstInLines(text: string, whole: boolean, format: FormatName): JsonObject[] {
  const lines = text.split('\n').slice(0, RECORDS_LOOKED_AT);
  if (!whole && lines.length > 1) lines.pop();
  const objects = objectsAmong(lines.flatMap(parsed));
  if (objects.length > 0) return objects;
  throw new InputRejected(
    'NOT_READINGS',
    format === 'ndjson'
      ? 'The file begins like JSON, but no line of it is a JSON object. ' +
          'Upload an array of objects, or one object a line.'
      : 'The file begins like a JSON array, but it does not hold JSON objects.',
  );
}

function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

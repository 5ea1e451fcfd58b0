import { createReadStream } from 'node:fs';
import { quotedField } from '../../shared/text/csv.ts';

/** A row of Athena's CSV: every value in double quotes, null as nothing at all. */
export function csvRow(fields: readonly (string | undefined)[]): string {
  return `${fields.map((field) => (field === undefined ? '' : quotedField(field))).join(',')}\n`;
}

/** A row with the file's position after it. */
export interface PlacedRow {
  fields: (string | undefined)[];
  end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;

/** Reads rows that csvRow wrote, from a position on, without holding the file. */
export async function* readCsv(file: string, start: number): AsyncGenerator<PlacedRow> {
  let pending: Buffer = Buffer.alloc(0);
  let consumed = start;
  for await (const chunk of createReadStream(file, { start, highWaterMark: 256 * 1024 })) {
    const data: Buffer = Buffer.concat([pending, chunk]);
    let from = 0;
    for (let end = rowEnd(data, from); end >= 0; end = rowEnd(data, from)) {
      yield { fields: parseRow(data.subarray(from, end)), end: consumed + end + 1 };
      from = end + 1;
    }
    consumed += from;
    pending = data.subarray(from);
  }
}

/** The line end that is not inside quotes, or -1. */
function rowEnd(data: Buffer, from: number): number {
  let quoted = false;
  for (let at = from; at < data.length; at++) {
    if (data[at] === QUOTE) quoted = !quoted;
    else if (data[at] === NEWLINE && !quoted) return at;
  }
  return -1;
}

function parseRow(data: Buffer): (string | undefined)[] {
  const fields: (string | undefined)[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at <= data.length; at++) {
    if (at < data.length && data[at] === QUOTE) quoted = !quoted;
    if (at < data.length && (quoted || data[at] !== COMMA)) continue;
    const raw = data.subarray(from, at).toString('utf8');
    fields.push(raw === '' ? undefined : raw.slice(1, -1).replaceAll('""', '"'));
    from = at + 1;
  }
  return fields;
}

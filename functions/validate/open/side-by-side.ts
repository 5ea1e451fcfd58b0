/** Files of one archive that show other values at the same times: a series each, which the file's name tells apart. */
import { createWriteStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { quotedField } from '../../../shared/text/csv.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import { linesOf } from './lines.ts';

const DELIMITERS = [';', '\t', '|', ','] as const;
const TIME = /^\s*"?(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{10}(?:\d{3})?(?=\D|$))/;
/** An empty or a zero value is the same in every series by night. */
const SHOWS_SOMETHING = /[1-9]/;
const HALF = 0.5;
/** As headings name what tells series apart. */
const NAME = 'appliance';

/**
 * @param heads the beginnings of two or more files
 * @param heading the line that all of them have
 */
export function areSideBySide(heads: readonly string[], heading: string): boolean {
  const delimiter = delimiterOf(heading);
  const tables = heads.map((head) => rowsOf(head, delimiter));
  if (areToldApart(tables)) return false;
  const [first = new Map<string, string>(), ...others] = tables.map(valuesByTime);
  return others.every((other) => {
    const shared = [...first].filter(([time]) => other.has(time));
    const same = shared.filter(([time, values]) => other.get(time) === values);
    return (
      shared.length > 0 &&
      shared.length >= HALF * Math.min(first.size, other.size) &&
      same.length < HALF * shared.length
    );
  });
}

/** Appends a file to another, with the name of the file in a column of its own. */
export async function appendNamed(
  { name, file, to }: { readonly name: string; readonly file: string; readonly to: string },
  heading: string,
): Promise<void> {
  const delimiter = delimiterOf(heading);
  const series = quotedField(basename(name, extname(name)));
  let below = false;
  async function* named() {
    for await (const line of linesOf(file)) {
      const isHeading = !below && line.replace(/^\ufeff/, '').trim() === heading;
      below ||= isHeading;
      const cell = isHeading ? NAME : series;
      yield below && line.trim() !== '' ? `${line}${delimiter}${cell}\n` : `${line}\n`;
    }
  }
  await pipeline(Readable.from(named()), createWriteStream(to, { flags: 'a' }));
}

function delimiterOf(heading: string): string {
  const count = (delimiter: string) => heading.split(delimiter).length;
  return DELIMITERS.reduce((most, each) => (count(each) > count(most) ? each : most));
}

interface Row {
  readonly time: string;
  readonly values: readonly string[];
}

/** The lines that have a time and show something. */
function rowsOf(head: string, delimiter: string): Row[] {
  return head.split(LINE_BREAK).flatMap((line) => {
    const cells = line.split(delimiter);
    const at = cells.findIndex((cell) => TIME.test(cell));
    const values = cells.toSpliced(at, 1);
    return at >= 0 && values.some((cell) => SHOWS_SOMETHING.test(cell)) ? [{ time: cells[at] ?? '', values }] : [];
  });
}

/** A column that is the same in all rows of a file, and another in each file, is the number of a meter. */
function areToldApart(tables: readonly (readonly Row[])[]): boolean {
  const [first] = tables[0] ?? [];
  return (first?.values ?? []).some((_, column) => {
    const texts = tables.map((rows) => new Set(rows.map(({ values }) => values[column] ?? '')));
    return texts.every(({ size }) => size === 1) && new Set(texts.flatMap((each) => [...each])).size === tables.length;
  });
}

function valuesByTime(rows: readonly Row[]): Map<string, string> {
  return new Map(rows.map(({ time, values }) => [time, values.join('\n')]));
}

/** Which days go into which part, and the writing of the parts. */
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MS_PER_DAY, utcDay } from '../../shared/text/days.ts';
import { eachRow, type Table } from './table.ts';

export interface Part {
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly rows: number;
  readonly bytes: number;
}

interface Measure {
  rows: number;
  bytes: number;
}

export interface Days {
  /** By days since 1970. */
  readonly days: ReadonlyMap<number, Readonly<Measure>>;
  /** Lines above the rows. */
  readonly above: string;
}

/** How much of the table is of which day. Rows before the first date are of that day. */
export async function measureDays(table: Table): Promise<Days> {
  const days = new Map<number, Measure>();
  const early: Measure = { rows: 0, bytes: 0 };
  let current: Measure = early;
  const above = await eachRow(table, ({ day, bytes }) => {
    if (day !== undefined) {
      current = days.get(day) ?? { rows: 0, bytes: 0 };
      days.set(day, current);
    }
    current.rows += 1;
    current.bytes += bytes.length + 1;
  });
  const [first] = days.values();
  if (first) {
    first.rows += early.rows;
    first.bytes += early.bytes;
  }
  return { days, above };
}

/** @returns the days of each part, in order, as few parts as hold at most so many bytes; a day is never cut */
export function groupDays(days: Days['days'], most: number): number[][] {
  const groups: number[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [day, measure] of [...days].sort(([a], [b]) => a - b)) {
    if (bytes + measure.bytes > most) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(day);
    bytes += measure.bytes;
  }
  return groups;
}

export function describeParts(groups: readonly (readonly number[])[], { days, above }: Days, stem: string): Part[] {
  return groups.map((group) => {
    const [first, last] = [dateOf(group[0]), dateOf(group.at(-1))];
    const measures = group.flatMap((day) => days.get(day) ?? []);
    return {
      name: first === last ? `${stem}.${first}.csv` : `${stem}.${first}_${last}.csv`,
      ...{ first, last },
      rows: measures.reduce((sum, { rows }) => sum + rows, 0),
      bytes: measures.reduce((sum, { bytes }) => sum + bytes, Buffer.byteLength(above)),
    };
  });
}

function dateOf(day = 0): string {
  return utcDay(day * MS_PER_DAY);
}

/** Rows are gathered to so many bytes before they are written. */
const GATHERED_BYTES = 4 * 1024 * 1024;
const LINE_END = Buffer.from('\n');

/** Reads the table once more, and writes each row to its part in a folder. */
export async function writeParts(
  table: Table,
  groups: readonly (readonly number[])[],
  parts: readonly Part[],
  above: string,
  folder: string,
): Promise<void> {
  const partOf = new Map(groups.flatMap((group, part) => group.map((day) => [day, part] as const)));
  const gathered: Buffer[][] = parts.map(() => []);
  let bytes = 0;
  const flush = async () => {
    for (const [at, { name }] of parts.entries()) {
      const rows = gathered[at] ?? [];
      if (rows.length > 0) await appendFile(join(folder, name), Buffer.concat(rows));
      gathered[at] = [];
    }
    bytes = 0;
  };
  for (const { name } of parts) await writeFile(join(folder, name), above);
  const early: Buffer[] = [];
  let current: number | undefined;
  await eachRow(table, (row) => {
    current = row.day === undefined ? current : partOf.get(row.day);
    // The reader uses its memory again.
    const kept = [Buffer.from(row.bytes), LINE_END];
    if (current === undefined) early.push(...kept);
    else gathered[current]?.push(...early.splice(0), ...kept);
    bytes += row.bytes.length;
    return bytes < GATHERED_BYTES ? undefined : flush();
  });
  await flush();
}

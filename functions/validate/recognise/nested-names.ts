/**
 * Series in rows whose names or numbers say behind which other one they are: `1.1 Shop` below `1 Building`, a column of
 * levels, names that are indented, `davon Presse`, `Hall/Press`.
 */

import { tokensOf } from '../vocabulary/tokens.ts';
import { type NumberFormat, toNumber } from './numbers.ts';
import { PART_OF } from './parts-by-name.ts';
import type { Profile } from './profile.ts';
import type { Sample } from './sample.ts';

/** Of each series that has one, the name of the series above it. */
export type Nesting = ReadonlyMap<string, string>;

export interface Nested {
  readonly above: Nesting;
  /** What says it. */
  readonly why: string;
}

const LEVELS: ReadonlySet<string> = new Set(
  tokensOf('level lvl ebene stufe niveau livello nivel nível tier depth hierarchy hierarchie'),
);
const NUMBER = /^(\d{1,4}(?:\.\d{1,4})*)\.?(?:\s|$)/;
/** How deep a name stands: by spaces, or by marks before it. */
const INDENT = /^(?:[\s\u00a0]|[-–—.•>*+|└├─↳](?=[\s\u00a0\-–—.•>*+|└├─↳]))*[-–—•>*+|└├─↳]?[\s\u00a0]*/u;
const SEPARATOR = /^\s*[/>→»\\|]\s*\S/u;
/** Meters differ by so much: parts may be that much more than their whole. */
const METERS_DIFFER = 0.02;

/**
 * @param names column of the series' names
 * @param others columns that may number the series, or say their level
 * @param values column of numbers, which overrule names: parts are no more than their whole
 */
export function nestedNames(
  sample: Sample,
  names: Profile,
  others: readonly Profile[],
  values: { readonly index: number; readonly format: NumberFormat },
): Nested | undefined {
  const raw = new Map<string, string>();
  for (const row of sample.rows) {
    const cell = row[names.index] ?? '';
    if (cell.trim() !== '' && !raw.has(cell.trim())) raw.set(cell.trim(), cell);
  }
  const series = [...raw.keys()];
  const cellsOf = (column: Profile) => constantCells(sample, names, column);
  const quoted = (column: Profile) => `"${column.name}"`;
  const found = [
    { above: byNumbers(new Map(series.map((name) => [name, name]))), why: 'the numbers of their names say' },
    ...others.map((column) => ({ above: byNumbers(cellsOf(column)), why: `the numbers of ${quoted(column)} say` })),
    ...others
      .filter(({ name }) => tokensOf(name).some((token) => LEVELS.has(token)))
      .map((column) => ({ above: byLevels(cellsOf(column), series), why: `the levels of ${quoted(column)} say` })),
    { above: byDepth(raw), why: 'how far their names are indented says' },
    { above: byWords(series), why: 'their names say' },
  ];
  for (const { above, why } of found) {
    const held = heldBy(above, totalsOf(sample, names, values));
    if (held.size > 0) return { above: held, why: `${why} which are parts of which` };
  }
  return undefined;
}

function constantCells({ rows }: Sample, { index: series }: Profile, { index }: Profile): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const row of rows) {
    const [name, cell] = [(row[series] ?? '').trim(), (row[index] ?? '').trim()];
    if ((found.get(name) ?? cell) !== cell) return new Map();
    if (name !== '') found.set(name, cell);
  }
  return found;
}

function byNumbers(cells: ReadonlyMap<string, string>): Nesting {
  const numbers = new Map([...cells].flatMap(([name, cell]) => (NUMBER.test(cell) ? [[name, numberOf(cell)]] : [])));
  const nameOf = new Map([...numbers].map(([name, number]) => [number, name]));
  if (numbers.size < cells.size || nameOf.size < numbers.size) return new Map();
  return new Map(
    [...numbers].flatMap(([name, number = '']) => {
      const above = number.includes('.') ? nameOf.get(number.replace(/\.\d+$/, '')) : undefined;
      return above === undefined ? [] : [[name, above]];
    }),
  );
}

function numberOf(cell: string): string {
  return NUMBER.exec(cell)?.[1] ?? '';
}

function byLevels(cells: ReadonlyMap<string, string>, series: readonly string[]): Nesting {
  const isLevel = series.every((name) => /^\d$/.test(cells.get(name) ?? ''));
  return isLevel ? below(series, (name) => Number(cells.get(name))) : new Map();
}

function byDepth(raw: ReadonlyMap<string, string>): Nesting {
  return below([...raw.keys()], (name) => (INDENT.exec(raw.get(name) ?? '')?.[0] ?? '').length);
}

/** Each is behind the last one before it that stands higher; the first stands highest. */
function below(series: readonly string[], depthOf: (name: string) => number): Nesting {
  const found = new Map<string, string>();
  const path: string[] = [];
  for (const name of series) {
    while (path.length > 0 && depthOf(path.at(-1) ?? '') >= depthOf(name)) path.pop();
    const above = path.at(-1);
    if (above !== undefined) found.set(name, above);
    path.push(name);
  }
  return found;
}

function byWords(series: readonly string[]): Nesting {
  const found = new Map<string, string>();
  let before: string | undefined;
  for (const name of series) {
    const behind = series
      .filter((other) => other !== name && name.startsWith(other) && SEPARATOR.test(name.slice(other.length)))
      .sort((one, other) => other.length - one.length)[0];
    const above = PART_OF.test(name) ? before : behind;
    if (above !== undefined) found.set(name, above);
    if (!PART_OF.test(name)) before = name;
  }
  return found;
}

/** What each series shows in all; of stands, how far they went. */
function totalsOf(
  { rows }: Sample,
  { index: series }: Profile,
  { index, format }: { readonly index: number; readonly format: NumberFormat },
): ReadonlyMap<string, number> {
  const values = new Map<string, number[]>();
  for (const row of rows) {
    const [name, value] = [(row[series] ?? '').trim(), toNumber(row[index] ?? '', format)];
    if (!Number.isNaN(value)) values.set(name, [...(values.get(name) ?? []), value]);
  }
  const grow = (each: readonly number[]) => each.every((value, at) => at === 0 || value >= (each[at - 1] ?? 0));
  const stands = [...values.values()].every((each) => each.length > 1 && grow(each));
  const totalOf = (each: readonly number[]) =>
    stands ? (each.at(-1) ?? 0) - (each[0] ?? 0) : each.reduce((sum, value) => sum + value, 0);
  return new Map([...values].map(([name, each]) => [name, totalOf(each)]));
}

function heldBy(above: Nesting, totals: ReadonlyMap<string, number>): Nesting {
  const parts = Map.groupBy([...above.keys()], (name) => above.get(name) ?? '');
  const holds = ([whole, names]: [string, string[]]) =>
    (totals.get(whole) ?? 0) * (1 + METERS_DIFFER) >= names.reduce((sum, name) => sum + (totals.get(name) ?? 0), 0);
  return [...parts].every(holds) ? above : new Map();
}

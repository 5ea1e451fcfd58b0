/**
 * Stands of inexogy, formerly Discovergy, as its service gives them in JSON, or a table with the same names: they count
 * 10^-10 kWh, and the powers beside them are milliwatts. https://api.inexogy.com/docs (Readings)
 */
import { median } from '../../../shared/order-statistics.ts';
import { parseJson } from '../../../shared/text/parse-json.ts';
import { linesOf } from '../open/index.ts';
import { SEPARATORS, splitCells } from './csv.ts';
import type { FileFormat } from './format.ts';
import { readDocument } from './positions.ts';
import { DIRECTION } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

type Values = ReadonlyMap<string, string>;

interface Reading {
  readonly time: string;
  /** By the names of the service. */
  readonly values: Values;
  readonly line: number;
  readonly raw: string;
}

const STAND = 'stand (kWh)';

export const inexogy: FileFormat = {
  name: 'inexogy',
  detect: { by: 'text', is: ({ text }) => isOfService(headOf(text)) },
  holds: 'cells',
  fixes: {
    settings: {
      decimal: '.',
      columns: {
        direction: { role: 'measure' },
        time: { role: 'timestamp' },
        [STAND]: { role: 'register', unit: 'kWh' },
      },
    },
  },
  ...asRows(rowsOf, 'The readings hold no stand.', async () => [
    {
      what: 'scale',
      chosen: 'stands count 10^-10 kWh',
      why: 'the names are those of inexogy, and the numbers are as large as its own',
    },
  ]),
};

const DIRECTIONS = [
  { name: 'energy', direction: DIRECTION.import },
  { name: 'energyOut', direction: DIRECTION.export },
] as const;
/** Digits behind the point of a kilowatt-hour. */
const DIGITS = 10;

/** A tenth of a kilowatt-hour: no other counter of a meter has numbers of this length. */
const LEAST_STAND = 1e9;
/** What a stand grows by for each milliwatt of an hour; powers are of the moment. */
const GROWTH = 1e4;
const TIMES_OFF = 3;
const READINGS_LOOKED_AT = 200;
const HOUR = 3_600_000;

function isOfService(readings: readonly Reading[]): boolean {
  const stands = readings.flatMap(({ values }) => Number(values.get('energy') ?? Number.NaN));
  if (stands.length < 2 || !stands.every((stand) => Number.isInteger(stand) && stand >= LEAST_STAND)) return false;
  const growths = readings.slice(1).flatMap(({ time, values }, at) => {
    const power = Number(values.get('power') ?? Number.NaN);
    const hours = (instantOf(time) - instantOf(readings[at]?.time ?? '')) / HOUR;
    const growth = ((stands[at + 1] ?? 0) - (stands[at] ?? 0)) / (power * hours);
    return Number.isFinite(growth) && growth > 0 ? [growth / GROWTH] : [];
  });
  if (growths.length === 0) return readings.every(({ values }) => values.has('energyOut'));
  const usual = median(growths);
  return usual < TIMES_OFF && usual > 1 / TIMES_OFF;
}

function instantOf(time: string): number {
  return /^\d{12,13}$/.test(time) ? Number(time) : Date.parse(time);
}

const RECORD = /\{\s*"time"\s*:\s*(\d{12,13})\s*,\s*"values"\s*:\s*(\{[^{}]*\})\s*\}/g;

/** The first readings of a file; none of a file that has other names. */
function headOf(text: string): Reading[] {
  if (/^\s*[[{]/.test(text)) {
    const found = [...text.slice(0, 100_000).matchAll(RECORD)].slice(0, READINGS_LOOKED_AT);
    return found.map(([raw, time = '', values = '']) => ({ time, values: valuesOf(parseJson(values)), line: 0, raw }));
  }
  const [heading = '', ...lines] = text.slice(0, 100_000).split(/\r?\n/).slice(0, READINGS_LOOKED_AT);
  const table = tableOf(heading);
  // The last line may be cut off.
  return table ? lines.slice(0, -1).flatMap((line) => (line.trim() === '' ? [] : table(line, 0))) : [];
}

function valuesOf(members: unknown): Values {
  if (typeof members !== 'object' || members === null) return new Map();
  return new Map(
    Object.entries(members).flatMap(([name, value]): [string, string][] =>
      typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
}

/** @returns takes a line apart; undefined for a heading with other names */
function tableOf(heading: string): ((raw: string, line: number) => Reading) | undefined {
  const separator = SEPARATORS.find((each) => heading.includes(each));
  if (!separator) return undefined;
  const names = splitCells(heading, separator).map((name) => name.trim());
  if (!names.includes('time') || !names.includes('energy')) return undefined;
  return (raw, line) => {
    const cells = new Map(splitCells(raw, separator).map((cell, at) => [names[at] ?? '', cell.trim()]));
    return { time: cells.get('time') ?? '', values: cells, line, raw };
  };
}

/** Parts of a stand, such as `energy1` by tariff, say nothing more; nor do powers of the moment. */
async function* rowsOf(file: string): AsyncGenerator<Row> {
  yield { cells: ['direction', 'time', STAND], line: 0, raw: '' };
  for await (const { time, values, line, raw } of readingsOf(file)) {
    const stands = DIRECTIONS.filter(({ name }) => values.has(name));
    // A record without a stand is rejected where it is read.
    for (const { name, direction } of stands.length > 0 ? stands : DIRECTIONS.slice(0, 1))
      yield { cells: [direction, time, kilowattHours(values.get(name) ?? '')], line, raw };
  }
}

async function* readingsOf(file: string): AsyncGenerator<Reading> {
  let line = 0;
  let table: ReturnType<typeof tableOf>;
  for await (const raw of linesOf(file)) {
    line += 1;
    if (line === 1) {
      table = tableOf(raw);
      if (!table) break;
    } else if (table && raw.trim() !== '') yield table(raw, line);
  }
  if (!table) yield* ofDocument(file);
}

async function* ofDocument(file: string): AsyncGenerator<Reading> {
  const { document, lines } = await readDocument(file, /"time"/);
  if (!Array.isArray(document)) return;
  for (const [at, each] of document.entries()) {
    const isReading = typeof each === 'object' && each !== null && 'time' in each && 'values' in each;
    const line = lines[at] ?? 0;
    const raw = JSON.stringify(each);
    yield isReading
      ? { time: String(each.time), values: valuesOf(each.values), line, raw }
      : { time: '', values: new Map(), line, raw };
  }
}

/** What is no whole number stays as it is. */
function kilowattHours(stand: string): string {
  const [, sign = '', whole] = /^(-?)(\d+)$/.exec(stand) ?? [];
  if (whole === undefined) return stand;
  const padded = whole.padStart(DIGITS + 1, '0');
  return `${sign}${padded.slice(0, -DIGITS)}.${padded.slice(-DIGITS)}`;
}

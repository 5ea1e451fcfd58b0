/**
 * CMEP, the California Metering Exchange Protocol: a record MEPMD01 holds the intervals of a meter, each as the end of
 * its interval by UTC, a flag and a value; a time that is not there is an interval after the one before. Head-end
 * systems write it wherever they stand.
 */
import { MINUTE_MS, MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { nemCells } from './nem.ts';
import { instant } from './positions.ts';
import {
  DIRECTION,
  type Direction,
  energyUnitOf,
  readingRow,
  readingsHeading,
  readingsSettings,
} from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'meter';

export const cmep: FileFormat = {
  name: 'cmep',
  detect: { by: 'text', is: ({ text }) => /^\s*"?MEPMD0[1-9]"?,\s*"?\d{8}"?,/.test(text) },
  holds: 'cells',
  fixes: { settings: readingsSettings(POINT, true) },
  ...asRows(readings, 'The CMEP file holds no intervals of electrical energy.'),
};

/** Fields of a record before its intervals, each of which has three. */
const METER = 7;
const PURPOSE = 8;
const COMMODITY = 9;
const UNIT = 10;
const CONSTANT = 11;
const LENGTH = 12;
const FIRST = 14;
const FIELDS = 3;

const ELECTRICITY = 'E';
/** Totals of other records, and what is no measurement. */
const OTHER_PURPOSES = new Set(['SUMMARY', 'PROFILE', 'TEMPLATE']);
/** A letter before the unit says the way: what goes out is generated or received. Stands, nets and sums have others. */
const WAYS: Readonly<Record<string, Direction>> = {
  '': DIRECTION.import,
  F: DIRECTION.import,
  D: DIRECTION.import,
  G: DIRECTION.export,
  R: DIRECTION.export,
};
const UNITS = /^([FDGR]?)([KM]?WH)$/;
const QUALITIES: Readonly<Record<string, string>> = { R: 'measured', V: 'measured', E: 'estimated' };
const NO_VALUE = 'N';

interface Block {
  readonly point: string;
  readonly direction: Direction;
  readonly unit: string;
  /** What the values are to be multiplied by, as it is written; empty for 1. */
  readonly factor: string;
  readonly minutes: number;
  readonly triples: readonly string[];
  readonly line: number;
  readonly raw: string;
}

/** @returns undefined for a record of no intervals of electrical energy */
function blockOf(raw: string, line: number): Block | undefined {
  const cells = nemCells(raw);
  const [, way = '', text = ''] = UNITS.exec((cells[UNIT] ?? '').toUpperCase()) ?? [];
  const [direction, unit] = [WAYS[way], energyUnitOf(text)];
  const isOther = OTHER_PURPOSES.has((cells[PURPOSE] ?? '').toUpperCase());
  if (cells[0] !== 'MEPMD01' || cells[COMMODITY] !== ELECTRICITY || isOther || !direction || !unit) return undefined;
  const [constant, minutes] = [cells[CONSTANT] ?? '', minutesIn(cells[LENGTH] ?? '')];
  if (minutes === 0) return undefined;
  return {
    ...{ point: cells[METER] ?? '', direction, unit, line, raw },
    factor: constant === '' || Number(constant) === 1 ? '' : constant,
    minutes,
    triples: cells.slice(FIRST),
  };
}

/** `00000015` is a quarter of an hour: months, days, hours and minutes, of two digits each. */
function minutesIn(length: string): number {
  const [, days, hours, minutes] = /^\d\d(\d\d)(\d\d)(\d\d)$/.exec(length) ?? [];
  return Number(days ?? 0) * MINUTES_PER_DAY + Number(hours ?? 0) * 60 + Number(minutes ?? 0);
}

async function* blocks(file: string): AsyncGenerator<Block> {
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    const block = blockOf(raw, line);
    if (block) yield block;
  }
}

async function* readings(file: string): AsyncGenerator<Row> {
  let scaled = false;
  for await (const { factor } of blocks(file)) scaled ||= factor !== '';
  let rows = 0;
  for await (const block of blocks(file)) {
    const scale = (row: Row, text: string) => (scaled ? { ...row, cells: [...row.cells, text] } : row);
    if (rows === 0) yield scale(readingsHeading(POINT, true), SCALE);
    rows += 1;
    for (const row of rowsOf(block)) yield scale(row, block.factor || '1');
  }
}

/** A column of factors that is in no settings is asked about: the values may be multiplied already. */
const SCALE = 'scale';

function* rowsOf({ triples, minutes, ...block }: Block): Generator<Row> {
  let before = Number.NaN;
  for (let at = 0; at < triples.length; at += FIELDS) {
    const [time = '', flag = '', value = ''] = triples.slice(at, at + FIELDS);
    if (time === '' && flag === '' && value === '') continue;
    const end = time === '' ? before + minutes * MINUTE_MS : endOf(time);
    before = end;
    const quality = flag.slice(0, 1).toUpperCase();
    yield readingRow({
      ...block,
      // A time that cannot be read is rejected as it stands.
      start: Number.isNaN(end) ? time : instant(end - minutes * MINUTE_MS),
      end: Number.isNaN(end) ? '' : instant(end),
      value: quality === NO_VALUE ? '' : value,
      quality: QUALITIES[quality] ?? '',
    });
  }
}

function endOf(time: string): number {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(time) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
}

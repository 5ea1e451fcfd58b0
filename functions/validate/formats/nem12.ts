/**
 * NEM12, the interval meter data format of the Australian market: 200 records name a register, 300 records hold its
 * day, 400 records the quality of parts of it. Each value becomes a reading, so that a register may change its
 * interval. https://aemo.com.au (Meter Data File Format Specification NEM12 and NEM13)
 */
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { minutesAfter, NEM_CLOCK, nemCells, nemTime } from './nem.ts';
import {
  DIRECTION,
  type Direction,
  energyUnitOf,
  readingRow,
  readingsHeading,
  readingsSettings,
} from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const FIRST_VALUE = 2;
const HEADER = /^\s*"?100"?,\s*"?NEM12/i;
/** A portal may leave out the first and the last record: then a register with its unit and interval comes first. */
const REGISTER =
  /^\s*"?200"?,(?:[^,\r\n]*,){6}\s*"?[KMG]?(?:WH|VARH|VAH)"?\s*,\s*"?0*(?:1|5|10|15|30|60)"?\s*(?:,|[\r\n]|$)/i;

export const nem12: FileFormat = {
  name: 'nem12',
  detect: { by: 'text', is: ({ text }) => HEADER.test(text) || REGISTER.test(text) },
  holds: 'cells',
  fixes: {
    // The market's clock, wherever the meter is.
    clock: { ...NEM_CLOCK, why: 'NEM12 is written in market time, all year' },
    settings: readingsSettings('nmi', true),
  },
  ...asRows(readings, 'The NEM12 file holds no day of active energy.'),
};

interface Register {
  readonly point: string;
  readonly direction: Direction;
  readonly unit: string;
  readonly minutes: number;
}

/** @returns undefined for a register that is none of active energy */
function registerOf(cells: readonly string[], line: number): Register | undefined {
  const [, nmi = '', , , suffix = '', , , text = '', length = ''] = cells;
  const [kind, number] = [suffix.slice(0, 1).toUpperCase(), suffix.slice(1)];
  const unit = energyUnitOf(text);
  // K and Q are reactive energies.
  if ((kind !== 'E' && kind !== 'B') || !unit) return undefined;
  const minutes = Number(length);
  if (!Number.isInteger(minutes) || minutes < 1 || MINUTES_PER_DAY % minutes !== 0) {
    throw new InputRejected(
      'UNKNOWN_LAYOUT',
      `The register on line ${line} has an interval of ${JSON.stringify(length.slice(0, 20))} minutes, ` +
        `which does not divide a day.`,
      { line },
    );
  }
  return {
    point: number === '1' || number === '' ? nmi : `${nmi} ${number}`,
    direction: kind === 'B' ? DIRECTION.export : DIRECTION.import,
    unit,
    minutes,
  };
}

interface Day {
  readonly register: Register;
  readonly start: string;
  readonly values: string[];
  /** A, E, F, S or N for each of them; empty where the day does not say it. */
  readonly qualities: string[];
  readonly line: number;
  readonly raw: string;
}

/** @throws InputRejected UNKNOWN_LAYOUT where an interval does not divide a day */
async function* readings(file: string): AsyncGenerator<Row> {
  let register: Register | undefined;
  let pending: Day | undefined;
  let [line, days] = [0, 0];
  for await (const raw of linesOf(file)) {
    line += 1;
    if (raw.trim() === '') continue;
    const cells = nemCells(raw);
    const [kind, date = ''] = cells;
    if (kind === '400') {
      if (pending) judge(pending, cells);
      continue;
    }
    if (pending) yield* rowsOf(pending);
    pending = undefined;
    if (kind === '200') register = registerOf(cells, line);
    if (kind !== '300' || !register) continue;
    if (days === 0) yield readingsHeading('nmi', true);
    days += 1;
    const count = MINUTES_PER_DAY / register.minutes;
    const quality = qualityOf(cells[FIRST_VALUE + count]);
    const values = cells.slice(FIRST_VALUE, FIRST_VALUE + count);
    values.push(...Array.from({ length: count - values.length }, () => ''));
    pending = { register, start: nemTime(date), values, qualities: values.map(() => quality), line, raw };
  }
  if (pending) yield* rowsOf(pending);
}

/** `E52` is an estimate by method 52; of a day of V the 400 records say it of each part. */
function qualityOf(flag = ''): string {
  const letter = flag.trim().slice(0, 1).toUpperCase();
  return letter === 'V' ? '' : letter;
}

function* rowsOf({ register, start, values, qualities, line, raw }: Day): Generator<Row> {
  const { minutes } = register;
  for (const [at, value] of values.entries()) {
    yield readingRow({
      ...register,
      start: minutesAfter(start, at * minutes),
      end: minutesAfter(start, (at + 1) * minutes),
      // Intervals whose quality is N have no value, whatever stands there.
      value: qualities[at] === 'N' ? '' : value,
      quality: qualities[at] ?? '',
      line,
      raw,
    });
  }
}

/** The quality of a part of a day. */
function judge(day: Day, cells: readonly string[]): void {
  const [, first = '', last = '', flag] = cells;
  for (let at = Math.max(1, Number(first)); at <= Math.min(Number(last), day.values.length); at += 1)
    day.qualities[at - 1] = qualityOf(flag);
}

/**
 * NEM12, the interval meter data format of the Australian market: 200 records name a register, 300 records hold its day,
 * 400 records the quality of parts of it. Each 300 record becomes one line of a day-a-row table.
 * https://aemo.com.au (Meter Data File Format Specification NEM12 and NEM13)
 */
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';

const MINUTES_OF_DAY = 1440;
const FIRST_VALUE = 2;

export const nem12: FileFormat = {
  name: 'nem12',
  told: { by: 'text', is: ({ text }) => /^\s*"?100"?,"?NEM12/i.test(text) },
  holds: 'cells',
  fixes: {
    // The market's clock, wherever the meter is.
    clock: { offsetMinutes: 600, name: 'UTC+10', why: 'NEM12 is written in market time, all year' },
  },
  ...asRows(days, 'The NEM12 file holds no day of active energy.'),
};

interface Register {
  readonly series: string;
  readonly measure: 'consumption' | 'generation';
  readonly unit: string;
  readonly minutes: number;
}

function registerOf(cells: readonly string[]): Register | undefined {
  const [, nmi = '', , , suffix = '', , , unit = '', minutes = ''] = cells;
  const [kind, number] = [suffix.slice(0, 1).toUpperCase(), suffix.slice(1)];
  // K and Q are reactive energies.
  if ((kind !== 'E' && kind !== 'B') || !/^[KM]?WH$/i.test(unit)) return undefined;
  return {
    series: number === '1' || number === '' ? nmi : `${nmi} ${number}`,
    measure: kind === 'B' ? 'generation' : 'consumption',
    unit,
    minutes: Number(minutes),
  };
}

function cellsOf(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

interface Day {
  readonly register: Register;
  readonly date: string;
  readonly values: string[];
  readonly line: number;
  readonly raw: string;
}

/** @throws InputRejected UNKNOWN_LAYOUT where registers differ in their interval */
async function* days(file: string): AsyncGenerator<Row> {
  let register: Register | undefined;
  let intervals: number | undefined;
  let pending: Day | undefined;
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    const cells = cellsOf(raw);
    const [kind, date = ''] = cells;
    if (kind === '400') {
      if (pending) leaveOut(pending, cells);
      continue;
    }
    if (pending) yield rowOf(pending);
    pending = undefined;
    if (kind === '200') register = registerOf(cells);
    if (kind !== '300' || !register) continue;
    const count = MINUTES_OF_DAY / register.minutes;
    if (![288, 96, 48].includes(count) || (intervals !== undefined && intervals !== count)) {
      throw new InputRejected(
        'UNKNOWN_LAYOUT',
        'The registers of a NEM12 file must all have one interval of 5, 15 or 30 minutes. Split the file by register.',
        { minutes: register.minutes },
      );
    }
    if (intervals === undefined) {
      intervals = count;
      yield headingOf(count, register.minutes);
    }
    const none = /^N/i.test(cells[FIRST_VALUE + count] ?? '');
    const values = Array.from({ length: count }, (_, at) => (none ? '' : (cells[FIRST_VALUE + at] ?? '')));
    pending = { register, date, values, line, raw };
  }
  if (pending) yield rowOf(pending);
}

function headingOf(count: number, minutes: number): Row {
  const clocks = Array.from({ length: count }, (_, at) => clock(at * minutes));
  return { cells: ['nmi', 'direction', 'unit', 'date', ...clocks], line: 0, raw: '' };
}

function rowOf({ register: { series, measure, unit }, date, values, line, raw }: Day): Row {
  return { cells: [series, measure, unit, date, ...values], line, raw };
}

/** Intervals whose quality is N have no value, whatever stands there. */
function leaveOut(day: Day, cells: readonly string[]): void {
  const [, first = '', last = '', quality = ''] = cells;
  if (!/^N/i.test(quality)) return;
  for (let at = Math.max(1, Number(first)); at <= Math.min(Number(last), day.values.length); at += 1)
    day.values[at - 1] = '';
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

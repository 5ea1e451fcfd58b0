/**
 * NEM12, the interval meter data format of the Australian market: 200 records name a register, 300 records hold its day,
 * 400 records the quality of parts of it. Each 300 record becomes one line of a day-a-row table.
 * https://aemo.com.au (Meter Data File Format Specification NEM12 and NEM13)
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { linesOf } from '../open/lines.ts';

/** The market's clock: UTC+10 all year, wherever the meter is. */
export const NEM_OFFSET_MINUTES = 600;

const MINUTES_OF_DAY = 1440;
const FIRST_VALUE = 2;

export function isNem12(text: string): boolean {
  return /^\s*"?100"?,"?NEM12/i.test(text);
}

interface Register {
  readonly series: string;
  readonly measure: 'consumption' | 'generation';
  readonly unit: string;
  readonly minutes: number;
}

/** Follows the records of a file, and says of each whether it is a day of active energy. */
export function nem12Reader() {
  let register: Register | undefined;
  return {
    /** @returns the register when the record is a day of one that is read */
    follow(cells: readonly string[]): Register | undefined {
      if (cells[0] === '200') register = registerOf(cells);
      return cells[0] === '300' ? register : undefined;
    },
  };
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

export function nem12Cells(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

interface Day {
  readonly register: Register;
  readonly date: string;
  readonly values: string[];
}

/** @throws InputRejected UNKNOWN_LAYOUT where registers differ in their interval, or none is of active energy */
export async function nem12ToDays(from: string, to: string): Promise<void> {
  const out = createWriteStream(to);
  const reader = nem12Reader();
  let intervals: number | undefined;
  let pending: Day | undefined;
  const write = async (cells: readonly string[]) => {
    if (!out.write(`${cells.map(quoted).join(',')}\n`)) await once(out, 'drain');
  };
  const flush = async () => {
    if (pending)
      await write([
        pending.register.series,
        pending.register.measure,
        pending.register.unit,
        pending.date,
        ...pending.values,
      ]);
    pending = undefined;
  };
  try {
    for await (const line of linesOf(from)) {
      const cells = nem12Cells(line);
      if (cells[0] === '400') {
        if (pending) leaveOut(pending, cells);
        continue;
      }
      await flush();
      const register = reader.follow(cells);
      if (!register) continue;
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
        await write([
          'nmi',
          'direction',
          'unit',
          'date',
          ...Array.from({ length: count }, (_, at) => clock(at * register.minutes)),
        ]);
      }
      const none = /^N/i.test(cells[FIRST_VALUE + count] ?? '');
      const values = Array.from({ length: count }, (_, at) => (none ? '' : (cells[FIRST_VALUE + at] ?? '')));
      pending = { register, date: cells[1] ?? '', values };
    }
    await flush();
  } finally {
    out.end();
    await finished(out);
  }
  if (intervals === undefined) throw new InputRejected('EMPTY_FILE', 'The NEM12 file holds no day of active energy.');
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

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

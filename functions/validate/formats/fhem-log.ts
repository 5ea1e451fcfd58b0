/**
 * Logs of FHEM (FileLog): a time, a device, what was read and its value in each line. https://wiki.fhem.de/wiki/FileLog
 */
import { unitIn } from '../../../shared/readings/units.ts';
import { linesOf, readHead } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';

export const fhemLog: FileFormat = {
  name: 'fhem-log',
  detect: { by: 'text', is: ({ text }) => isLog(text) },
  holds: 'cells',
  fixes: { settings: { decimal: '.' } },
  ...asRows(rowsOf, 'The log holds no value.'),
};

const LINE = /^(\d{4}-\d\d-\d\d)_(\d\d:\d\d:\d\d) (\S+) ([^\s:]+): (\S+)(?: (\S+))?/;
const LINES_LOOKED_AT = 20;
const MOST = 0.8;

function isLog(text: string): boolean {
  const lines = text.split('\n', LINES_LOOKED_AT).filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.filter((line) => LINE.test(line)).length >= MOST * lines.length;
}

interface Entry {
  readonly time: string;
  readonly device: string;
  readonly reading: string;
  readonly value: string;
  /** What stands behind the value, or in its name; empty where nothing says it. */
  readonly unit: string;
}

function entryOf(raw: string): Entry | undefined {
  const [, date, clock, device = '', reading = '', value = '', behind = ''] = LINE.exec(raw) ?? [];
  if (!date) return undefined;
  return {
    time: `${date} ${clock}`,
    device,
    reading,
    value,
    unit: unitIn(reading.replaceAll('_', ' '))?.unit ?? behind,
  };
}

async function* rowsOf(file: string): AsyncGenerator<Row> {
  const usual = unitsOfPairs((await readHead(file)).text);
  let line = 0;
  yield { cells: ['time', 'name', 'unit', 'value'], line: 0, raw: '' };
  for await (const raw of linesOf(file)) {
    line += 1;
    if (raw.trim() === '') continue;
    const entry = entryOf(raw);
    const name = entry ? `${entry.device} ${entry.reading}` : '';
    const cells = entry
      ? [entry.time, name, entry.unit || (usual.get(name) ?? ''), entry.value]
      : [raw.slice(0, 200), '', '', ''];
    yield { cells, line, raw };
  }
}

/** A counter of kWh beside watts is told by a thousand; of Wh beside W, and of kWh beside kW, the ratio is the same. */
const THOUSAND = 1000;
const NEAR = 0.25;
const PAIRS_NEEDED = 10;
const HOUR = 3_600_000;

/**
 * A device that logs a counter and a power without units: where the power is a thousand times what the counter counts
 * an hour, they are kilowatt-hours and watts.
 * @returns units by device and reading
 */
function unitsOfPairs(text: string): ReadonlyMap<string, string> {
  const logs = Map.groupBy(
    text.split('\n').flatMap((raw) => entryOf(raw) ?? []),
    ({ device }) => device,
  );
  const units = new Map<string, string>();
  for (const [device, entries] of logs) {
    if (entries.some(({ unit }) => unit !== '')) continue;
    const readings = [...Map.groupBy(entries, ({ reading }) => reading)].filter(
      ([, { length }]) => length >= PAIRS_NEEDED,
    );
    for (const [counter, stands] of readings) {
      const rate = countedAnHour(stands);
      if (rate === undefined) continue;
      for (const [power, values] of readings) {
        const mean = values.reduce((sum, { value }) => sum + Number(value), 0) / values.length;
        if (power === counter || !(Math.abs(mean / rate / THOUSAND - 1) <= NEAR)) continue;
        units.set(`${device} ${counter}`, 'kWh');
        units.set(`${device} ${power}`, 'W');
      }
    }
  }
  return units;
}

/** @returns undefined for what is no counter */
function countedAnHour(stands: readonly Entry[]): number | undefined {
  const values = stands.map(({ value }) => Number(value));
  const [first, last] = [stands[0], stands.at(-1)];
  if (!first || !last || !values.every((value, at) => value >= (values[at - 1] ?? value))) return undefined;
  const hours = (Date.parse(`${last.time}Z`) - Date.parse(`${first.time}Z`)) / HOUR;
  const rate = (Number(last.value) - Number(first.value)) / hours;
  return rate > 0 ? rate : undefined;
}

/** A file of outdoor temperatures by time: CSV with a heading, as a weather service or a logger gives it. */
import { commonest } from '../../shared/order-statistics.ts';
import { daysOf, twoDigits } from '../../shared/text/days.ts';
import { shortened } from '../../shared/text/format.ts';
import { smallTable } from '../../shared/text/small-table.ts';
import { type CliError, usageError } from '../errors.ts';

/** Mean outdoor temperatures of local days. */
export interface DailyTemperatures {
  /** °C by day, `2026-10-01`. */
  readonly means: ReadonlyMap<string, number>;
  /** What they are of, in words. */
  readonly source: string;
  /** What is taken for granted, a sentence each. */
  readonly assumed: readonly string[];
}

/** A reading: its local day, and what it says in the unit of its column. */
export interface Measured {
  readonly day: string;
  readonly value: number;
}

/** Ten years of quarter hours. */
const MOST_ROWS = 360_000;
const TIMES = ['time', 'timestamp', 'date', 'datetime', 'day', 'from', 'start', 'valid', 'utctime', 'timeutc', 'datum'];
const TEMPERATURES = ['temperature', 'temp', 'tout', 'tavg', 'tmean', 'outdoortemperature', 'outsidetemperature'];

/**
 * @param file what messages call it
 * @param zone of the site, whose days are meant
 * @param column of the temperatures, where the person named it
 * @throws CliError with the line, or the columns to choose from
 */
export function parseTemperatures(text: string, file: string, zone: string, column?: string): DailyTemperatures {
  const { lines, header, names, delimiter, cellsOf } = smallTable(text);
  const time = names.findIndex((name) => TIMES.includes(plain(name)));
  if (time < 0) throw usageError(`${file}: no column is called "time"; the columns are ${listed(names)}.`);
  const place = temperatureColumn(names, time, file, column);
  if (lines.length > MOST_ROWS) throw usageError(`${file} has more than ${MOST_ROWS} lines; give hours or days.`);
  const dayOf = localDays(zone);
  let walls = false;
  const measured = lines.flatMap((line, index): Measured[] => {
    if (index <= header || line.trim() === '') return [];
    const cells = cellsOf(line);
    const where = `${file}, line ${index + 1}`;
    const { day, wall } = dayOf(cells[time] ?? '', where);
    walls ||= wall;
    const cell = (cells[place] ?? '').replace('\u2212', '-');
    const value = delimiter === ',' ? cell : cell.replace(',', '.');
    if (value === '' || /^(nan|null|na|-)$/i.test(value)) return [];
    if (!/^[+-]?\d{1,4}(\.\d+)?(e[+-]?\d{1,2})?$/i.test(value)) {
      throw usageError(`${where}: "${shortened(cells[place] ?? '', 40)}" is no temperature.`);
    }
    return [{ day, value: Number(value) }];
  });
  const name = names[place] ?? '';
  const wallClock = `The times of ${file} without an offset are read as the clock of ${zone}.`;
  return dailyMeans(measured, name, `${name} of ${file}`, walls ? [wallClock] : []);
}

/**
 * Days with less than half of the readings that a day usually has are left out, as CalTRACK 2.0 does.
 * @param named a text that may name the unit
 * @throws CliError where a mean is no outdoor temperature
 */
export function dailyMeans(
  measured: readonly Measured[],
  named: string,
  source: string,
  assumed: readonly string[],
): DailyTemperatures {
  const unit = unitOf(named);
  const days = new Map<string, number[]>();
  for (const { day, value } of measured) {
    const values = days.get(day);
    if (values) values.push(value);
    else days.set(day, [value]);
  }
  const usual = commonest([...days.values()].map(({ length }) => length));
  const means = [...days].flatMap(([day, values]): [string, number][] => {
    if (values.length < usual / 2) return [];
    const celsius = CELSIUS[unit ?? 'C'](values.reduce((sum, each) => sum + each, 0) / values.length);
    if (celsius < COLDEST || celsius > WARMEST) throw notOutdoors(day, celsius, source);
    return [[day, celsius]];
  });
  const guess = `${source} is taken for °C: its name says no unit.`;
  return { means: new Map(means), source, assumed: [...assumed, ...(unit === undefined ? [guess] : [])] };
}

/** Daily means on the ground, °C, with room. */
const [COLDEST, WARMEST] = [-90, 60];
const CELSIUS = {
  C: (value: number) => value,
  F: (value: number) => ((value - 32) * 5) / 9,
  K: (value: number) => value - 273.15,
} as const;

function unitOf(name: string): keyof typeof CELSIUS | undefined {
  if (/°\s?F|fahrenheit|[\s_([]F[)\]]?$/i.test(name)) return 'F';
  if (/kelvin|[\s_([]K[)\]]?$/i.test(name)) return 'K';
  return /°\s?C|celsius|[\s_([]C[)\]]?$/i.test(name) ? 'C' : undefined;
}

function notOutdoors(day: string, celsius: number, source: string): CliError {
  return usageError(
    `${source}: a mean of ${celsius.toFixed(1)} °C on ${day} is no outdoor temperature.`,
    'Name the unit in the heading, such as "temperature (°F)".',
  );
}

function temperatureColumn(names: readonly string[], time: number, file: string, column: string | undefined): number {
  if (column !== undefined) {
    const named = names.indexOf(column);
    if (named >= 0) return named;
    throw usageError(`${file} has no column "${shortened(column, 40)}"; there are ${listed(names)}.`);
  }
  const places = names.map((_, place) => place).filter((place) => place !== time);
  const exact = places.filter((place) => TEMPERATURES.includes(plain(names[place] ?? '')));
  const like = places.filter((place) => /temp/i.test(names[place] ?? '') && !/dew|feel/i.test(names[place] ?? ''));
  const [only, other] = exact.length > 0 ? exact : like;
  if (only !== undefined && other === undefined) return only;
  throw usageError(
    `${file}: which column is the temperature outdoors? There are ${listed(names)}.`,
    "Name it with '--column'.",
  );
}

/** Letters only, without a unit behind them. */
function plain(name: string): string {
  return name
    .replace(/[([].*$/, '')
    .replace(/[\s_]*°?[CFK]$/, '')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${shortened(name, 40)}"`).join(', ');
}

const TIME = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** The local day of a time; `wall` where a time of day has no offset. */
function localDays(zone: string): (text: string, where: string) => { readonly day: string; readonly wall: boolean } {
  const dayAt = daysOf(zone);
  return (text, where) => {
    const [, year, month = '', date = '', clock, offset] = TIME.exec(text) ?? [];
    const day = `${year}-${twoDigits(month)}-${twoDigits(date)}`;
    const instant = new Date(
      `${day}T${(clock ?? '00:00').padStart(5, '0')}${(offset ?? 'Z').replace(/(\d\d):?(\d\d)$/, '$1:$2')}`,
    );
    if (year === undefined || Number.isNaN(instant.getTime())) {
      throw usageError(`${where}: "${shortened(text, 40)}" is no time; write one such as 2026-10-25T02:00:00+02:00.`);
    }
    return offset === undefined ? { day, wall: clock !== undefined } : { day: dayAt(instant), wall: false };
  };
}

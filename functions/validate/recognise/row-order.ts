/** In which order the rows of a sample stand in time, and of which series each is: what numbers say depends on both. */
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { MINUTE_MS, MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import { clockBegin, clockWithColon, dateOnly, partsOf, wallClock } from './calendar.ts';
import { hourNumbers } from './hour-numbers.ts';
import type { Profile } from './profile.ts';
import type { Roles } from './roles.ts';
import type { Sample } from './sample.ts';
import { commonestStep, countedMilliseconds, countedTimeOf, decideOrder } from './times.ts';

/** Rows that are enough to tell numbers by. */
const ROWS_LOOKED_AT = 2000;

export interface RowOrder {
  /** Positions of rows in the sample, in time order, series by series; a series is one run of them. */
  readonly series: readonly (readonly number[])[];
  /** The same, as a text that names it. */
  readonly names: readonly string[];
  /** Commonest distance of two rows of a series, minutes; undefined where it is not known. */
  readonly step: number | undefined;
  /** Minutes from midnight of each row of the sample, NaN where its time has none. */
  readonly minuteOfDay: (row: number) => number;
}

export function rowOrder(sample: Sample, roles: Roles, settings: LayoutSettings): RowOrder {
  const rows = sample.rows.slice(0, ROWS_LOOKED_AT);
  const minutes = roles.time.hour ? hourNumbers(sample, roles.time.hour).minutes : 0;
  const times = timesOf(rows, roles, settings, minutes);
  const bySeries = new Map<string, number[]>();
  const keys = [roles.ids.site, roles.ids.appliance, roles.ids.measure].filter((each) => each !== undefined);
  for (const [at, row] of rows.entries()) {
    const key = keys.map(({ index }) => (row[index] ?? '').trim()).join(' ');
    const list = bySeries.get(key);
    if (list) list.push(at);
    else bySeries.set(key, [at]);
  }
  const timeOf = (row: number) => times[row] ?? Number.NaN;
  const series = [...bySeries.values()].map((list) => inTimeOrder(list, timeOf));
  const longest = series.reduce<readonly number[]>((most, each) => (each.length > most.length ? each : most), []);
  return {
    series,
    step: commonestStep(longest.map(timeOf).filter((time) => !Number.isNaN(time))),
    names: [...bySeries.keys()],
    minuteOfDay: (row) => {
      const time = timeOf(row);
      return Number.isNaN(time) ? Number.NaN : Math.floor(time / MINUTE_MS) % MINUTES_PER_DAY;
    },
  };
}

/** In a file that is in order, this share of the rows follow one another: not the hour that the clock shows twice. */
const IN_ORDER = 0.95;

function inTimeOrder(rows: number[], timeOf: (row: number) => number): readonly number[] {
  // Rows without a time keep their place in the file.
  if (rows.some((row) => Number.isNaN(timeOf(row)))) return rows;
  let [later, earlier] = [0, 0];
  for (const [at, row] of rows.entries()) {
    const before = rows[at - 1];
    if (before === undefined) continue;
    if (timeOf(row) >= timeOf(before)) later += 1;
    if (timeOf(row) <= timeOf(before)) earlier += 1;
  }
  if (later >= IN_ORDER * (rows.length - 1)) return rows;
  if (earlier >= IN_ORDER * (rows.length - 1)) return [...rows].reverse();
  return [...rows].sort((a, b) => timeOf(a) - timeOf(b) || a - b);
}

/** @param minutes of an interval that a number counts */
function timesOf(
  rows: readonly (readonly string[])[],
  { time }: Roles,
  settings: LayoutSettings,
  minutes: number,
): number[] {
  const stamp = time.timestamp ?? (time.date ? undefined : time.end);
  const clock = time.time ?? (time.date ? time.end : undefined);
  const texts = rows.map((row) => {
    if (stamp) return cellOf(row, stamp);
    const day = dateOnly(cellOf(row, time.date).trim());
    const ofDay = cellOf(row, clock);
    if (ofDay === '') return day;
    return `${day} ${clock?.kind === 'number' ? clockWithColon(ofDay) : clockBegin(ofDay)}`;
  });
  const parsed = texts.map((text) => partsOf(text));
  const known = parsed.flatMap((parts) => parts ?? []);
  if (known.length < rows.length / 2) {
    const unit = countedTimeOf(texts.filter((text) => text !== ''));
    return texts.map((text) => (text === '' ? Number.NaN : unit ? countedMilliseconds(text, unit) : Number(text)));
  }
  const verdict = decideOrder(known, settings.date_order);
  const order = verdict.kind === 'known' ? verdict.order : 'DMY';
  return parsed.map((parts, at) => {
    const day = parts === undefined ? undefined : wallClock(parts, order);
    const hour = time.hour === undefined ? 0 : Number(cellOf(rows[at] ?? [], time.hour));
    return day === undefined ? Number.NaN : day + hour * minutes * MINUTE_MS;
  });
}

function cellOf(row: readonly string[], column: Profile | undefined): string {
  return column === undefined ? '' : (row[column.index] ?? '').trim();
}

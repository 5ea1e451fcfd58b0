/** Which columns say when: an instant, a date and a time of day, a start and an end, the number of an hour. */
import { DATE_ORDERS, type LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import { canonical, isTimeName, isVersionName } from '../vocabulary/column-names.ts';
import { partsOf, wallClock } from './calendar.ts';
import { countsThroughDays, holdsCompactClocks, holdsPaddedClocks, isSlotColumn } from './clock-numbers.ts';
import { nearlyAll, ROWS_TO_TELL } from './nearly-all.ts';
import type { Profile } from './profile.ts';
import { type Candidate, question } from './question.ts';
import { columnTexts, type Sample } from './sample.ts';
import { commonestStep, countedMilliseconds, countedTimeOf } from './times.ts';
import { isValueName } from './words/flow-of-words.ts';
import { meaningOf } from './words/meaning.ts';

export interface TimeColumns {
  readonly timestamp?: Profile;
  readonly end?: Profile;
  readonly date?: Profile;
  readonly time?: Profile;
  readonly hour?: Profile;
}

/** @throws InputRejected UNKNOWN_LAYOUT or LAYOUT_AMBIGUOUS */
export function findTimes(sample: Sample, free: readonly Profile[], settings: LayoutSettings): TimeColumns {
  const named = (kind: Parameters<typeof isTimeName>[1]) => (each: Profile) => isTimeName(each.name, kind);
  // One that stands in the first row only is that of a report.
  const timed = inMostRows(
    sample,
    free.filter(({ kind }) => kind === 'datetime' || kind === 'date'),
  );
  const stamped = timed.filter(({ kind }) => kind === 'datetime');
  // When a record was revised is no time of its energy, where another column gives that.
  const others = timed.filter((each) => !isVersionName(each.name) && !named('end')(each));
  const instants = others.length > 0 ? stamped.filter(({ name }) => !isVersionName(name)) : stamped;
  // `Grid outage (hh:mm)` is how long something was.
  const clocks = free.filter(({ kind, name }) => kind === 'clock' && !meaningOf(name).concepts.has('count'));
  const dates = timed.filter(({ kind }) => kind === 'date');
  // A date with 00:00 in every row beside a time of day is a date that a spreadsheet wrote.
  const [instant] = instants;
  if (instant && !(dates.length > 0 && clocks.length > 0 && instants.every((each) => isStampOfTheFile(sample, each)))) {
    const spreadsheet =
      instants.length === 1 &&
      clocks.length > 0 &&
      nearlyAll(columnTexts(sample, instant), (text) => /[ T]0{1,2}:00(:00(\.0+)?)?Z?\s*$/.test(text));
    if (!spreadsheet) return instantColumns(sample, instants, named, settings);
  }
  const endDates = dates.filter(named('end'));
  const adjoining = adjoiningDates(sample, dates);
  if (adjoining) return adjoining;
  const starting = endDates.length < dates.length ? dates.filter((each) => !endDates.includes(each)) : dates;
  const beginning = endDates.length === 1 ? starting.find(named('start')) : undefined;
  const date = beginning ?? starting.find(named('date')) ?? starting.find(named('timestamp')) ?? starting[0] ?? instant;
  const ends = clocks.filter(named('end'));
  if (date) {
    const starts = clocks.filter((each) => !ends.includes(each));
    const clock = starts.find(named('time')) ?? starts.find(named('start')) ?? starts[0];
    if (clock) {
      const [end] = ends;
      return { date, time: clock, ...(end && ends.length === 1 && named('start')(clock) ? { end } : {}) };
    }
    if (ends[0]) return { date, end: ends[0] };
    const digits = free.find(
      (each) =>
        each.kind === 'number' &&
        (named('time')(each) || named('hour')(each) || named('start')(each) || named('end')(each)) &&
        holdsCompactClocks(sample, each),
    );
    if (digits) return named('end')(digits) ? { date, end: digits } : { date, time: digits };
    const padded = free.find((each) => each.kind === 'number' && holdsPaddedClocks(sample, each));
    if (padded) return { date, time: padded };
    const hour = free.find(
      (each) => each.kind === 'number' && isTimeName(each.name, 'hour') && isSlotColumn(sample, each),
    );
    const counted = hour ?? free.find((each) => each.kind === 'number' && countsThroughDays(sample, date, each));
    if (counted) return { date, hour: counted };
    const [end] = endDates;
    return { timestamp: date, ...(end && end !== date && endDates.length === 1 ? { end } : {}) };
  }
  const counting = free.filter(
    (each) => each.kind === 'number' && countedTimeOf(columnTexts(sample, each)) !== undefined,
  );
  const epochsByName = counting.filter(
    (each) => TIME_STAMPED.some((kind) => named(kind)(each)) || /epoch|unix/i.test(each.name),
  );
  const epochs = epochsByName.length > 0 ? epochsByName : counting.filter((each) => ticks(sample, each)).slice(0, 1);
  const epoch = epochs.find((each) => !named('end')(each));
  if (epoch) {
    const counted = (each: Profile) => countedTimeOf(columnTexts(sample, each));
    const end = free.find(
      (each) => each !== epoch && each.kind === 'number' && named('end')(each) && counted(each) === counted(epoch),
    );
    return { timestamp: epoch, ...(end ? { end } : {}) };
  }
  if (epochs[0]) return { end: epochs[0] };
  const [month, ...months] = free.filter(({ kind }) => kind === 'month');
  if (month && months.length === 0) return { timestamp: month };
  const [clock] = clocks;
  if (clock && settings.date !== undefined) return { timestamp: clock };
  if (clock) throw withoutDate(clock);
  // Nothing reads as a time: the column whose name says so, and its cells are rejected one by one.
  const byName = free.find(named('timestamp')) ?? free.find(named('start')) ?? free.find(named('date'));
  if (byName && byName.kind !== 'number') return { timestamp: byName };
  throw new InputRejected(
    'UNKNOWN_LAYOUT',
    `${lacking(free)} Name the columns as in "timestamp, appliance, kwh" or "site_id, timestamp, ` +
      `energy_generated_kwh, energy_consumed_kwh", or say with --layout which column is what: {"columns": ` +
      `{"NAME": {"role": "timestamp"}}}.`,
    {
      columns: sample.names.slice(0, 100),
    },
  );
}

/** Most of its numbers are equally many whole minutes apart, in whatever order: no counter of energy is so even. */
function ticks(sample: Sample, column: Profile): boolean {
  const texts = [...new Set(columnTexts(sample, column))];
  const unit = countedTimeOf(texts);
  if (unit === undefined || texts.length < ROWS_TO_TELL) return false;
  const times = texts.map((text) => countedMilliseconds(text, unit)).sort((a, b) => a - b);
  const step = commonestStep(times);
  const steps = times.filter((time, at) => at > 0 && time - (times[at - 1] ?? 0) === (step ?? 0) * MINUTE);
  return step !== undefined && Number.isInteger(step) && steps.length > MOST_STEPS * times.length;
}
const MOST_STEPS = 0.8;

/** Where the name of the file has one, it is asked whether that is it. */
function withoutDate({ name }: Profile): InputRejected {
  return new InputRejected(
    'UNKNOWN_LAYOUT',
    `The times of "${name}" are times of day, and nothing above them says of which day. ` +
      'Say it with --layout: {"date": "YYYY-MM-DD"}.',
    { asks: 'date' },
  );
}

/** Names of a time that is counted. */
const TIME_STAMPED = ['timestamp', 'date', 'start', 'time', 'end'] as const;

function lacking(free: readonly Profile[]): string {
  const energy = free.some(({ kind, name }) => kind === 'number' || isValueName(name));
  return energy ? 'No column is a timestamp.' : 'No column is a timestamp and none is an energy.';
}

/** A revision's time, or that of the export: it is the same in many rows, whose own times are not. */
function isStampOfTheFile(sample: Sample, column: Profile): boolean {
  const texts = columnTexts(sample, column);
  return texts.length >= ROWS_TO_TELL && new Set(texts).size * 4 <= texts.length;
}

/** `Power Start Time`: what its end is called, in lower case. */
function endOf(name: string): string | undefined {
  const end = name.toLowerCase().replace(/(?<!\p{L})start(?!\p{L})/u, 'end');
  return end === name.toLowerCase() ? undefined : end;
}

/** The times of a session stand in its first row only, beside those of each of its intervals. */
function inMostRows(sample: Sample, columns: readonly Profile[]): readonly Profile[] {
  const inMost = columns.filter((each) => columnTexts(sample, each).length > sample.rows.length / 2);
  return inMost.length > 0 ? inMost : columns;
}

function instantColumns(
  sample: Sample,
  all: readonly Profile[],
  named: (kind: Parameters<typeof isTimeName>[1]) => (each: Profile) => boolean,
  settings: LayoutSettings,
): TimeColumns {
  const moving = all.filter((each) => !isStampOfTheFile(sample, each));
  const instants = inMostRows(sample, moving.length > 0 ? moving : all);
  const pair = startOfPair(sample, instants);
  if (pair) return pair;
  const ends = instants.filter(named('end'));
  const starts = instants.filter((each) => !ends.includes(each));
  const start = starts.find(named('start')) ?? (starts.length === 1 ? starts[0] : undefined);
  const [end] = ends;
  if (start) return { timestamp: start, ...(end && ends.length === 1 ? { end } : {}) };
  const last = ends.find(({ name }) => /utc|gmt/i.test(name)) ?? end;
  if (starts.length === 0 && last) return { end: last };
  const [one, other] = starts;
  if (one && other && starts.length === 2) {
    if (endOf(one.name) === other.name.toLowerCase()) return { timestamp: one, end: other };
    if (endOf(other.name) === one.name.toLowerCase()) return { timestamp: other, end: one };
  }
  const utc = starts.find(({ name }) => /utc|gmt/i.test(name));
  const candidates: Candidate[] = starts.map(({ name }) => ({
    means: name,
    setting: { columns: { [name]: { role: 'timestamp' } } },
  }));
  const exact = starts.filter(({ name }) => canonical(name) === 'timestamp' || canonical(name) === 'datetime');
  if (utc && exact.length === 0) return { timestamp: utc };
  if (exact.length === 1 && exact[0]) return { timestamp: exact[0] };
  throw question(
    'LAYOUT_AMBIGUOUS',
    `More than one column could be the timestamp: ${starts.map(({ name }) => name).join(', ')}.`,
    candidates,
    settings,
  );
}

/**
 * Of two columns of which one is an interval later than the other, row by row, the other is the start. Where that holds
 * in every row, the ends say nothing more.
 */
function startOfPair(sample: Sample, instants: readonly Profile[]): TimeColumns | undefined {
  if (instants.length < 2) return undefined;
  const times = instants.map((column) => ({ column, times: timesOf(sample, column) }));
  for (const { column, times: starts } of times) {
    const step = commonestStep(starts.filter((time) => time !== undefined));
    if (step === undefined) continue;
    for (const other of times) {
      if (other.column === column || clockNamed(other.column) !== clockNamed(column)) continue;
      const isStep = (start: number | undefined, row: number) => {
        const end = other.times[row];
        return start === undefined || end === undefined || end - start === step * MINUTE;
      };
      const later = starts.some((start, row) => start !== undefined && (other.times[row] ?? start) > start);
      if (!later || !nearlyAll(starts, isStep)) continue;
      return { timestamp: column, ...(starts.every(isStep) ? {} : { end: other.column }) };
    }
  }
  return undefined;
}

/**
 * `Tgl Baca Lalu` and `Tgl Baca Kini`: of two columns of dates each period begins on the day on which the one before
 * ends, or on the next.
 */
function adjoiningDates(sample: Sample, dates: readonly Profile[]): TimeColumns | undefined {
  if (dates.length < 2) return undefined;
  const times = dates.map((column) => ({ column, times: timesOf(sample, column) }));
  for (const start of times) {
    for (const end of times) {
      const periods = start.times
        .flatMap((from, row): [number, number][] => {
          const to = end.times[row];
          return from === undefined || to === undefined ? [] : [[from, to]];
        })
        .sort(([a], [b]) => a - b);
      const adjoins = ([from, to]: [number, number], at: number) => {
        const next = periods[at + 1]?.[0];
        return to > from && (next === undefined || next === from || next === to || next === to + DAY);
      };
      if (periods.length >= ROWS_OF_PERIODS && start !== end && nearlyAll(periods, adjoins))
        return { timestamp: start.column, end: end.column };
    }
  }
  return undefined;
}

const ROWS_OF_PERIODS = 4;

/** The same instants by two clocks are an hour apart as well. */
function clockNamed({ name }: Profile): string | undefined {
  return /utc|gmt|local/i.exec(name)?.[0].toLowerCase();
}

const MINUTE = 60_000;
const DAY = MINUTES_PER_DAY * MINUTE;
const ROWS_OF_A_PAIR = 500;

/**
 * Wall clock of the first rows, whichever of day and month stands first: the distance of two of a row tells the same.
 */
function timesOf(sample: Sample, column: Profile): (number | undefined)[] {
  const parts = sample.rows.slice(0, ROWS_OF_A_PAIR).map((row) => partsOf(row[column.index] ?? ''));
  const order = DATE_ORDERS.find((each) => nearlyAll(parts, (one) => !one || wallClock(one, each) !== undefined));
  return parts.map((one) => one && order && wallClock(one, order));
}

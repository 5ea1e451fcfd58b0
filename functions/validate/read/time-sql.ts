/** SQL that turns a record's time text into a wall clock, and that into an instant. */

import { literal } from '../../../shared/database/duckdb.ts';
import { plusMicroseconds } from '../../../shared/readings/clock.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { MONTH_CODES } from '../../../shared/text/calendar-names.ts';
import { SPREADSHEET_EPOCH_DAYS } from '../../../shared/text/days.ts';
import { MONTH_TEXTS } from '../../../shared/text/month-words.ts';
import { DAY_US, HOUR_US, MINUTE_US } from '../../../shared/time-units.ts';
import {
  ABBREVIATIONS,
  BUDDHIST_FROM,
  BUDDHIST_YEARS,
  CALENDAR_PATTERN,
  COMPACT_PATTERN,
  GROUPS,
  MINGUO,
  TWO_DIGIT_PIVOT,
} from '../recognise/calendar.ts';
import { MONTH_GROUPS, MONTH_PATTERN } from '../recognise/months.ts';
import type { CountedTime, FastTimes } from '../recognise/times.ts';
import { slotsOf } from './slots.ts';
import { areUtc, byZone, type Zones, zonedToLocal, zonedToUtc } from './zones.ts';

/** `2026-10-01 00:00:00` or with a T: what nearly every file has, and what DuckDB's own cast reads fastest. */
const COMMON_TIME = '____-__-_____:__:__';
/** SQL: no year of the Buddhist calendar. */
const isOfOurs = (text: string) => `${text} < '${BUDDHIST_FROM}'`;

export interface StampOptions {
  readonly layout: Layout;
  readonly zones: Zones;
  /**
   * Where given, anything it cannot read becomes null, is thereby found at fault, and is read again the general way.
   */
  readonly fast: FastTimes | undefined;
}

/**
 * @param from relation with `time`.
 * @returns the same with `local` (wall clock) and `offset_us` (to UTC; null where the text gives none)
 */
export function withLocal(from: string, { layout, zones, fast }: StampOptions): string {
  const { time } = layout;
  const fixed = time.offset_minutes;
  if (time.format === 'months') {
    const offset = fixed === undefined ? 'NULL' : String(fixed * MINUTE_US);
    return `SELECT *, ${monthLocal()} AS local, ${offset}::BIGINT AS offset_us FROM (${from})`;
  }
  if (time.format !== 'calendar') {
    const byWall = time.format === 'spreadsheet-days';
    const offset = byWall ? (fixed === undefined ? 'NULL' : String(fixed * MINUTE_US)) : '0';
    return `SELECT *, ${countedLocal(time.format)} AS local, ${offset}::BIGINT AS offset_us FROM (${from})`;
  }
  if (fast) {
    const offset =
      fixed === undefined ? (fast.kind === 'zulu' ? '0::BIGINT' : 'NULL::BIGINT') : String(fixed * MINUTE_US);
    return `SELECT *, ${fastLocal(fast)} AS local, ${offset} AS offset_us FROM (${from})`;
  }
  const parts = `SELECT *, ${partsOf('time')} AS parts FROM (${from})`;
  const dated = `SELECT *, ${dateOf(layout)} AS date, ${microsecondsOfDay()} AS of_day FROM (${parts})`;
  const own = offsetOf(zones);
  const given = fixed === undefined ? own : `coalesce(${own}, ${fixed * MINUTE_US})`;
  const placed =
    `SELECT * EXCLUDE (parts, date, of_day), CASE WHEN parts IS NULL THEN try_cast(time AS TIMESTAMP) ` +
    `ELSE ${plusMicroseconds('date', 'of_day')} END AS local, ${given} AS offset_us FROM (${dated})`;
  if (time.midnight === 'begins') return placed;
  return (
    `SELECT * REPLACE (CASE WHEN epoch_us(local) % ${DAY_US} = 0 AND NOT contains(time, '24:00') ` +
    `THEN ${plusMicroseconds('local', String(DAY_US))} ELSE local END AS local) FROM (${placed})`
  );
}

/** Beyond these a count is no time, and would be no timestamp either: 1900 to 2200. */
const LEAST_US = -2_208_988_800_000_000;
const MOST_US = 7_258_118_400_000_000;

/** SQL: the number in the cell, which has the decimal sign of the file's language. */
const SPREADSHEET_DAYS = "try_cast(replace(time, ',', '.') AS DOUBLE)";

/** SQL: microseconds since 1970. */
const COUNTED_US = {
  'epoch-seconds': 'try_cast(time AS DECIMAL(20,6)) * 1000000',
  'epoch-milliseconds': 'try_cast(time AS DECIMAL(20,6)) * 1000',
  'epoch-microseconds': 'try_cast(time AS BIGINT)',
  'epoch-nanoseconds': 'try_cast(time AS BIGINT) // 1000',
  'spreadsheet-days': `round((${SPREADSHEET_DAYS} - ${SPREADSHEET_EPOCH_DAYS}) * 86400) * 1000000`,
} as const satisfies Record<CountedTime, string>;

function countedLocal(unit: CountedTime): string {
  const number = COUNTED_US[unit];
  return `CASE WHEN ${number} BETWEEN ${LEAST_US} AND ${MOST_US} THEN make_timestamp(CAST(${number} AS BIGINT)) END`;
}

/** SQL: the first midnight of the month that the text names. */
function monthLocal(): string {
  const groups = `[${MONTH_GROUPS.map(literal).join(', ')}]`;
  const parts = `regexp_extract(lower(strip_accents(time)), ${literal(MONTH_PATTERN)}, ${groups})`;
  const names = `[${[...MONTH_TEXTS.keys()].map(literal).join(', ')}]`;
  const numbers = `[${[...MONTH_TEXTS.values()].join(', ')}]`;
  const number = `coalesce(try_cast(word AS INTEGER), ${numbers}[nullif(list_position(${names}, word), 0)])`;
  const written = `CASE WHEN p.y3 <> '' THEN '20' || p.y3 ELSE p.y1 || p.y2 END`;
  const year = `list_transform([try_cast(${written} AS INTEGER)], lambda y: ${ofOurs('y')})[1]`;
  return (
    `list_transform([${parts}], lambda p: list_transform([p.m1 || p.m2 || p.m3], lambda word: ` +
    `try_cast(${year} || '-' || ${number} || '-1' AS TIMESTAMP))[1])[1]`
  );
}

/** SQL: the year of our calendar, of a number of four digits. */
function ofOurs(year: string): string {
  return `CASE WHEN ${year} >= ${BUDDHIST_FROM} THEN ${year} - ${BUDDHIST_YEARS} ELSE ${year} END`;
}

/** @param from relation of `placed`, each of whose readings is of a month. @returns the same with `end_utc` */
export function withMonthEnds(from: string, zones: Zones): string {
  const next = "date_trunc('month', local) + INTERVAL 1 MONTH";
  const ends = `CASE WHEN offset_us IS NULL THEN ${zonedToUtc(next, zones)} ELSE utc + (${next} - local) END`;
  return `SELECT *, ${ends} AS end_utc FROM (${from})`;
}

function fastLocal(fast: FastTimes): string {
  switch (fast.kind) {
    case 'common':
      return `CASE WHEN time LIKE '${COMMON_TIME}' THEN try_cast(time AS TIMESTAMP) END`;
    case 'zulu':
      // The cast drops an offset; that of Z is none.
      return `CASE WHEN time LIKE '${COMMON_TIME}Z' THEN try_cast(time AS TIMESTAMP) END`;
    case 'strptime':
      return `try_strptime(time, ${literal(fast.pattern)})`;
  }
}

/**
 * The groups of the pattern; null for the common form. The cast alone would not do: it drops an offset without a word.
 */
function partsOf(text: string): string {
  const groups = `[${GROUPS.map(literal).join(', ')}]`;
  return (
    `CASE WHEN ${text} LIKE '${COMMON_TIME}' AND ${isOfOurs(text)} THEN NULL ` +
    `WHEN regexp_matches(${text}, '^\\s*\\d{8}') ` +
    `THEN regexp_extract(${text}, ${literal(COMPACT_PATTERN)}, ${groups}) ` +
    `ELSE regexp_extract(${text}, ${literal(CALENDAR_PATTERN)}, ${groups}) END`
  );
}

function dateOf({ time }: Layout): string {
  const date = (y: string, m: string, d: string) =>
    `CASE WHEN length(${d}) <= 2 THEN try_cast((${yearOf(y)}) || '-' || ` +
    `coalesce(try_cast(${m} AS INTEGER), nullif(list_position([${MONTH_CODES.map(literal).join(', ')}], ` +
    `lower(${m}[1:3])), 0)) || '-' || ${d} AS TIMESTAMP) END`;
  const [a, b, c] = ['parts.a', 'parts.b', 'parts.c'];
  const yearFirst = date(a, b, c);
  if (time.order === 'YMD' && time.short_years) return yearFirst;
  // Among years of four digits that stand first, two digits there are of a date that is written otherwise.
  if (time.order === 'YMD') return `CASE WHEN length(parts.a) > 2 THEN ${yearFirst} END`;
  return (
    `CASE WHEN length(parts.a) > 2 THEN ${yearFirst} ` +
    `WHEN length(parts.c) <> 3 THEN ${time.order === 'DMY' ? date(c, b, a) : date(c, a, b)} END`
  );
}

/** SQL: the year of our calendar; null for digits that are none. */
function yearOf(digits: string): string {
  const number = `try_cast(${digits} AS INTEGER)`;
  return (
    `CASE length(${digits}) ` +
    `WHEN 2 THEN ${number} + CASE WHEN ${number} >= ${TWO_DIGIT_PIVOT} THEN 1900 ELSE 2000 END ` +
    `WHEN 3 THEN CASE WHEN ${number} BETWEEN ${MINGUO.from} AND ${MINGUO.to} THEN ${number} + ${MINGUO.years} END ` +
    `WHEN 4 THEN ${ofOurs(number)} END`
  );
}

function microsecondsOfDay(): string {
  const part = (name: string) => `coalesce(try_cast(parts.${name} AS BIGINT), 0)`;
  const ofTwelve = (number: string, half: string) =>
    `CASE WHEN ${number} BETWEEN 1 AND 12 ` +
    `THEN ${number} % 12 + CASE WHEN lower(${half}) LIKE '%p%' THEN 12 ELSE 0 END END`;
  const alone = `try_cast(regexp_extract(parts.half, '\\d+') AS BIGINT)`;
  const hour =
    `CASE WHEN parts.th <> '' THEN ${part('th')} WHEN parts.half <> '' THEN ${ofTwelve(alone, 'parts.half')} ` +
    `WHEN parts.ap = '' THEN ${part('h')} ELSE ${ofTwelve(part('h'), 'parts.ap')} END`;
  const sum =
    `(${hour}) * 3600000000 + ${part('mi')} * 60000000 + ${part('s')} * 1000000 + ` +
    `coalesce(try_cast(rpad(parts.f, 6, '0')[1:6] AS BIGINT), 0)`;
  return `CASE WHEN ${part('mi')} < 60 AND ${part('s')} < 60 AND ${sum} <= ${DAY_US} THEN ${sum} END`;
}

/** Microseconds east of UTC that the timestamp itself gives, else null. */
function offsetOf({ clocks }: Zones): string {
  const z = 'parts.z';
  const own = new Set(
    clocks.flatMap(({ initial, transitions }) => [initial, ...transitions.map(({ after }) => after)]),
  );
  const named = Object.entries(ABBREVIATIONS).map(([name, offsets]: [string, readonly [number, ...number[]]]) => {
    const minutes = offsets.find((each) => own.has(each)) ?? offsets[0];
    return `WHEN ${z} = ${literal(name)} THEN ${minutes * MINUTE_US}`;
  });
  return (
    `CASE WHEN parts IS NULL OR ${z} = '' THEN NULL WHEN upper(${z}) = 'Z' THEN 0 ${named.join(' ')} ` +
    `ELSE (CASE WHEN ${z}[1] = '-' THEN -1 ELSE 1 END) * (${z}[2:3]::BIGINT * 60 + ` +
    `CASE WHEN length(${z}) > 3 THEN ${z}[-2:]::BIGINT ELSE 0 END) * ${MINUTE_US} END`
  );
}

export interface PlaceOptions {
  readonly layout: Layout;
  readonly zones: Zones;
  /** Days on which numbered intervals follow the wall clock although it changes, `2026-03-29`; a list a clock. */
  readonly wallDates: readonly (readonly string[])[];
  readonly numbered: boolean;
  /** Whether some text may give an offset. */
  readonly offsets: boolean;
}

/** @returns by how much the readings lie before the stamps, microseconds; of the intervals of a day nothing is known */
export function earlierBy({ time, interval_minutes: interval }: Layout): number {
  if (time.stand_minutes !== undefined) return -time.stand_minutes * MINUTE_US;
  return time.stamps === 'end' && time.slot_minutes === undefined ? (interval ?? 0) * MINUTE_US : 0;
}

/** SQL: the same of a record's slot. A register is read at its stamp, also beside energies that end there. */
function earlierOf(layout: Layout, shift: number): string {
  const slots = slotsOf(layout);
  const stands = slots.flatMap(({ column }, at) => (column.role === 'register' ? [at] : []));
  if (stands.length === 0 || stands.length === slots.length) return String(shift);
  return `CASE WHEN list_contains([${stands.join(', ')}], cell) THEN 0 ELSE ${shift} END`;
}

/**
 * @param from relation with `local, offset_us` and, for the intervals of a day, `plus_us`
 * @returns the same with `timestamp, utc, skipped`, and for the numbered pass `stamp`: the wall clock that may be one
 * of two instants
 */
export function placed(from: string, options: PlaceOptions): string {
  const { layout, zones, numbered } = options;
  const slotted = layout.time.slot_minutes !== undefined;
  const shift = earlierBy(layout);
  const utcClock = areUtc(zones);
  const stamp = numbered ? ', CASE WHEN offset_us IS NULL THEN local END AS stamp' : '';

  if (slotted) return placedInDay(from, options);
  const instant = options.offsets
    ? `CASE WHEN offset_us IS NOT NULL THEN ${plusMicroseconds('local', '-offset_us')} ` +
      `ELSE ${zonedToUtc('local', zones)} END`
    : zonedToUtc('local', zones);
  if (shift === 0) {
    if (utcClock && !options.offsets)
      return `SELECT *, local AS timestamp, local AS utc, false AS skipped${stamp} FROM (${from})`;
    const timed = `SELECT *, ${instant} AS utc FROM (${from})`;
    const back = `SELECT *, ${zonedToLocal('utc', zones)} AS timestamp${stamp} FROM (${timed})`;
    return `SELECT *, ${utcClock ? 'false' : 'offset_us IS NULL AND timestamp <> local'} AS skipped FROM (${back})`;
  }
  // The end of an interval belongs to it: 02:00 is a time that was there although the clock went to 03:00 with it.
  const timed = `SELECT *, ${instant} AS ends FROM (${from})`;
  const skipped = utcClock
    ? 'false'
    : `offset_us IS NULL AND ${zonedToLocal('ends', zones)} <> local ` +
      `AND ${zonedToLocal(plusMicroseconds('ends', '-1'), zones)} <> ${plusMicroseconds('local', '-1')}`;
  const starts = plusMicroseconds('ends', `-(${earlierOf(layout, shift)})`);
  const started = `SELECT *, ${starts} AS utc, ${skipped} AS skipped FROM (${timed})`;
  return `SELECT * EXCLUDE (ends), ${zonedToLocal('utc', zones)} AS timestamp${stamp} FROM (${started})`;
}

/**
 * @param from relation of `placed` with `end_time`, the text of the reading's end
 * @returns the same with `end_utc`; null where the text is no time that is later than the start. A time of day that is
 * not later is one of the next day
 */
export function withEnds(from: string, { layout, zones }: Pick<PlaceOptions, 'layout' | 'zones'>): string {
  const apart =
    `SELECT * EXCLUDE (time, local, offset_us), time AS start_time, local AS start_local, ` +
    `offset_us AS start_offset, end_time AS time FROM (${from})`;
  const read = withLocal(apart, { layout, zones, fast: undefined });
  const instantOf = (local: string) =>
    `CASE WHEN offset_us IS NOT NULL THEN ${plusMicroseconds(local, '-offset_us')} ` +
    `ELSE ${zonedToUtc(local, zones)} END`;
  const sameDay = layout.columns.some(({ role }) => role === 'timestamp') ? 'false' : 'true';
  const again = plusMicroseconds('ends', String(HOUR_US));
  const ended =
    `SELECT * EXCLUDE (time, local, offset_us), start_time AS time, start_local AS local, ` +
    `start_offset AS offset_us, local AS end_local, ${instantOf('local')} AS ends, ` +
    // By the clock: a day on which it changes is not of 24 hours.
    `${sameDay === 'true' ? instantOf(plusMicroseconds('local', String(DAY_US))) : 'NULL'} AS next_day FROM (${read})`;
  return (
    `SELECT * EXCLUDE (start_time, start_local, start_offset, end_local, ends, next_day, end_time), ` +
    `CASE WHEN ends > utc THEN ends ` +
    // The hour that comes twice: its second time is the end.
    `WHEN ${again} > utc AND ${zonedToLocal(again, zones)} = end_local THEN ${again} ` +
    `WHEN ${sameDay} THEN next_day END AS end_utc FROM (${ended})`
  );
}

/** SQL: whether a timestamp is the midnight of one of the dates. */
export function isOneOf(timestamp: string, dates: readonly string[]): string {
  return `list_contains([${dates.map((date) => `TIMESTAMP '${date}'`).join(', ')}], ${timestamp})`;
}

/**
 * Intervals counted from the day's midnight: a day of 25 hours has 25 of them, unless its labels follow the wall clock.
 */
function placedInDay(from: string, { layout, zones, wallDates, numbered }: PlaceOptions): string {
  // A day that is not the site's own, by an offset beside its date or by the format, has its intervals on any local
  // date.
  const foreign =
    layout.time.offset_minutes === undefined
      ? `offset_us IS NOT NULL AND ${plusMicroseconds('local', '-offset_us')} <> ${zonedToUtc('local', zones)}`
      : 'true';
  const wall = plusMicroseconds('local', 'plus_us');
  const isWall = byZone(zones, (_, number) => isOneOf('local', wallDates[number] ?? []));
  const days = `SELECT *, ${foreign} AS foreign_day FROM (${from})`;
  const labelled = `SELECT *, CASE WHEN NOT foreign_day AND ${isWall} THEN ${wall} END AS label FROM (${days})`;
  const instant =
    `CASE WHEN label IS NOT NULL THEN ${zonedToUtc('label', zones)} ` +
    `WHEN offset_us IS NOT NULL THEN ${plusMicroseconds('local', 'plus_us - offset_us')} ` +
    `ELSE ${plusMicroseconds(zonedToUtc('local', zones), 'plus_us')} END`;
  const timed = `SELECT *, ${instant} AS utc FROM (${labelled})`;
  const back = `SELECT *, ${zonedToLocal('utc', zones)} AS timestamp FROM (${timed})`;
  // Behind the last interval of a short day there is nothing: its cells are of the next day.
  const skipped =
    `CASE WHEN foreign_day THEN false WHEN label IS NOT NULL THEN timestamp <> label ` +
    `ELSE date_trunc('day', timestamp) <> date_trunc('day', local) END`;
  return (
    `SELECT * EXCLUDE (label, foreign_day), ${skipped} AS skipped${numbered ? ', label AS stamp' : ''} ` +
    `FROM (${back})`
  );
}

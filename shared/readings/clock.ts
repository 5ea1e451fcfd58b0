/**
 * A zone's clock as SQL. The offsets come from the runtime's time zone data and become a search tree of CASE, which
 * costs a few comparisons a row; a conversion by DuckDB's ICU costs seconds for ten million rows and takes the later of
 * two instants where a clock time is there twice.
 */

import { literal } from '../database/duckdb.ts';
import { MS_PER_DAY as DAY, utcDay, utcSecond } from '../text/days.ts';
import { MINUTE_US } from '../time-units.ts';

const MINUTE = 60_000;
const FIRST_YEAR = 1989;
/** No zone changes its clock twice within so few days. */
const STEP_DAYS = 9;

/** The clock moves from one distance to UTC to another. Milliseconds and minutes. */
export interface Transition {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

export interface Clock {
  readonly zone: string;
  /** Distance to UTC before the first transition, minutes. */
  readonly initial: number;
  readonly transitions: readonly Transition[];
}

const clocks = new Map<string, Clock>();

/** @param until last year that matters */
export function clockOf(zone: string, until: number): Clock {
  const key = `${zone} ${until}`;
  const known = clocks.get(key);
  if (known) return known;
  const clock = clockWithin(zone, Date.UTC(FIRST_YEAR, 0, 1), Date.UTC(until + 1, 0, 2));
  clocks.set(key, clock);
  return clock;
}

/**
 * The clock of a stretch of time: of some years it is found in a fraction of the time that the whole clock takes.
 * @param from first and `to` last instant, milliseconds
 */
export function clockWithin(zone: string, from: number, to: number): Clock {
  const offsetAt = offsetsOf(zone);
  let at = from;
  const initial = offsetAt(at);
  let before = initial;
  const transitions: Transition[] = [];
  while (at < to) {
    const next = at + STEP_DAYS * DAY;
    const after = offsetAt(next);
    if (after !== before) transitions.push({ at: bisect(at, next, before, offsetAt), before, after });
    before = after;
    at = next;
  }
  return { zone, initial, transitions };
}

/**
 * The part of a clock that a stretch of time needs: SQL with every transition of forty years takes longer to plan than
 * to run.
 * @param from first and `to` last instant, milliseconds
 */
export function clockBetween(clock: Clock, from: number, to: number): Clock {
  const before = clock.transitions.findLast(({ at }) => at <= from);
  return {
    zone: clock.zone,
    initial: before?.after ?? clock.initial,
    transitions: clock.transitions.filter(({ at }) => at > from && at <= to),
  };
}

function bisect(low: number, high: number, before: number, offsetAt: (at: number) => number): number {
  let [from, to] = [low, high];
  while (to - from > MINUTE) {
    const middle = from + Math.floor((to - from) / 2 / MINUTE) * MINUTE;
    if (offsetAt(middle) === before) from = middle;
    else to = middle;
  }
  return to;
}

/** @returns distance to UTC at an instant (milliseconds), minutes */
function offsetsOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' });
  return (at) => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const found = /GMT([+-])(\d\d):(\d\d)/.exec(name);
    if (!found) return 0;
    return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
  };
}

interface Step {
  readonly from: number;
  readonly minutes: number;
}

/** SQL: microseconds east of UTC at an instant. */
export function offsetAtUtc(utc: string, clock: Clock): string {
  return tree(
    utc,
    clock.initial,
    clock.transitions.map(({ at, after }) => ({ from: at, minutes: after })),
  );
}

/**
 * SQL: microseconds east of UTC of a wall-clock time; of a time that is there twice the first, of a skipped one that
 * from before the change.
 */
export function offsetAtLocal(local: string, clock: Clock): string {
  return tree(
    local,
    clock.initial,
    clock.transitions.map(({ at, before, after }) => ({
      from: at + Math.max(before, after) * MINUTE,
      minutes: after,
    })),
  );
}

/** Wall-clock times that are there twice or not at all, `from` (included) to `to`. */
export interface ChangedTimes {
  readonly from: number;
  readonly to: number;
  /** How much longer the day is, minutes: from the first to the second instant; below 0 where they are skipped. */
  readonly minutes: number;
}

export function changedTimes({ transitions }: Clock): ChangedTimes[] {
  return transitions.map(({ at, before, after }) => ({
    from: at + Math.min(before, after) * MINUTE,
    to: at + Math.max(before, after) * MINUTE,
    minutes: before - after,
  }));
}

/** Wall-clock times that are there twice. */
export function repeatedTimes(clock: Clock): ChangedTimes[] {
  return changedTimes(clock).filter(({ minutes }) => minutes > 0);
}

/** Wall-clock times that do not exist. */
export function skippedTimes(clock: Clock): ChangedTimes[] {
  return changedTimes(clock).filter(({ minutes }) => minutes < 0);
}

/** Local dates on which the clock changes, `2026-03-29`. */
export function changeDates(clock: Clock): string[] {
  return clock.transitions.flatMap(({ at, before, after }) => {
    const dates = [before, after].map((minutes) => utcDay(at + minutes * MINUTE));
    return [...new Set(dates)];
  });
}

export function timestampLiteral(milliseconds: number): string {
  return `TIMESTAMP ${literal(utcSecond(milliseconds))}`;
}

function tree(value: string, initial: number, steps: readonly Step[]): string {
  const [first] = steps;
  if (first === undefined) return String(initial * MINUTE_US);
  const middle = Math.floor(steps.length / 2);
  const pivot = steps[middle] ?? first;
  const below = tree(value, initial, steps.slice(0, middle));
  const above = tree(value, pivot.minutes, steps.slice(middle + 1));
  return `CASE WHEN ${value} < ${timestampLiteral(pivot.from)} THEN ${below} ELSE ${above} END`;
}

/** Whether the zone's clock is that of UTC, so that nothing needs to be converted. */
export function isUtcClock(clock: Clock): boolean {
  return clock.initial === 0 && clock.transitions.length === 0;
}

/** SQL: a timestamp that is a number of microseconds (an SQL number) later; faster than adding an INTERVAL. */
export function plusMicroseconds(timestamp: string, microseconds: string): string {
  return `make_timestamp(epoch_us(${timestamp}) + (${microseconds}))`;
}

/** SQL: the instant of a wall-clock time, see `offsetAtLocal`. */
export function toUtc(local: string, clock: Clock): string {
  return isUtcClock(clock) ? local : plusMicroseconds(local, `-(${offsetAtLocal(local, clock)})`);
}

/** SQL: the wall clock at an instant. */
export function toLocal(utc: string, clock: Clock): string {
  return isUtcClock(clock) ? utc : plusMicroseconds(utc, offsetAtUtc(utc, clock));
}

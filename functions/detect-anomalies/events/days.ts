import { HOURS_PER_DAY } from '../../../shared/time-units.ts';
import type { Claims } from './claims.ts';
import type { Grid } from './grid.ts';
import { at, mean, median } from './order-statistics.ts';

/** Local dates of a series, those with most of their buckets; ascending. */
export interface Days {
  readonly size: number;
  /** First and last bucket of each. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Days since 0001-01-01, a Monday. */
  readonly day: Int32Array;
  /** Mean reading, kWh. */
  readonly level: Float64Array;
  /** Smallest level of an hour of the night; NaN where most of the night is missing. */
  readonly night: Float64Array;
}

/** A day that lacks more than a quarter of its usual buckets, or has faults in them, is not compared with others. */
const COMPLETE = 0.75;
const NIGHT_ENDS = 6;
const FEWEST_NIGHT_HOURS = 4;

/** @param claims faults: their buckets are not part of a day */
export function daysOf(grid: Grid, claims: Claims): Days {
  const all: { from: number; to: number; sound: number }[] = [];
  for (let bucket = 0; bucket < grid.size; bucket += 1) {
    const sound = claims.has(bucket) ? 0 : 1;
    const last = all.at(-1);
    if (last && dayOf(grid, last.from) === dayOf(grid, bucket)) {
      last.to = bucket;
      last.sound += sound;
    } else all.push({ from: bucket, to: bucket, sound });
  }
  const usual = median(Float64Array.from(all, ({ from, to }) => to - from + 1));
  const days = all.filter(({ sound }) => sound >= COMPLETE * usual);
  return {
    size: days.length,
    from: Int32Array.from(days, ({ from }) => from),
    to: Int32Array.from(days, ({ to }) => to),
    day: Int32Array.from(days, ({ from }) => dayOf(grid, from)),
    level: Float64Array.from(days, ({ from, to }) => {
      let sum = 0;
      for (let bucket = from; bucket <= to; bucket += 1) sum += at(grid.level, bucket);
      return sum / (to - from + 1);
    }),
    night: Float64Array.from(days, ({ from, to }) => nightOf(grid, from, to)),
  };
}

/** A week that lacks more days is not compared with others. */
const FEWEST_DAYS = 6;

/** Calendar weeks, as if each were a day of the same weekday. */
export function weeksOf(days: Days): Days {
  const weeks = [...Map.groupBy(days.day.keys(), (index) => Math.floor(at(days.day, index) / 7))].filter(
    ([, each]) => each.length >= FEWEST_DAYS,
  );
  return {
    size: weeks.length,
    from: Int32Array.from(weeks, ([, each]) => at(days.from, each[0] ?? 0)),
    to: Int32Array.from(weeks, ([, each]) => at(days.to, each.at(-1) ?? 0)),
    day: Int32Array.from(weeks, ([week]) => week * 7),
    level: Float64Array.from(weeks, ([, each]) => mean(Float64Array.from(each, (index) => at(days.level, index)))),
    night: new Float64Array(weeks.length).fill(Number.NaN),
  };
}

function dayOf(grid: Grid, bucket: number): number {
  return Math.floor(at(grid.hours, bucket) / HOURS_PER_DAY);
}

function nightOf(grid: Grid, from: number, to: number): number {
  let least = Number.POSITIVE_INFINITY;
  let count = 0;
  for (let bucket = from; bucket <= to && at(grid.hours, bucket) % HOURS_PER_DAY < NIGHT_ENDS; bucket += 1) {
    least = Math.min(least, at(grid.level, bucket));
    count += 1;
  }
  return count >= FEWEST_NIGHT_HOURS ? least : Number.NaN;
}

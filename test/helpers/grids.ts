/** Series on the grid of local hours, for what looks for events in them. */
import type { Finding } from '../../functions/detect-anomalies/events/findings.ts';
import type { Grid } from '../../functions/detect-anomalies/events/grid.ts';

/** 2026-10-01, a Thursday. */
export const FIRST_HOUR = 739_524 * 24;

/** @param kwh of each reading @param perHour readings of an hour @param first hour of the series */
export function gridOf(kwh: ArrayLike<number>, perHour = 1, generation = false, first = FIRST_HOUR): Grid {
  const size = Math.floor(kwh.length / perHour);
  const hours = Array.from({ length: size }, (_, hour) =>
    Array.from({ length: perHour }, (_, reading) => kwh[hour * perHour + reading] ?? 0),
  );
  return {
    ...{ place: 1, size, step: 1, fine: perHour > 1, generation, plan: 0, limit: Number.POSITIVE_INFINITY },
    hours: Int32Array.from(hours, (_, hour) => first + hour),
    readings: new Float64Array(size).fill(perHour),
    level: Float64Array.from(hours, (readings) => readings.reduce((sum, each) => sum + each, 0) / perHour),
    smallest: Float64Array.from(hours, (readings) => Math.min(...readings)),
    largest: Float64Array.from(hours, (readings) => Math.max(...readings)),
  };
}

/** kWh that an event took, and that it would have taken. */
export function energyOf({ level, readings }: Grid, { from, to, expected }: Finding): { kwh: number; usual: number } {
  let kwh = 0;
  let usual = 0;
  for (let bucket = from; bucket <= to; bucket += 1) {
    kwh += (level[bucket] ?? 0) * (readings[bucket] ?? 0);
    usual += expected(bucket) * (readings[bucket] ?? 0);
  }
  return { kwh, usual };
}

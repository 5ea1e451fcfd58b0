import type { Claims } from './claims.ts';
import type { Grid } from './grid.ts';
import { darkness } from './limits.ts';
import { at } from './order-statistics.ts';
import type { Standstill } from './standstills.ts';

/** The smallest energy that is stored, kWh. */
const SMALLEST = 1e-9;

/** NEGATIVE and IMPOSSIBLE: what no meter can have measured. */
export function claimMeterFaults(claims: Claims, grid: Grid, center: Float64Array): void {
  const expected = (bucket: number) => at(center, bucket);
  claims.claim({
    kind: 'NEGATIVE',
    direction: 'LOW',
    score: (bucket) => (at(grid.smallest, bucket) < 0 ? 1 : 0),
    expected,
    part: () => [Number.NEGATIVE_INFINITY, -SMALLEST],
  });
  claims.claim({
    kind: 'IMPOSSIBLE',
    direction: 'HIGH',
    score: (bucket) => at(grid.largest, bucket) / grid.limit,
    expected,
    part: () => [grid.limit, Number.POSITIVE_INFINITY],
  });
}

/**
 * What no use of energy explains: NEGATIVE, IMPOSSIBLE, DEAD, STUCK and NIGHT_GENERATION.
 * @param center what is expected of each bucket, kWh a reading
 */
export function claimFaults(claims: Claims, grid: Grid, center: Float64Array, still: readonly Standstill[]): void {
  claimMeterFaults(claims, grid, center);
  const expected = (bucket: number) => at(center, bucket);
  for (const run of still) {
    const direction = run.value < expected((run.from + run.to) >> 1) || run.kind === 'DEAD' ? 'LOW' : 'HIGH';
    claims.claimRun(run.kind, direction, run, expected);
  }
  const night = grid.generation ? darkness(grid) : undefined;
  if (!night) return;
  claims.claim({
    kind: 'NIGHT_GENERATION',
    direction: 'HIGH',
    score: (bucket) => (night.dark(bucket) ? at(grid.level, bucket) / night.leastReported : 0),
    expected,
    part: () => [night.leastReported, Number.POSITIVE_INFINITY],
  });
}

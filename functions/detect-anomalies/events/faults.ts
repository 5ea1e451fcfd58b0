import type { Claims } from './claims.ts';
import type { Grid } from './grid.ts';
import { darkness } from './limits.ts';
import { at } from './order-statistics.ts';
import { deadRuns, type Run, stuckRuns } from './runs.ts';

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
export function claimFaults(claims: Claims, grid: Grid, center: Float64Array): void {
  claimMeterFaults(claims, grid, center);
  const expected = (bucket: number) => at(center, bucket);
  for (const run of deadRuns(grid)) claims.claimRun('DEAD', 'LOW', run, expected);
  const night = grid.generation ? darkness(grid) : undefined;
  for (const run of stuckRuns(grid)) {
    if (night && run.value < night.leastReported && isOfNight(run, night.dark)) continue;
    const direction = run.value < expected((run.from + run.to) >> 1) ? 'LOW' : 'HIGH';
    claims.claimRun('STUCK', direction, run, expected);
  }
  if (!night) return;
  claims.claim({
    kind: 'NIGHT_GENERATION',
    direction: 'HIGH',
    score: (bucket) => (night.dark(bucket) ? at(grid.level, bucket) / night.leastReported : 0),
    expected,
    part: () => [night.leastReported, Number.POSITIVE_INFINITY],
  });
}

/** Hours beside dusk and dawn, which nobody calls dark. */
const TWILIGHT = 4;

/** What a logger reads of a roof that rests, from dusk to dawn, is the same all night and no fault. */
function isOfNight({ from, to }: Run, dark: (bucket: number) => boolean): boolean {
  let light = 0;
  for (let bucket = from; bucket <= to && light <= TWILIGHT; bucket += 1) light += dark(bucket) ? 0 : 1;
  return light <= TWILIGHT;
}

/**
 * DEAD and STUCK: a meter stands still. What it reads then says nothing of what is usual; a long one would make itself
 * expected.
 */
import { HOURS_PER_WEEK } from '../../../shared/time-units.ts';
import type { Grid } from './grid.ts';
import { darkness } from './limits.ts';
import { at } from './order-statistics.ts';
import { deadRuns, type Run, stuckRuns } from './runs.ts';

export interface Standstill extends Run {
  readonly kind: 'DEAD' | 'STUCK';
}

/** Hours beside dusk and dawn, which nobody calls dark. */
const TWILIGHT = 4;

/** In the order in which they claim their buckets. */
export function standstills(grid: Grid): Standstill[] {
  const night = grid.generation ? darkness(grid) : undefined;
  const stuck = stuckRuns(grid).filter((run) => !(night && run.value < night.leastReported && isOfNight(run, night)));
  return [
    ...deadRuns(grid).map((run) => ({ ...run, kind: 'DEAD' as const })),
    ...stuck.map((run) => ({ ...run, kind: 'STUCK' as const })),
  ];
}

/** What a logger reads of a roof that rests, from dusk to dawn, is the same all night and no fault. */
function isOfNight({ from, to }: Run, { dark }: { dark: (bucket: number) => boolean }): boolean {
  let light = 0;
  for (let bucket = from; bucket <= to && light <= TWILIGHT; bucket += 1) light += dark(bucket) ? 0 : 1;
  return light <= TWILIGHT;
}

/**
 * The levels as they might have been: at each hour of a standstill that of the same hour a week before it, or else a
 * week behind it.
 */
export function levelsWithout(runs: readonly Standstill[], { level, hours, size }: Grid): Float64Array {
  if (runs.length === 0) return level;
  const levels = level.slice();
  const missing = new Uint8Array(size);
  for (const { from, to } of runs) missing.fill(1, from, to + 1);
  const bucketAt = new Map(Array.from(hours, (hour, bucket) => [hour, bucket]));
  const known = (bucket: number | undefined) => bucket !== undefined && missing[bucket] === 0;
  const fill = (bucket: number, weeks: number) => {
    const like = bucketAt.get(at(hours, bucket) + weeks * HOURS_PER_WEEK);
    if (like === undefined || missing[bucket] === 0 || !known(like)) return;
    levels[bucket] = at(levels, like);
    missing[bucket] = 0;
  };
  for (let bucket = 0; bucket < size; bucket += 1) fill(bucket, -1);
  for (let bucket = size - 1; bucket >= 0; bucket -= 1) fill(bucket, 1);
  return levels;
}

/** NIGHT_GENERATION: what a roof cannot make in the dark. */
import { quantileOfSorted } from '../../../shared/order-statistics.ts';
import { HOURS_PER_DAY } from '../../../shared/time-units.ts';
import { type Grid, spanOf, spansOf } from './grid.ts';
import { at } from './order-statistics.ts';

/** How long the sun's hours are taken to hold. */
const SEASON_HOURS = 28 * HOURS_PER_DAY;
/** An hour is dark when in nine of ten days it makes at most this share of what the best hour does. */
const DARK = 0.02;
const DAYS = 0.9;
/** The shortest night of a place where people live on roofs with panels, hours. */
const SHORTEST_NIGHT = 4;
/** Night generation below this share of the best hour is not reported. */
const REPORTED = 0.05;

/**
 * The buckets in which the sun cannot have been up, and the level from which generation in them is reported, kWh a
 * reading. Where the roof is, nobody says: its own four weeks around show which hours are dark, and the hours beside
 * dusk and dawn are not judged.
 */
export function darkness(grid: Grid): { dark: (bucket: number) => boolean; leastReported: number } | undefined {
  const seasons = spansOf(grid, SEASON_HOURS);
  const placeOf = (bucket: number) =>
    spanOf(grid, seasons, bucket) * HOURS_PER_DAY + (at(grid.hours, bucket) % HOURS_PER_DAY);
  const levels = Array.from({ length: seasons * HOURS_PER_DAY }, () => [] as number[]);
  for (let bucket = 0; bucket < grid.size; bucket += 1) levels[placeOf(bucket)]?.push(at(grid.level, bucket));
  const usual = levels.map((each) => quantileOfSorted(Float64Array.from(each).sort(), DAYS));
  const best = Math.max(...usual.filter(Number.isFinite), 0);
  const quiet = usual.map((level) => level <= DARK * best);
  const night = quiet.map((_, index) => {
    const season = index - (index % HOURS_PER_DAY);
    const hour = (off: number) => quiet[season + ((index + off + HOURS_PER_DAY) % HOURS_PER_DAY)] === true;
    return hour(-1) && hour(0) && hour(1);
  });
  // A machine that runs by day and night is no roof.
  if (best === 0 || night.filter(Boolean).length < seasons * (SHORTEST_NIGHT - 2)) return undefined;
  return {
    dark: (bucket) => night[placeOf(bucket)] === true,
    leastReported: REPORTED * best,
  };
}

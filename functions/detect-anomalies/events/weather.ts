/** What panels make in the weather that their neighbours tell, see neighbours.ts. */
import { baselineOf, missOf } from './baseline.ts';
import type { Grid } from './grid.ts';
import { at } from './order-statistics.ts';

/** Neighbours far away lie under another sky: they are believed where they explain more than the hours alone. */
export function underOneSky(grid: Grid): Grid {
  if (!grid.weather) return grid;
  const alone: Grid = { ...grid, weather: undefined };
  const miss = (of: Grid) => missOf(of.level, inWeather(baselineOf(of, withoutWeather(of.level, of)).center, of));
  return miss(grid) < miss(alone) ? grid : alone;
}

/** What the neighbours made of their best in a bucket; 1 where nothing is known of it. */
export function weatherAt({ weather }: Grid, bucket: number): number {
  return weather ? at(weather, bucket) : 1;
}

/** What there would have been in fair weather, kWh a reading. */
export function withoutWeather(values: Float64Array, grid: Grid): Float64Array {
  return grid.weather ? values.map((kwh, bucket) => kwh / weatherAt(grid, bucket)) : values;
}

/** What there is in the weather that was. */
export function inWeather(values: Float64Array, grid: Grid): Float64Array {
  return grid.weather ? values.map((kwh, bucket) => kwh * weatherAt(grid, bucket)) : values;
}

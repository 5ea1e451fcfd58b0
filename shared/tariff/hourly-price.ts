/** One price for each hour of a wall clock, for what is looked at hour by hour: the mean of what it costs within. */
import { HOUR_MS } from '../time-units.ts';
import type { Timeline } from './timeline.ts';

const DECIMALS = 6;

/**
 * Of a ladder the first step counts.
 * @param plan position of a tariff
 * @returns by the hours since 1970-01-01T00:00 of the wall clock: the price of a kWh, a decimal as text; hours without
 * a price are not there
 */
export function hourlyPrices({ stretches, ladders }: Timeline, plan: number): ReadonlyMap<number, string> {
  const found = new Map<number, { first: string; same: boolean; sum: number; time: number }>();
  for (const stretch of stretches) {
    const price = ladders[stretch.energy]?.[0]?.price;
    if (stretch.plan !== plan || price === null || price === undefined) continue;
    for (let hour = Math.floor(stretch.beginLocal / HOUR_MS); hour * HOUR_MS < stretch.endLocal; hour += 1) {
      const time = Math.min(stretch.endLocal, (hour + 1) * HOUR_MS) - Math.max(stretch.beginLocal, hour * HOUR_MS);
      const known = found.get(hour) ?? { first: price, same: true, sum: 0, time: 0 };
      found.set(hour, {
        first: known.first,
        same: known.same && known.first === price,
        sum: known.sum + Number(price) * time,
        time: known.time + time,
      });
    }
  }
  return new Map(
    [...found].map(([hour, { first, same, sum, time }]) => [hour, same ? first : (sum / time).toFixed(DECIMALS)]),
  );
}

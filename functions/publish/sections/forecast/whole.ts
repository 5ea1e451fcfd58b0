import type { ForecastDay } from '../../../../shared/page/chart/periods.ts';
import type { Measure } from '../../../../shared/tables/schema.ts';
import type { Facts } from '../facts.ts';

/**
 * The sites' forecasts added up by day. The bounds are added too, which is exact for one site and wider than 80 % for
 * several.
 * @returns null when a site that has readings has no forecast: the sum would not compare with what was measured
 */
export function forecastOfAll(facts: Facts, measure: Measure): ForecastDay[] | null {
  const measured = new Set(
    facts.energy.series.filter((each) => each.measure === measure).map(({ site_id }) => site_id),
  );
  const forecast = facts.forecast.days.filter((each) => each.measure === measure);
  const covered = new Set(forecast.map(({ site_id }) => site_id));
  if (forecast.length === 0 || covered.size < measured.size) return null;
  const days = new Map<string, ForecastDay>();
  for (const { ds, yhat, yhat_lower, yhat_upper } of forecast) {
    const day = days.get(ds) ?? { day: ds, kwh: 0, lower: 0, upper: 0 };
    days.set(ds, { day: ds, kwh: day.kwh + yhat, lower: day.lower + yhat_lower, upper: day.upper + yhat_upper });
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

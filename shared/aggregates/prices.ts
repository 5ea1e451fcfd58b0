/** The tariffs as tables: what each hour of the run costs each site. */

import { type Database, literal } from '../database/duckdb.ts';
import type { Clock } from '../readings/clock.ts';
import { PRICE_TYPE } from '../tables/schema.ts';
import { planHolidays } from '../tariff/plans.ts';
import { type PricedDays, priceDays } from '../tariff/rates.ts';
import type { Plan } from '../tariff/schema.ts';
import { zonedToUtc } from './zones.ts';

/** Band of the energy of a day on which its site's tariff has no valid version. */
export const NO_TARIFF = 'no tariff';

/**
 * Creates
 * - `priced_days`, a row a tariff (`plan`) and local date: tariff, currency, standing_charge, export_price, the day's
 *   lowest and highest price, and co2_kg of a kWh; null where no version is valid
 * - `priced_hours`, a row a tariff and local hour of these dates: `hours` as buckets count them, day, band, price
 * - `priced_stretches`, a row a tariff, zone, date and stretch of hours of one band: `begin_local, end_local,
 *   begin_utc, end_utc`
 *
 * for the tariffs that the table `series` names.
 * @param dates local dates
 */
export async function createPrices(
  db: Database,
  plans: readonly Plan[],
  dates: readonly string[],
  clocks: readonly Clock[],
): Promise<void> {
  const priced = priceDays(plans, dates, await planHolidays(plans, dates));
  const band = `coalesce(band, ${literal(NO_TARIFF)}) AS band`;
  await db.run(`
    CREATE TEMP TABLE priced_days AS
    SELECT * FROM (${daysSql(priced, plans, dates)}) LEFT JOIN (${patternsSql(priced)}) USING (pattern)`);
  await db.run(`
    CREATE TEMP TABLE priced_stretches AS
    SELECT *, ${zonedToUtc('begin_local', clocks)} AS begin_utc, ${zonedToUtc('end_local', clocks)} AS end_utc
    FROM (
      SELECT plan, zone, day, ${band}, price, coalesce(first_hour, 0) AS first_hour, coalesce(end_hour, 24) AS end_hour,
        CAST(day AS TIMESTAMP) + to_hours(coalesce(first_hour, 0)) AS begin_local,
        CAST(day AS TIMESTAMP) + to_hours(coalesce(end_hour, 24)) AS end_local
      FROM priced_days JOIN (SELECT DISTINCT plan, zone FROM series) USING (plan)
        LEFT JOIN (${stretchesSql(priced)}) USING (pattern)
    )`);
  await db.run(`
    CREATE TEMP TABLE priced_hours AS
    SELECT plan, (day - DATE '0001-01-01') * 24 + unnest(range(first_hour, end_hour)) AS hours, day, band, price
    FROM (SELECT DISTINCT plan, day, first_hour, end_hour, band, price FROM priced_stretches)`);
}

function daysSql({ days }: PricedDays, plans: readonly Plan[], dates: readonly string[]): string {
  const all = `[${dates.map(literal).join(', ')}]`;
  return plans
    .map(({ name, currency }, plan) => {
      const patterns = (days[plan] ?? []).map((each) => each ?? 'NULL').join(', ');
      return `
        SELECT ${plan} AS plan, ${literal(name)} AS tariff, ${literal(currency)} AS currency,
          CAST(unnest(${all}) AS DATE) AS day, CAST(unnest([${patterns}]) AS INTEGER) AS pattern`;
    })
    .join(' UNION ALL ');
}

/** Grams become kilograms by a decimal factor: a quotient would be floating point. */
function patternsSql({ patterns }: PricedDays): string {
  return patterns
    .map(({ version, rates }, pattern) => {
      const prices = rates.map(({ price }) => price).sort((a, b) => Number(a) - Number(b));
      const figures = {
        standing_charge: version.standing_charge,
        export_price: version.export_price,
        lowest: prices[0] ?? 'NULL',
        highest: prices.at(-1) ?? 'NULL',
        co2_kg:
          version.co2_g_per_kwh === undefined ? 'NULL' : `CAST(${version.co2_g_per_kwh} AS DECIMAL(10,3)) * 0.001`,
      };
      const columns = Object.entries(figures).map(([name, value]) => `CAST(${value} AS ${PRICE_TYPE}) AS ${name}`);
      return `SELECT ${pattern} AS pattern, ${columns.join(', ')}`;
    })
    .join(' UNION ALL ');
}

/** Hours in a row with the same rate. */
function stretchesSql({ patterns }: PricedDays): string {
  const rows = patterns.flatMap(({ rates }, pattern) =>
    rates.flatMap((rate, hour) => {
      if (rates[hour - 1] === rate) return [];
      const length = rates.slice(hour).findIndex((each) => each !== rate);
      const end = length < 0 ? rates.length : hour + length;
      return [`(${pattern}, ${literal(rate.band)}, CAST(${rate.price} AS ${PRICE_TYPE}), ${hour}, ${end})`];
    }),
  );
  return `SELECT * FROM (VALUES ${rows.join(', ')}) t(pattern, band, price, first_hour, end_hour)`;
}

/**
 * cost_data: what the consumption of each series costs by local day and band. Energies, prices and costs are exact
 * decimals.
 */
import type { Database } from '../database/duckdb.ts';
import { completenessColumns, coveredIntervals, pointsWithin } from './expected.ts';
import { parts } from './rollups.ts';

/**
 * Creates `costs`: site_id, appliance, plan, day, band, price, readings, kwh, spread_kwh, impossible_kwh, covered
 * (intervals).
 * @param hours relation of buckets of an hour at most
 * @param plan SQL: the tariff that a site pays
 */
export async function createCosts(db: Database, hours: string, plan: string, spans: boolean): Promise<void> {
  await db.run(`
    CREATE TEMP TABLE costs AS
    SELECT c.site_id, c.appliance, c.plan, h.day, h.band, h.price,
      CAST(sum(n) AS BIGINT) AS readings, sum(total) AS kwh,
      ${parts()}, ${coveredIntervals('s', spans)} AS covered
    FROM (SELECT site_id, appliance, hours, n, total, largest, minutes, state, impossible, ${plan} AS plan
      FROM ${hours} WHERE measure = 'consumption') c
    ${
      spans
        ? 'JOIN (SELECT site_id, appliance, step FROM series ' +
          "WHERE measure = 'consumption') s USING (site_id, appliance)"
        : ''
    }
    JOIN priced_hours h ON h.plan = c.plan AND h.hours = c.hours
    GROUP BY ALL`);
}

/** cost_data, from `costs`, `priced_days`, `priced_stretches` and `series`. */
export function costQuery(): string {
  return `
    SELECT site_id, appliance, day, band, readings, ${completenessColumns('points', 'covered')}, kwh, price,
      kwh * price AS cost,
      CASE WHEN price = highest THEN kwh * (price - lowest) ELSE kwh * (price - price) END AS shift_saving,
      kwh * co2_kg AS co2_kg, currency, tariff
    FROM (
      SELECT c.*, d.lowest, d.highest, d.co2_kg, d.currency, d.tariff, e.points
      FROM costs c
      JOIN priced_days d ON d.plan = c.plan AND d.day = c.day
      LEFT JOIN (${pointsQuery()}) e
        ON e.site_id = c.site_id AND e.appliance = c.appliance AND e.plan = c.plan AND e.day = c.day AND e.band = c.band
    )
    ORDER BY site_id, appliance, day, band`;
}

/** What each row of `costs` expects: a band may have several stretches a day. */
function pointsQuery(): string {
  return `
    SELECT c.site_id, c.appliance, c.plan, c.day, c.band, CAST(sum(${pointsWithin('s', 't')}) AS BIGINT) AS points
    FROM costs c
    JOIN series s ON s.site_id = c.site_id AND s.appliance = c.appliance AND s.measure = 'consumption'
    JOIN priced_stretches t ON t.plan = c.plan AND t.zone = s.zone AND t.day = c.day AND t.band = c.band
    GROUP BY ALL`;
}

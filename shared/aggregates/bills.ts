/** bill_data: what a site pays for a day. */
import { BUCKET_DAY } from '../readings/hourly-buckets.ts';
import { completenessColumns, pointsWithin } from './expected.ts';

/**
 * bill_data, from `site_flows`, `costs`, `priced_days`, `days` and `series`.
 *
 * What a site uses of its own production is neither bought nor sold. Where that cannot be known, all that it uses
 * counts as bought, and all that it produces as sold.
 * @param hours relation of buckets of an hour at most
 * @param spans whether readings have an end of their own
 */
export function billQuery(hours: string, spans: boolean): string {
  return `
    SELECT site_id, day, readings, ${completenessColumns('points', 'covered')}, used_kwh AS consumed_kwh, generated_kwh,
      self_used_kwh AS self_consumed_kwh, imported_kwh, exported_kwh, energy_cost, avoided_cost,
        standing_charge, export_revenue,
      energy_cost + standing_charge - export_revenue AS net_cost,
      coalesce(imported_kwh, 0) * co2_kg AS co2_kg, currency, tariff,
      spread_kwh, impossible_kwh, impossible_cost
    FROM (
      SELECT *,
        CASE WHEN standing_charge IS NOT NULL THEN coalesce(cost, 0) END AS energy_cost,
        coalesce(exported_kwh, 0) * export_price AS export_revenue
      FROM site_flows
      JOIN priced_days USING (plan, day)
      JOIN (${readings(hours, spans)}) USING (site_id, day)
      LEFT JOIN (${points()}) USING (site_id, day)
    )
    ORDER BY site_id, day`;
}

/** The readings of all series of a site and day, and what of their energy is spread or not believed. */
function readings(hours: string, spans: boolean): string {
  const covered = spans ? 'CASE WHEN s.step IS NULL THEN c.n ELSE c.minutes * 60000000 / s.step END' : 'c.n';
  const sums = ['spread_kwh', 'impossible_kwh', 'impossible_cost'].map((name) => `sum(${name}) AS ${name}`);
  return `
    SELECT site_id, day, CAST(sum(readings) AS BIGINT) AS readings,
      CAST(round(sum(covered)) AS BIGINT) AS covered, ${sums.join(', ')}
    FROM (
      SELECT site_id, day, readings, covered, spread_kwh, impossible_kwh,
        impossible_kwh * price AS impossible_cost FROM costs
      UNION ALL
      SELECT c.site_id, ${BUCKET_DAY}, c.n, ${covered}, 0, 0, 0
      FROM ${hours} c JOIN (SELECT * FROM series WHERE measure = 'generation') s USING (site_id, appliance, measure)
    ) GROUP BY site_id, day`;
}

/** The intervals of all series, also of those without a reading on the day. */
function points(): string {
  return `
    SELECT s.site_id, d.day, CAST(sum(coalesce(${pointsWithin('s', 'd')}, 0)) AS BIGINT) AS points
    FROM series s JOIN days d ON d.zone = s.zone AND d.begin_local <= s.last_timestamp
      AND d.end_local > s.first_timestamp
    GROUP BY s.site_id, d.day`;
}

/** bill_data: what a site pays for a day. */
import { BUCKET_DAY } from '../../shared/readings/hourly-buckets.ts';
import { completenessColumns, pointsWithin } from './expected.ts';

/**
 * bill_data, from `costs`, `priced_days`, `days`, `series` and, where both measures are there, `self_consumed`.
 *
 * What is consumed as it is generated is neither bought nor sold: import = consumed - self-consumed, export = generated - self-consumed.
 * Where self-consumption cannot be known, all that was consumed counts as bought and all that was generated as sold.
 * @param hours relation of buckets of an hour at most
 * @param spans whether readings have an end of their own
 * @param selfConsumed whether the table `self_consumed` is there
 */
export function billQuery(hours: string, selfConsumed: boolean, spans: boolean): string {
  return `
    SELECT site_id, day, readings, ${completenessColumns('points', 'covered')}, consumed_kwh, generated_kwh, self_consumed_kwh,
      imported_kwh, exported_kwh, energy_cost, avoided_cost, standing_charge, export_revenue,
      energy_cost + standing_charge - export_revenue AS net_cost,
      coalesce(imported_kwh, 0) * co2_kg AS co2_kg, currency, tariff,
      spread_kwh, impossible_kwh, impossible_cost
    FROM (
      SELECT *, consumed_kwh - coalesce(self_consumed_kwh, 0) AS imported_kwh,
        generated_kwh - coalesce(self_consumed_kwh, 0) AS exported_kwh,
        CASE WHEN standing_charge IS NOT NULL THEN coalesce(cost, 0) END AS energy_cost,
        (coalesce(generated_kwh, 0) - coalesce(self_consumed_kwh, 0)) * export_price AS export_revenue
      FROM (${siteDays(hours, selfConsumed, spans)})
      JOIN priced_days USING (plan, day)
      LEFT JOIN (${points()}) USING (site_id, day)
    )
    ORDER BY site_id, day`;
}

/** The parts of each site and day: the last have the price of what was not bought as a negative cost. */
function siteDays(hours: string, selfConsumed: boolean, spans: boolean): string {
  const parts = [
    `SELECT c.site_id, c.plan, c.day, c.readings, c.kwh AS consumed_kwh, NULL AS generated_kwh, NULL AS self_consumed_kwh, c.kwh * c.price AS cost, NULL AS avoided_cost,
       c.covered, c.spread_kwh, c.impossible_kwh, c.impossible_kwh * c.price AS impossible_cost
     FROM costs c SEMI JOIN (SELECT * FROM series WHERE measure = 'consumption' AND counts) USING (site_id, appliance)`,
    `SELECT c.site_id, s.plan, ${BUCKET_DAY}, c.n, NULL, c.total, NULL, NULL, NULL, ${spans ? 'CASE WHEN s.step IS NULL THEN c.n ELSE c.minutes * 60000000 / s.step END' : 'c.n'}, 0, 0, 0
     FROM ${hours} c JOIN (SELECT * FROM series WHERE measure = 'generation' AND counts) s USING (site_id, appliance, measure)`,
    ...(selfConsumed
      ? ['SELECT site_id, plan, day, 0, NULL, NULL, kwh, -cost, cost, 0, 0, 0, 0 FROM self_consumed']
      : []),
  ];
  const sums = [
    'consumed_kwh',
    'generated_kwh',
    'self_consumed_kwh',
    'cost',
    'avoided_cost',
    'spread_kwh',
    'impossible_kwh',
    'impossible_cost',
  ].map((name) => `sum(${name}) AS ${name}`);
  return `
    SELECT site_id, plan, day, CAST(sum(readings) AS BIGINT) AS readings, CAST(round(sum(covered)) AS BIGINT) AS covered, ${sums.join(', ')}
    FROM (${parts.join(' UNION ALL ')}) GROUP BY site_id, plan, day`;
}

/** The intervals of all series that count, also of those without a reading on the day. */
function points(): string {
  return `
    SELECT s.site_id, d.day, CAST(sum(coalesce(${pointsWithin('s', 'd')}, 0)) AS BIGINT) AS points
    FROM series s JOIN days d ON d.zone = s.zone AND d.begin_local <= s.last_timestamp AND d.end_local > s.first_timestamp
    WHERE s.counts GROUP BY s.site_id, d.day`;
}

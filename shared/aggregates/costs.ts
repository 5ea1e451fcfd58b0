/**
 * cost_data: what the consumption of each series costs by local day and band. Energies, prices and costs are exact
 * decimals.
 */
import type { Database } from '../database/duckdb.ts';
import type { HourlyBuckets } from '../readings/fetch-hourly-buckets.ts';
import { HOURS_KNOWN } from '../readings/hourly-buckets.ts';
import { ENERGY_SUM_TYPE, PRICE_TYPE } from '../tables/schema.ts';
import { cutAtPrices } from './cut-at-prices.ts';
import { completenessColumns, coveredIntervals, pointsWithin } from './expected.ts';
import type { Prices } from './prices.ts';
import { stepEnergy } from './steps.ts';

/** What of an energy is spread from a longer stretch, and what is not believed; columns as those of a bucket. */
const ENERGIES = {
  kwh: 'total',
  spread_kwh: "CASE WHEN state = 'spread' THEN total ELSE 0 END",
  // Of a bucket with several readings, the largest is the one that is not believed.
  impossible_kwh: 'CASE WHEN impossible THEN least(largest, total) ELSE 0 END',
} as const;

/**
 * Creates `costs`: site_id, appliance, plan, day, band, price (the mean one where it changes within the day), readings,
 * covered (intervals), kwh, spread_kwh, impossible_kwh, cost, impossible_cost, shift_saving, from the tables of
 * `createPrices`.
 * @param readings brings the readings; asked only where an hour has several prices
 * @param account SQL: what a site shares with those whose ladders it climbs
 */
export async function createCosts(
  db: Database,
  buckets: HourlyBuckets,
  prices: Prices,
  readings: () => Promise<string>,
  account: string,
): Promise<void> {
  const source = prices.withinHours ? eachReading(await readings(), buckets) : eachBucket(buckets);
  const columns = {
    ...{ keys: ['appliance'], energies: ENERGIES, split: 'kwh' },
    ...{ lengths: { minutes: 'coalesce(minutes, 0)' }, counts: { n: 'n' } },
  };
  const step = buckets.spans
    ? "JOIN (SELECT site_id, appliance, step FROM series WHERE measure = 'consumption') s USING (site_id, appliance)"
    : '';
  await db.run(`
    CREATE OR REPLACE TEMP TABLE costs AS
    WITH placed AS (
      SELECT site_id, plan, stretch, appliance, sum(kwh) AS kwh, sum(spread_kwh) AS spread_kwh,
        sum(impossible_kwh) AS impossible_kwh, sum(minutes) AS minutes, sum(n) AS n
      FROM (${cutAtPrices(source, columns, prices)}) GROUP BY ALL
    ),
    priced AS (${stepped('placed', account)})
    SELECT c.site_id, c.appliance, c.plan, c.day, c.band,
      CASE WHEN min(price) = max(price) THEN min(price)
        ELSE CAST(CAST(sum(c.kwh * price) AS DOUBLE) / nullif(CAST(sum(c.kwh) AS DOUBLE), 0) AS ${PRICE_TYPE}) END
          AS price,
      CAST(sum(n) AS BIGINT) AS readings, ${coveredIntervals('s', buckets.spans)} AS covered,
      sum(c.kwh) AS kwh, sum(spread_kwh) AS spread_kwh, sum(impossible_kwh) AS impossible_kwh,
      sum(c.kwh * price) AS cost, sum(impossible_kwh * price) AS impossible_cost,
      sum(CASE WHEN first_price = highest THEN c.kwh * (highest - lowest) ELSE c.kwh * (price - price) END)
        AS shift_saving
    FROM priced c ${step}
    GROUP BY c.site_id, c.appliance, c.plan, c.day, c.band`);
}

function eachBucket({ relation }: HourlyBuckets): string {
  return `
    SELECT site_id, appliance, epoch_us(begins_utc) AS begins_us, epoch_us(ends_utc) AS ends_us, n, total, largest,
      minutes, state, impossible
    FROM ${relation} WHERE measure = 'consumption'`;
}

/** The readings with the columns of buckets. */
function eachReading(readings: string, { relation }: HourlyBuckets): string {
  return `
    SELECT site_id, appliance, epoch_us(utc) AS begins_us, epoch_us(end_utc) AS ends_us, 1 AS n, kwh AS total,
      kwh AS largest, (epoch_us(end_utc) - epoch_us(utc)) / 60000000 AS minutes,
      CASE WHEN ${HOURS_KNOWN} THEN 'read' ELSE 'spread' END AS state, coalesce(kwh > limit_kwh, false) AS impossible
    FROM ${readings} LEFT JOIN (
      SELECT site_id, appliance, any_value(limit_kwh) AS limit_kwh FROM ${relation}
      WHERE measure = 'consumption' AND limit_kwh IS NOT NULL GROUP BY site_id, appliance
    ) USING (site_id, appliance)
    WHERE kwh IS NOT NULL`;
}

/**
 * Each row by the steps of its ladder. Which step a time's energy is in depends on what the site has used in the period
 * until then; the series of that time share the steps as they share the energy.
 */
function stepped(placed: string, account: string): string {
  const nano = (energy: string) => `CAST(CAST(${energy} AS DECIMAL(38,9)) * 1000000000 AS HUGEINT)`;
  const share = (name: string) => {
    const until = (edge: string) => `(${nano(name)} * ${nano(edge)}) // nullif(${nano('site_kwh')}, 0)`;
    const piece = `coalesce(${until('step_to')} - ${until('step_from')}, CASE WHEN step = 1 THEN ${nano(name)}
      ELSE 0 END)`;
    return (
      `CASE WHEN steps = 1 THEN ${name} ` +
      `ELSE CAST(CAST(${piece} AS DECIMAL(38,0)) * CAST(0.000000001 AS DECIMAL(10,9)) AS ${ENERGY_SUM_TYPE}) END
        AS ${name}`
    );
  };
  return `
    SELECT p.site_id, p.appliance, p.plan, t.day, t.band, t.price, t.first_price, t.lowest, t.highest,
      CASE WHEN t.steps = 1 OR t.main THEN p.n ELSE 0 END AS n, CASE WHEN t.steps = 1 OR t.main THEN p.minutes
        ELSE 0 END AS minutes,
      ${Object.keys(ENERGIES).map(share).join(', ')}
    FROM ${placed} p JOIN (
      SELECT *, sum(energy) OVER steps_of AS step_to, sum(energy) OVER steps_of - energy AS step_from,
        first_value(price) OVER steps_of AS first_price,
        -- Readings are counted with the step that most of the energy is in.
        row_number() OVER (PARTITION BY site_id, stretch ORDER BY energy DESC, step) = 1 AS main
      FROM (
        SELECT u.site_id, u.stretch, u.site_kwh, u.day, u.lowest, u.highest, l.step, l.steps, l.band, l.price,
          ${stepEnergy('u.until_kwh', 'u.site_kwh', 'l')} AS energy
        FROM (
          SELECT site_id, stretch, s.day, s.energy AS ladder, lowest, highest, sum(kwh) AS site_kwh,
            sum(sum(kwh)) OVER (PARTITION BY ${account}, tier_key ORDER BY stretch) AS until_kwh
          FROM ${placed} f JOIN price_stretches s USING (stretch) JOIN priced_days d ON d.plan = f.plan
            AND d.day = s.day
          GROUP BY site_id, stretch, s.day, s.energy, lowest, highest, tier_key
        ) u JOIN price_ladders l USING (ladder)
      ) WINDOW steps_of AS (PARTITION BY site_id, stretch ORDER BY step)
    ) t USING (site_id, stretch)
    WHERE t.steps = 1 OR t.main OR t.energy <> 0`;
}

/** cost_data, from `costs`, `priced_days`, `price_stretches` and `series`. */
export function costQuery(): string {
  return `
    SELECT site_id, appliance, day, band, readings, ${completenessColumns('points', 'covered')}, kwh, price, cost,
      shift_saving, kwh * co2_kg AS co2_kg, currency, tariff
    FROM (
      SELECT c.*, d.co2_kg, d.currency, d.tariff, e.points
      FROM costs c
      JOIN priced_days d ON d.plan = c.plan AND d.day = c.day
      LEFT JOIN (${pointsQuery()}) e
        ON e.site_id = c.site_id AND e.appliance = c.appliance AND e.plan = c.plan AND e.day = c.day AND e.band = c.band
    )
    ORDER BY site_id, appliance, day, band`;
}

/**
 * What each row of `costs` expects: a band may have several stretches a day. Which of several steps a missing reading
 * would have been in nothing says.
 */
function pointsQuery(): string {
  return `
    SELECT c.site_id, c.appliance, c.plan, c.day, c.band, CAST(sum(${pointsWithin('s', 't')}) AS BIGINT) AS points
    FROM costs c
    JOIN series s ON s.site_id = c.site_id AND s.appliance = c.appliance AND s.measure = 'consumption'
    JOIN price_stretches t ON t.plan = c.plan AND t.zone = s.zone AND t.day = c.day
    JOIN price_ladders l ON l.ladder = t.energy AND l.steps = 1 AND l.band = c.band
    GROUP BY ALL`;
}

/** What the grid is asked for: the demand of each site by the intervals of its readings, and what its peaks cost. */
import { type Database, literal } from '../database/duckdb.ts';
import { HOURS, YEAR_ONE } from '../readings/hourly-buckets.ts';
import { COST_TYPE, PRICE_TYPE } from '../tables/schema.ts';
import { DEMAND_INTERVALS, type DemandCharge } from '../tariff/charge-schema.ts';
import { PEAK_COUNTS_MONTHS } from '../tariff/reach-of-bills.ts';
import { MINUTE_US, MINUTES_PER_DAY } from '../time-units.ts';
import type { Prices } from './prices.ts';
import { FLOWS, knownBalance } from './site-flows.ts';

const HOUR_MINUTES = 60;

/**
 * Creates `demand_slots`: site_id, minutes (15, 30 or 60: the shortest interval that the readings fill), slot_us (its
 * begin), timestamp (by the wall clock), kwh from the grid, kw. Of what is longer than an hour nobody knows the demand;
 * hours with a reading that is not believed are left out.
 * @param balance relation of balance_data
 * @param buckets relation of the run's buckets
 */
export async function createDemandSlots(db: Database, balance: string, buckets: string): Promise<void> {
  const rows = `
    SELECT site_id, timestamp, epoch_us(utc) AS begins_us, (epoch_us(end_utc) - epoch_us(utc)) / ${MINUTE_US} AS length,
      CAST(${FLOWS.imported} AS DECIMAL(38,9)) AS kwh
    FROM ${knownBalance(balance)}
    ANTI JOIN (
      SELECT DISTINCT site_id, hours FROM ${buckets} WHERE impossible AND measure = 'consumption'
    ) i ON i.site_id = b.site_id AND i.hours = ${HOURS}`;
  const known = `SELECT * FROM (${rows}) WHERE kwh IS NOT NULL AND length > 0 AND length <= ${HOUR_MINUTES}`;
  const fits = (minutes: number) => `WHEN length <= ${minutes} AND ${minutes} % length = 0 THEN ${minutes}`;
  const kw = '(kwh * CAST(60 // minutes AS INTEGER))';
  await db.run(`
    CREATE OR REPLACE TEMP TABLE demand_slots AS
    SELECT *, CAST(${kw} AS DECIMAL(38,9)) AS kw
    FROM (
      SELECT site_id, minutes, begins_us // (minutes * ${MINUTE_US}) * minutes * ${MINUTE_US} AS slot_us,
        min(timestamp) AS timestamp, sum(kwh) AS kwh
      FROM (${known}) JOIN (
        SELECT site_id, CASE ${[15, 30].map(fits).join(' ')} ELSE ${HOUR_MINUTES} END::BIGINT AS minutes
        FROM (SELECT site_id, mode(length) AS length FROM (${known}) GROUP BY site_id)
      ) USING (site_id)
      WHERE length <= minutes GROUP BY ALL
    )`);
}

/**
 * Creates `demand_charges`: site_id, month, position, name, quantity (kW), unit, price, amount; from `demand_slots` and
 * `bill_days`. A month pays by the version of its last known day. Where readings of more than an hour tell no demand,
 * quantity and amount are null: the charge is there, and nobody knows it.
 * @param account SQL: what sites share that are billed together
 */
export async function createDemandCharges(
  db: Database,
  { timeline: { versions }, holidays }: Prices,
  account: string,
): Promise<void> {
  const all = versions.flatMap(({ plan, version }, number) =>
    version.demand.map((charge, position) => chargeSql(charge, number, position, holidays[plan] ?? new Set(), account)),
  );
  await db.run(
    `CREATE OR REPLACE TEMP TABLE demand_charges AS ${all.length === 0 ? NO_CHARGES : all.join(' UNION ALL ')}`,
  );
}

const NO_CHARGES = `
  SELECT '' AS site_id, '' AS month, 0 AS position, '' AS name, CAST(0 AS DECIMAL(38,9)) AS quantity, 'kW' AS unit,
    CAST(0 AS ${PRICE_TYPE}) AS price, CAST(0 AS ${COST_TYPE}) AS amount WHERE false`;

function chargeSql(
  charge: DemandCharge,
  version: number,
  position: number,
  holidays: ReadonlySet<string>,
  account: string,
): string {
  const { minutes } = DEMAND_INTERVALS[charge.interval];
  const longer = `greatest(minutes, ${minutes})`;
  const peaks = `
    SELECT site_id, strftime(timestamp, '%Y-%m') AS month, max(kw) AS own_kw
    FROM (
      SELECT site_id, min(timestamp) AS timestamp, CAST(sum(kwh) * CAST(60 // ${longer} AS INTEGER)
        AS DECIMAL(38,9)) AS kw
      FROM demand_slots WHERE ${conditionSql(charge, holidays)}
      GROUP BY site_id, ${longer}, slot_us // (${longer} * ${MINUTE_US})
    ) GROUP BY ALL`;
  const floor = `CAST(${charge.floor_kw ?? 'NULL'} AS DECIMAL(38,9))`;
  const nano = (kw: string) => `CAST(${kw} * 1000000000 AS HUGEINT)`;
  const mean = `CAST((2 * ${nano(`sum(floored_kw) OVER year`)} + count(*) OVER year) // (2 * count(*) OVER year)
    AS DECIMAL(38,0)) * CAST(0.000000001 AS DECIMAL(10,9))`;
  const billed =
    charge.of === 'month'
      ? `greatest(floored_kw, CAST(max(own_kw) OVER year * CAST(${charge.ratchet ?? 'NULL'} AS DECIMAL(10,9))
        AS DECIMAL(38,9)))`
      : `greatest(CAST(${mean} AS DECIMAL(38,9)), CAST(max(own_kw) OVER year * CAST(${charge.ratchet ?? 'NULL'}
        AS DECIMAL(10,9)) AS DECIMAL(38,9)))`;
  // Units of an amount: nano-kW times millionths of a price; a twelfth is rounded once.
  const units = `${nano('billed_kw')} * CAST(CAST(${charge.price} AS ${PRICE_TYPE}) * 1000000 AS HUGEINT)`;
  const amount = charge.per === 'year' ? `(2 * ${units} + 12) // 24` : units;
  const inSeason = charge.months ? `list_contains([${charge.months.join(', ')}], CAST(month[6:7] AS INTEGER))` : 'true';
  const months = `
    SELECT site_id, month, bool_or(imported_kwh IS NOT NULL) AS known_import FROM bill_days
    GROUP BY ALL HAVING arg_max(version, day) = ${version}`;
  return `
    SELECT site_id, month, ${position} AS position, ${literal(charge.name)} AS name, billed_kw AS quantity, 'kW'
      AS unit,
      CAST(${charge.price} AS ${PRICE_TYPE}) AS price,
      CAST(CAST(${amount} AS DECIMAL(38,0)) * CAST(0.000000000000001 AS DECIMAL(16,15)) AS ${COST_TYPE}) AS amount
    FROM (
      SELECT *, CAST(${billed} AS DECIMAL(38,9)) AS billed_kw
      FROM (
        SELECT *, greatest(own_kw, ${floor}) AS floored_kw,
          12 * CAST(month[1:4] AS INTEGER) + CAST(month[6:7] AS INTEGER) AS nth
        FROM (${peaks})
      ) WINDOW year AS (PARTITION BY ${account} ORDER BY nth
        RANGE BETWEEN ${PEAK_COUNTS_MONTHS} PRECEDING AND CURRENT ROW)
    )
    SEMI JOIN (${months}) b USING (site_id, month)
    UNION ALL
    SELECT site_id, month, ${position}, ${literal(charge.name)}, NULL, 'kW',
      CAST(${charge.price} AS ${PRICE_TYPE}), NULL
    FROM (${months}) b ANTI JOIN (
      SELECT site_id, strftime(timestamp, '%Y-%m') AS month FROM demand_slots
    ) k USING (site_id, month)
    WHERE known_import AND ${inSeason}`;
}

/** When a charge looks at the demand, by the begin of its interval. */
function conditionSql({ hours, weekdays, months, holidays }: DemandCharge, dates: ReadonlySet<string>): string {
  const minute = `((epoch_us(timestamp) + ${YEAR_ONE}) // ${MINUTE_US} % ${MINUTES_PER_DAY})`;
  const within = (hours ?? []).map(({ from, to }) => `${minute} >= ${from} AND ${minute} < ${to}`);
  const days = [...dates].map((date) => `DATE ${literal(date)}`).join(', ');
  const onHoliday = days === '' ? 'false' : `list_contains([${days}], CAST(timestamp AS DATE))`;
  const conditions = [
    ...(hours ? [`(${within.join(' OR ')})`] : []),
    ...(weekdays ? [`list_contains([${weekdays.join(', ')}], isodow(timestamp))`] : []),
    ...(months ? [`list_contains([${months.join(', ')}], month(timestamp))`] : []),
    ...(holidays === undefined ? [] : [`${onHoliday} = ${holidays}`]),
  ];
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/** demand_data, from `demand_slots`, `demand_charges`, `bill_days` and `priced_days`. */
export function demandQuery(): string {
  return `
    SELECT *, mean_kw / nullif(greatest(peak_kw, 0), 0) AS load_factor
    FROM (
      SELECT site_id, strftime(timestamp, '%Y-%m') AS month, sum(kwh) AS kwh, sum(minutes) / 60.0::DOUBLE AS hours,
        CAST(sum(kwh) AS DOUBLE) / (sum(minutes) / 60.0::DOUBLE) AS mean_kw, CAST(max(kw) AS DOUBLE) AS peak_kw,
        arg_max(timestamp, (kw, -slot_us)) AS peak_timestamp, any_value(minutes) AS peak_minutes
      FROM demand_slots GROUP BY ALL
    )
    LEFT JOIN (
      SELECT site_id, month, CAST(max(quantity) AS DOUBLE) AS billed_kw, sum(amount) AS demand_cost
      FROM demand_charges GROUP BY ALL
    ) USING (site_id, month)
    LEFT JOIN (
      SELECT site_id, month, any_value(currency) AS currency
      FROM bill_days b JOIN priced_days p USING (plan, day, month) GROUP BY ALL
    ) USING (site_id, month)
    ORDER BY site_id, month`;
}

/** load_duration_data, from `demand_slots`. */
export function durationQuery(): string {
  const shares = Array.from({ length: 101 }, (_, percent) => (100 - percent) / 100);
  return `
    SELECT site_id, unnest(range(101)) AS percent, unnest(kws) AS kw
    FROM (
      SELECT site_id, quantile_disc(CAST(kw AS DOUBLE), [${shares.join(', ')}]) AS kws FROM demand_slots
        GROUP BY site_id
    ) ORDER BY site_id, percent`;
}

/** bill_data and bill_line_data: what a site pays for a day, and for what. */
import type { Database } from '../database/duckdb.ts';
import { BILL_KIND_NAMES, type BillKind } from '../energy/bill-kinds.ts';
import { BUCKET_DAY } from '../readings/hourly-buckets.ts';
import { COST_TYPE } from '../tables/schema.ts';
import { completenessColumns, pointsWithin } from './expected.ts';

/**
 * Creates `bill_days`, a row a site and day that is billed: site_id, account, plan, day, month, version, minimum,
 * minimum_key, readings, covered, the flows of the day, and spread_kwh, impossible_kwh, impossible_cost; from
 * `site_flows`, `costs`, `priced_days` and `series`.
 * @param hours relation of buckets of an hour at most
 * @param spans whether readings have an end of their own
 */
export async function createBillDays(db: Database, hours: string, spans: boolean): Promise<void> {
  const flows = ['used', 'generated', 'self_used', 'imported', 'exported', 'split'];
  await db.run(`
    CREATE OR REPLACE TEMP TABLE bill_days AS
    SELECT f.*, d.month, d.version, d.minimum, d.minimum_key, readings, covered, spread_kwh, impossible_kwh,
      impossible_cost
    FROM (
      SELECT site_id, account, plan, day, ${flows.map((name) => `sum(${name}_kwh) AS ${name}_kwh`).join(', ')}
      FROM site_flows GROUP BY ALL
    ) f
    JOIN priced_days d ON d.plan = f.plan AND d.day = f.day
    JOIN (${readings(hours, spans)}) r ON r.site_id = f.site_id AND r.day = f.day`);
}

/** The column of bill_data that the lines of a kind are in; what exports earn is a positive amount there. */
const COLUMNS = {
  energy: { name: 'energy_cost', sign: '' },
  network: { name: 'network_cost', sign: '' },
  fee: { name: 'standing_charge', sign: '' },
  demand: { name: 'demand_cost', sign: '' },
  export: { name: 'export_revenue', sign: '-' },
  minimum: { name: 'minimum_cost', sign: '' },
  tax: { name: 'tax_cost', sign: '' },
} as const satisfies Record<BillKind, { readonly name: string; readonly sign: '' | '-' }>;

/**
 * bill_data, from `bill_days`, `bill_lines`, `site_flows`, `days`, `series` and the tables of `createPrices`.
 *
 * What a site uses of its own production is neither bought nor sold. Where that cannot be known, all that it uses
 * counts as bought, and all that it produces as sold.
 */
export function billQuery(): string {
  const amounts = BILL_KIND_NAMES.map((kind) => {
    const { name, sign } = COLUMNS[kind];
    const sum = `coalesce(${sign}sum(amount) FILTER (kind = '${kind}'), 0)`;
    // A charge on a demand that nobody knows is not 0.
    const known =
      kind === 'demand'
        ? `CASE WHEN bool_and(amount IS NOT NULL) FILTER (kind = 'demand') IS NOT false
      THEN ${sum} END`
        : sum;
    return `CASE WHEN version IS NOT NULL THEN ${known} END AS ${name}`;
  });
  return `
    SELECT d.site_id, d.day, readings, ${completenessColumns('points', 'covered')}, used_kwh AS consumed_kwh,
      generated_kwh, self_used_kwh AS self_consumed_kwh, imported_kwh, exported_kwh, l.* EXCLUDE (site_id, day),
      avoided_cost, coalesce(imported_kwh, 0) * co2_kg AS co2_kg, currency, tariff,
      spread_kwh, impossible_kwh, impossible_cost, split_kwh,
      CAST(${withTaxes('energy_cost', 'network_cost', 'coalesce(imported_kwh, 0)')} AS ${COST_TYPE}) AS variable_cost
    FROM bill_days d
    JOIN (
      SELECT b.site_id, b.day, ${amounts.join(', ')},
        CASE WHEN version IS NOT NULL THEN coalesce(sum(amount), 0) END AS net_cost,
        coalesce(sum(quantity) FILTER (kind = 'energy' AND price IS NULL), 0) AS unpriced_kwh
      FROM bill_days b LEFT JOIN bill_lines USING (site_id, day) GROUP BY b.site_id, b.day, version
    ) l ON l.site_id = d.site_id AND l.day = d.day
    JOIN priced_days p ON p.plan = d.plan AND p.day = d.day
    LEFT JOIN (${TAXES}) t ON t.version = d.version
    LEFT JOIN (${avoided()}) a ON a.site_id = d.site_id AND a.day = d.day
    LEFT JOIN (${points()}) e ON e.site_id = d.site_id AND e.day = d.day
    ORDER BY d.site_id, d.day`;
}

/** bill_line_data, from `bill_lines` and `priced_days`. */
export function billLineQuery(): string {
  return `
    SELECT site_id, month, kind, position, name, sum(quantity) AS quantity, any_value(unit) AS unit,
      CASE WHEN min(price) = max(price) THEN min(price) END AS price, sum(amount) AS amount, currency, tariff
    FROM bill_lines b JOIN priced_days d USING (plan, day)
    GROUP BY site_id, month, kind, position, name, currency, tariff
    ORDER BY site_id, month, list_position([${BILL_KIND_NAMES.map((kind) => `'${kind}'`).join(', ')}], kind),
      position, name`;
}

/** What the taxes of a version add, together, to an amount of energy or of the network, and to a kWh. */
const TAXES = `
  SELECT version, sum(on_energy) AS on_energy, sum(on_network) AS on_network, sum(on_kwh) AS on_kwh
  FROM price_taxes GROUP BY version`;

/** SQL: amounts with the taxes on them, of a row that is joined to `TAXES`. */
const withTaxes = (energy: string, network: string, kwh: string) =>
  `(${energy} + ${network} + coalesce(${[
    [energy, 'on_energy'],
    [network, 'on_network'],
    [kwh, 'on_kwh'],
  ]
    .map(([amount, share]) => `CAST(${amount} * t.${share} AS ${COST_TYPE})`)
    .join(' + ')}, 0))`;

/**
 * What the self-used energy would have cost to buy, network and taxes included: the price of its time, of a ladder that
 * of the step reached.
 */
function avoided(): string {
  const own = withTaxes('self_used_kwh * l.price', 'self_used_kwh * coalesce(n.price, 0)', 'self_used_kwh');
  return `
    SELECT site_id, day, CAST(sum(${own}) AS ${COST_TYPE}) AS avoided_cost
    FROM (
      SELECT f.*, d.version, s.energy, s.network, sum(coalesce(imported_kwh, 0)) OVER (PARTITION BY account,
        tier_key ORDER BY stretch) AS until_kwh
      FROM site_flows f JOIN price_stretches s USING (stretch) JOIN priced_days d ON d.plan = f.plan AND d.day = f.day
    ) f
    JOIN price_ladders l ON l.ladder = f.energy AND until_kwh >= coalesce(l.lower, until_kwh)
      AND (l.upper IS NULL OR until_kwh < l.upper)
    LEFT JOIN price_ladders n ON n.ladder = f.network
    LEFT JOIN (${TAXES}) t ON t.version = f.version
    GROUP BY site_id, day`;
}

/** The readings of all series of a site and day, and what of their energy is spread or not believed. */
function readings(hours: string, spans: boolean): string {
  const covered = spans ? 'CASE WHEN s.step IS NULL THEN c.n ELSE c.minutes * 60000000 / s.step END' : 'c.n';
  const sums = ['spread_kwh', 'impossible_kwh', 'impossible_cost'].map((name) => `sum(${name}) AS ${name}`);
  return `
    SELECT site_id, day, CAST(sum(readings) AS BIGINT) AS readings,
      CAST(round(sum(covered)) AS BIGINT) AS covered, ${sums.join(', ')}
    FROM (
      SELECT site_id, day, readings, covered, spread_kwh, impossible_kwh, impossible_cost FROM costs
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

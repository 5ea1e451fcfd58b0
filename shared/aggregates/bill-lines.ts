/** The lines of each site's bill, day by day: what is bought and sold, charges, minimum and taxes, in this order. */
import type { Database } from '../database/duckdb.ts';
import { TAXABLE_KINDS } from '../energy/bill-kinds.ts';
import { COST_TYPE } from '../tables/schema.ts';
import { stepEnergy } from './steps.ts';

/**
 * Creates `bill_lines`: site_id, plan, day, kind, position, name, quantity, unit, price, amount. The amounts of a day,
 * those of exports below zero, add up to what it costs; what belongs to a whole month (demand, minimum) is shared out
 * over its days.
 *
 * From `site_flows`, `bill_days`, `demand_charges` and the tables of `createPrices`.
 */
export async function createBillLines(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE bill_lines AS
    WITH flows AS (${flows()}),
    charges AS (
      ${bought()}
      UNION ALL ${atOnePrice('network', 'network', 'imported_kwh', 1)}
      UNION ALL ${atOnePrice('export', 'exported', 'sold', -1)}
      UNION ALL
      SELECT site_id, plan, day, 'fee', position, name, 1, 'day', NULL, amount
      FROM bill_days JOIN price_fees USING (plan, day)
      UNION ALL ${shared('demand', 'demand_charges', 'site_id', 'month')}
    ),
    topped AS (SELECT * FROM charges UNION ALL ${shared('minimum', `(${topUps()})`, 'account', 'minimum_key')})
    SELECT * FROM topped UNION ALL ${taxes()}`);
}

/**
 * What is bought and sold in each stretch. With net metering it is what the net of the period changes by: what was fed
 * in offsets what was taken under the same rates, and what is left of either at the end is bought or sold.
 */
function flows(): string {
  const [bought, sold] = ['coalesce(imported_kwh, 0)', 'coalesce(exported_kwh, 0)'];
  const change = (net: string, before: string) => `greatest(0, ${net}) - greatest(0, ${before})`;
  return `
    SELECT *, sum(bought) OVER (PARTITION BY account, tier_key ORDER BY stretch) AS until_kwh
    FROM (
      SELECT * EXCLUDE (net), CASE WHEN net_key IS NULL THEN ${bought}
        ELSE ${change('net', `net - (${bought} - ${sold})`)} END AS bought,
        CASE WHEN net_key IS NULL THEN ${sold} ELSE ${change('-net', `${bought} - ${sold} - net`)} END AS sold
      FROM (
        SELECT f.*, s.energy, s.network, s.exported, d.tier_key, d.net_key,
          sum(${bought} - ${sold}) OVER (PARTITION BY account, d.net_key, l.bands ORDER BY stretch) AS net
        FROM site_flows f JOIN price_stretches s USING (stretch)
        JOIN priced_days d ON d.plan = f.plan AND d.day = f.day
        JOIN (SELECT ladder, string_agg(band, chr(0) ORDER BY step) AS bands FROM price_ladders GROUP BY ladder) l
          ON l.ladder = s.energy
        SEMI JOIN bill_days b ON b.site_id = f.site_id AND b.day = f.day
      )
    )`;
}

/** Energy from the grid, by band and price; what is of a band without a price has no amount. */
function bought(): string {
  return `
    SELECT site_id, plan, day, 'energy' AS kind, 0 AS position, band AS name, CAST(sum(kwh) AS DECIMAL(38,9))
      AS quantity,
      'kWh' AS unit, price, CAST(sum(kwh) * price AS ${COST_TYPE}) AS amount
    FROM (
      SELECT site_id, plan, day, l.band, l.price, l.steps, ${stepEnergy('until_kwh', 'bought', 'l')} AS kwh
      FROM flows JOIN price_ladders l ON l.ladder = energy
    ) WHERE steps = 1 OR kwh <> 0
    GROUP BY site_id, plan, day, band, price`;
}

/** @param ladder column of flows; its prices have no steps. @param sign of the amount in the bill */
function atOnePrice(kind: string, ladder: string, energy: string, sign: number): string {
  return `
    SELECT site_id, plan, day, '${kind}', 0, band, CAST(sum(${energy}) AS DECIMAL(38,9)), 'kWh', price,
      CAST(${sign} * sum(${energy}) * price AS ${COST_TYPE})
    FROM flows JOIN price_ladders l ON l.ladder = flows.${ladder}
    GROUP BY site_id, plan, day, band, price HAVING sum(${energy}) <> 0`;
}

/**
 * An amount of a period, shared out over the days of it that are known, so that they add up to it exactly; its quantity
 * stands on the first of them.
 * @param relation with `owner`, position, name, quantity, unit, price, amount and the period's key
 */
function shared(kind: string, relation: string, owner: 'site_id' | 'account', key: string): string {
  const until = (day: string) =>
    `CASE WHEN ${day} = days THEN c.amount ELSE CAST(CAST(CAST(c.amount AS DOUBLE) * (${day}) / days
      AS DECIMAL(38,9)) AS ${COST_TYPE}) END`;
  return `
    SELECT d.site_id, d.plan, d.day, '${kind}', c.position, c.name, CASE WHEN nth = 1 THEN c.quantity ELSE 0 END,
      c.unit,
      c.price, ${until('nth')} - ${until('nth - 1')}
    FROM ${relation} c JOIN (
      SELECT *, row_number() OVER (PARTITION BY ${owner}, ${key} ORDER BY day) AS nth,
        count(*) OVER (PARTITION BY ${owner}, ${key}) AS days
      FROM bill_days
    ) d ON d.${owner} = c.${owner} AND d.${key} = c.${key}`;
}

/** What the charges of a period lack to its minimum. */
function topUps(): string {
  return `
    SELECT account, minimum_key, 0 AS position, 'Minimum bill' AS name, 0 AS quantity, '' AS unit, NULL AS price,
      CAST(minimum - paid AS ${COST_TYPE}) AS amount
    FROM (
      SELECT d.account, d.minimum_key, max(d.minimum) AS minimum, coalesce(sum(c.amount), 0) AS paid
      FROM bill_days d LEFT JOIN (SELECT site_id, day, sum(amount) AS amount FROM charges GROUP BY ALL) c
        ON c.site_id = d.site_id AND c.day = d.day
      WHERE d.minimum_key IS NOT NULL GROUP BY d.account, d.minimum_key
    ) WHERE minimum > paid`;
}

/** Each tax of a day is rounded once, to the last digit of an amount. */
function taxes(): string {
  const sums = TAXABLE_KINDS.map((kind) => `coalesce(sum(amount) FILTER (kind = '${kind}'), 0) AS ${kind}_sum`);
  const on = TAXABLE_KINDS.map((kind) => `${kind}_sum * on_${kind}`);
  const taxed = [...on, 'coalesce(imported_kwh, 0) * on_kwh'].map((each) => `CAST(${each} AS ${COST_TYPE})`);
  return `
    SELECT site_id, plan, day, 'tax', position, name, 0, '', NULL, tax
    FROM (
      SELECT d.site_id, d.plan, d.day, t.position, t.name, ${taxed.join(' + ')} AS tax
      FROM (SELECT site_id, day, ${sums.join(', ')} FROM topped GROUP BY ALL) s
      JOIN bill_days d ON d.site_id = s.site_id AND d.day = s.day
      JOIN price_taxes t ON t.version = d.version
    ) WHERE tax <> 0`;
}

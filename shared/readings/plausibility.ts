/**
 * What a reading, a year and a price can be: the one declaration of the bounds beyond which a figure is not believed.
 * docs/METHODS.md shows them as a table.
 */
import type { Database } from '../database/duckdb.ts';
import { SERIES } from './series.ts';

/**
 * What a kWh can cost, in euros or as much of another currency: beyond it the price is asked about before it is used.
 * The dearest peaks of announced tariffs are at about 2; what costs 3 cents and more is beyond it when it is written in
 * cents.
 */
export const PLAUSIBLE_PRICE = { euros: 2.5, description: 'a kWh can cost' } as const;

/**
 * Roughly how much of a currency is worth a euro, only to know the size of its prices; nothing is ever converted. Of
 * other currencies no price is asked about.
 */
const WORTH_A_EURO: Readonly<Record<string, number>> = {
  ...{ EUR: 1, USD: 1, GBP: 1, CHF: 1, CAD: 1.6, AUD: 1.8, NZD: 2, SGD: 1.5, BGN: 2, ILS: 4, PLN: 4.3, RON: 5, BRL: 6 },
  ...{ DKK: 7.5, CNY: 8, SEK: 11, NOK: 12, ZAR: 20, MXN: 20, CZK: 25, THB: 37, TRY: 45, UAH: 48, PHP: 65, INR: 100 },
  ...{ RSD: 117, ISK: 145, JPY: 170, HUF: 400, KRW: 1_650 },
};

/**
 * @param price of a kWh
 * @param currency three-letter code
 */
export function isPlausiblePrice(price: number, currency: string): boolean {
  const worth = WORTH_A_EURO[currency];
  return worth === undefined || Math.abs(price) <= PLAUSIBLE_PRICE.euros * worth;
}

/** So many times what a series reaches on its strongest ordinary day. */
const TIMES_STRONGEST = 10;
/** Strongest days that may be faults themselves: this share of them, and at least this many. */
const FAULTY_DAYS = 0.02;
const FEWEST_FAULTY = 3;
/** The fewest bits of a counter whose highest value, all ones, is told from a reading. */
const FEWEST_BITS = 15;
/** Decimals with which a counter's highest value may be written. */
const DECIMALS = [0, 1, 2, 3, 4, 5, 6] as const;
/** What floating point makes of them. */
const ROUNDING = 1e-3;

/**
 * Makes the TEMP table `impossible_limits`, a row for each series with a reading that is not believed: `site_id,
 * appliance, measure, limit_kwh`.
 *
 * A connection has a fuse, and a series that was in use for weeks has shown what it can draw: a reading beyond ten
 * times its strongest ordinary day is none. So is the highest value of a counter (2^n - 1 of its last digit), ten times
 * as high as any other reading, which is what a device shows that has none.
 * @param buckets relation with the columns of `HourlyBuckets`
 * @returns whether there is such a series
 */
export async function findImpossible(buckets: string, db: Database): Promise<boolean> {
  const days = 'hours // 24';
  await db.run(
    `CREATE OR REPLACE TEMP TABLE impossible_limits AS WITH ` +
      // The strongest ordinary day is not below the mean: most series are passed over here.
      `tops AS (SELECT ${SERIES}, max(largest) AS top, max(largest, 2)[2] AS second ` +
      `FROM ${buckets} WHERE state = 'read' ` +
      `GROUP BY ${SERIES} HAVING max(largest) > 0 ` +
      `AND max(largest) > ${TIMES_STRONGEST} * CAST(sum(total) - max(largest) AS DOUBLE) / greatest(1, sum(n) - 1)), ` +
      `strongest AS (SELECT ${SERIES}, ${days} AS day, max(largest) AS kwh FROM ${buckets} ` +
      `SEMI JOIN tops USING (${SERIES}) WHERE state = 'read' GROUP BY ${SERIES}, day), ` +
      `ranked AS (SELECT ${SERIES}, kwh, row_number() OVER (PARTITION BY ${SERIES} ` +
      `ORDER BY kwh) AS place, count(*) OVER (PARTITION BY ${SERIES}) AS days FROM strongest WHERE kwh > 0), ` +
      `believed AS (SELECT ${SERIES}, max(kwh) AS kwh FROM ranked ` +
      `WHERE place = days - greatest(${FEWEST_FAULTY}, CAST(ceil(${FAULTY_DAYS} * days) AS BIGINT)) ` +
      `AND place > ${FEWEST_FAULTY} GROUP BY ${SERIES}) ` +
      `SELECT ${SERIES}, limit_kwh FROM (SELECT ${SERIES}, top, CAST(least(${TIMES_STRONGEST} * believed.kwh, ` +
      `CASE WHEN ${isAllOnes('top')} AND top > ${TIMES_STRONGEST} * second THEN ${TIMES_STRONGEST} * second ` +
      `END) AS DOUBLE) AS limit_kwh ` +
      `FROM tops LEFT JOIN believed USING (${SERIES})) WHERE top > limit_kwh`,
  );
  const [found] = await db.rows('SELECT count(*) AS n FROM impossible_limits');
  return Number(found?.n) > 0;
}

/** SQL: whether a number is 2^n - 1, with whatever decimals. */
function isAllOnes(value: string): string {
  const next = `(CAST(${value} AS DOUBLE) * pow(10, decimals) + 1)`;
  const is =
    `${next} >= ${2 ** FEWEST_BITS} AND abs(${next} - round(${next})) < ${ROUNDING} ` +
    `AND round(${next}) = pow(2, round(log2(${next})))`;
  return `list_bool_or(list_transform([${DECIMALS.join(', ')}], lambda decimals: ${is}))`;
}

/**
 * Two stands of one register at one time: the last one of a meter that was taken away, and the first one of the meter
 * in its place; or what a counter of the day showed at midnight, and the 0 from which it begins again.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { GOOD } from '../reject-codes.ts';
import { hasRegisters, registerSeries } from './register-series.ts';

const SERIES = 'site_id, appliance';
/** A step to the one stand, or from the other, is believed up to this many times the fastest other one. */
const TIMES_BELIEVED = 3;

/**
 * Makes `exchanged`, with `site_id, appliance, utc, ended, began`: the stands before the time lead to the one, those
 * behind it go on from the other.
 * @param table relation of the parsed records
 * @param repeated relation of the keys that several records have: `times` says how many, `different` how many values
 * @returns how many there are; 0 where the table is not made
 */
export async function findExchanges(table: string, repeated: string, layout: Layout, db: Database): Promise<number> {
  if (!hasRegisters(layout)) return 0;
  const isRegister = await registerSeries(table, layout, db);
  const speed = (energy: string, from: string, to: string) =>
    `CAST(${energy} AS DOUBLE) / (epoch_us(${to}) - epoch_us(${from}))`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE exchanged AS WITH ` +
      `stands AS (SELECT ${SERIES}, utc, min(kwh) AS low, max(kwh) AS high FROM ${table} ` +
      `SEMI JOIN (SELECT ${SERIES} FROM ${repeated} WHERE different = 2) USING (${SERIES}) ` +
      `WHERE code = ${GOOD} AND ${isRegister} GROUP BY ALL), ` +
      `beside AS (SELECT *, lag(low) OVER w AS before, lead(high) OVER w AS after, lag(utc) OVER w AS before_utc, ` +
      `lead(utc) OVER w AS after_utc, coalesce(lag(low < high) OVER w, true) ` +
      `OR coalesce(lead(low < high) OVER w, true) AS near ` +
      `FROM stands WINDOW w AS (PARTITION BY ${SERIES} ORDER BY utc)), ` +
      `usual AS (SELECT ${SERIES}, max(${speed('after - low', 'utc', 'after_utc')}) AS fastest FROM beside ` +
      `WHERE NOT near AND low = high AND after > low GROUP BY ALL) ` +
      `SELECT ${SERIES}, utc, high AS ended, low AS began FROM beside ` +
      `JOIN (SELECT ${SERIES}, utc FROM ${repeated} WHERE different = 2 AND times = 2) USING (${SERIES}, utc) ` +
      `JOIN usual USING (${SERIES}) ` +
      `WHERE NOT near AND before > low AND before <= high AND after >= low AND after < high ` +
      `AND greatest(${speed('high - before', 'before_utc', 'utc')}, ${speed('after - low', 'utc', 'after_utc')}) ` +
      `<= ${TIMES_BELIEVED} * fastest`,
  );
  const [counted] = await db.rows('SELECT count(*) AS n FROM exchanged');
  return z.object({ n: z.coerce.number() }).parse(counted).n;
}

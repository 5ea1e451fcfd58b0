/** Buckets of an hour at most, for what depends on the hour: the price, above all. */

import { z } from 'zod';
import type { Database } from '../database/duckdb.ts';
import { BUCKET_DAY } from '../readings/hourly-buckets.ts';
import { MINUTES_PER_HOUR } from '../time-units.ts';

/**
 * Spreads readings of more than an hour evenly over the hours that they cover: nothing says at which of them the energy
 * flowed. Each gets a whole number of nano-kWh and the first ones the remainder, so that sums stay exact. The reading
 * counts where it begins.
 * @param relation with `hours, n, total, minutes, interval_minutes` and whatever else
 * @param spans whether readings have an end of their own: then it has `state`, too
 * @returns a relation with the same columns
 */
export function spreadOverHours(relation: string, longestMinutes: number | null, spans = false): string {
  if (!spans && (longestMinutes === null || longestMinutes <= MINUTES_PER_HOUR)) return relation;
  const length = spans
    ? `CASE WHEN state = 'spread' OR interval_minutes > ${MINUTES_PER_HOUR} THEN minutes END`
    : 'interval_minutes';
  return `(
    SELECT * EXCLUDE (parts, nth, nano) REPLACE (
        hours + nth AS hours,
        CASE WHEN nth = 0 THEN n ELSE 0 END AS n,
        minutes / parts AS minutes,
        CAST(nano // parts + CASE WHEN nth < abs(nano % parts) THEN sign(nano)
          ELSE 0 END AS DECIMAL(38,0)) * 0.000000001 AS total
      )
    FROM (
      SELECT *, unnest(range(parts)) AS nth, CAST(total * 1000000000 AS HUGEINT) AS nano
      FROM (SELECT *, greatest(1, CAST(ceil(coalesce(${length}, 0) / ${MINUTES_PER_HOUR}) AS INTEGER)) AS parts
        FROM ${relation})
    ))`;
}

const datesSchema = z.array(z.object({ day: z.iso.date() }));

/** The local dates of a relation with `hours`, in order. */
export async function datesOf(db: Database, relation: string): Promise<string[]> {
  const days = await db.rows(
    `SELECT CAST(day AS VARCHAR) AS day FROM (SELECT DISTINCT ${BUCKET_DAY} AS day FROM ${relation}) ORDER BY day`,
  );
  return datesSchema.parse(days).map(({ day }) => day);
}

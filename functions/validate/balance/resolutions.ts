/** The same energy at two resolutions, such as a bill beside the intervals of its meter: how far they differ. */
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { formatEnergy, formatPercent } from '../../../shared/text/format.ts';
import type { LeftOut } from './plan.ts';

/** Covered but for rounding. */
const COVERED = 0.999;

const sumsSchema = z.tuple([z.object({ longer: z.number().nullable(), shorter: z.number().nullable() })]);

/**
 * @param asRead SQL query for upload_readings, with the key of each series in `appliance`
 * @returns why the series is left out, with the difference over the time that both cover
 */
export async function whyLeftOut({ series, why, finer }: LeftOut, asRead: string, db: Database): Promise<string> {
  if (!finer) return why;
  const rowsOf = (key: string) =>
    `SELECT utc, end_utc, value FROM (${asRead}) ` +
    `WHERE site_id = ${literal(series.site)} AND appliance = ${literal(key)} AND end_utc > utc`;
  const length = (name: string) => `(epoch_us(${name}.end_utc) - epoch_us(${name}.utc))`;
  const [{ longer, shorter }] = sumsSchema.parse(
    await db.rows(
      `SELECT CAST(sum(longer) AS DOUBLE) AS longer, CAST(sum(shorter) AS DOUBLE) AS shorter FROM (` +
        `SELECT any_value(l.value) AS longer, sum(s.value) AS shorter FROM (${rowsOf(finer.key)}) s ` +
        `ASOF JOIN (${rowsOf(series.key)}) l ON s.utc >= l.utc WHERE s.end_utc <= l.end_utc ` +
        `GROUP BY l.utc, l.end_utc HAVING sum(${length('s')}) >= ${COVERED} * any_value(${length('l')}))`,
    ),
  );
  if (longer === null || shorter === null) return `${why}; no time is covered by both`;
  const difference = longer - shorter;
  const share = shorter === 0 ? '' : ` (${formatPercent(Math.abs(difference / shorter))})`;
  const told =
    difference === 0
      ? 'no more and no less'
      : `${formatEnergy(Math.abs(difference))}${share} ${difference > 0 ? 'more' : 'less'}`;
  return `${why}; over the time that both cover this one has ${told}`;
}

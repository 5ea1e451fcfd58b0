/** What reading the whole file showed of its layout: intervals, gaps, and what was decided on the way. */
import { z } from 'zod';
import type { Database } from '../../shared/duckdb.ts';
import { type AppliedLayout, gapSchema, type Layout, type Note } from '../../shared/layout.ts';
import type { ReadUpload } from './read.ts';
import { slotsOf } from './slots.ts';
import { zonesBySite } from './zones.ts';

const GAPS_LISTED = 100;
const MINUTE_US = 60_000_000;
const number = z.coerce.number();
const intervalSchema = z.object({ minutes: z.number().nullable(), series: number, gappy: number });
/** SQL: whether a series has fewer readings than intervals from its first to its last; the others are whole. */
const IS_GAPPY = `coalesce(interval_minutes > 0 AND readings <> (epoch_us(last_utc) - epoch_us(first_utc)) // CAST(interval_minutes * ${MINUTE_US} AS BIGINT) + 1, false)`;
const changeSchema = z.object({ appliance: z.string(), minutes: z.number(), usual: z.number(), times: number });

/** @param accepted relation of the accepted readings; the table `series` describes it */
export async function describeApplied(
  { recognised: { layout }, stage, zones }: Pick<ReadUpload, 'recognised' | 'stage' | 'zones'>,
  accepted: string,
  notes: readonly Note[],
  db: Database,
): Promise<AppliedLayout> {
  const found = (
    await db.rows(
      `SELECT interval_minutes AS minutes, count(*) AS series, count_if(${IS_GAPPY}) AS gappy FROM series GROUP BY 1 ORDER BY 2 DESC, 1`,
    )
  ).map((row) => intervalSchema.parse(row));
  const intervals = found.map(({ minutes, series }) => ({ minutes, series }));
  const gaps = found.some(({ gappy }) => gappy > 0) ? await findGaps(accepted, db) : NO_GAPS;
  return {
    ...layout,
    zones: await zonesBySite(stage.table, zones, db),
    notes: [...notes, ...gaps.notes],
    totals: totalsOf(layout),
    intervals,
    gaps: gaps.found,
  };
}

export function totalsOf(layout: Layout): string[] {
  const names = slotsOf(layout).flatMap(({ appliance, consumed, generated }) => {
    const column = consumed ?? generated;
    return column?.role === 'total' ? [appliance ?? 'total'] : [];
  });
  return [...new Set(names)].slice(0, 100);
}

const totalSchema = z.object({ ranges: number, intervals: number });
const NO_GAPS: Gaps = { notes: [], found: { ranges: 0, intervals: 0, first: [] } };

interface Gaps {
  readonly notes: readonly Note[];
  readonly found: AppliedLayout['gaps'];
}

async function findGaps(accepted: string, db: Database): Promise<Gaps> {
  await db.run(
    `CREATE OR REPLACE TEMP TABLE gappy AS SELECT site_id, appliance, interval_minutes, CAST(interval_minutes * ${MINUTE_US} AS BIGINT) AS step FROM series WHERE ${IS_GAPPY}`,
  );
  await db.run(
    `CREATE OR REPLACE TEMP TABLE steps_found AS SELECT * FROM (` +
      `SELECT site_id, appliance, timestamp, utc, step, interval_minutes, lead(utc) OVER w AS next_utc, lead(timestamp) OVER w AS next ` +
      `FROM ${accepted} JOIN gappy USING (site_id, appliance) WINDOW w AS (PARTITION BY site_id, appliance ORDER BY utc)) ` +
      `WHERE epoch_us(next_utc) - epoch_us(utc) <> step`,
  );
  const missing = '(epoch_us(next_utc) - epoch_us(utc)) // step - 1';
  const [total] = await db.rows(
    `SELECT count_if(${missing} > 0) AS ranges, coalesce(sum(CASE WHEN ${missing} > 0 THEN ${missing} END), 0) AS intervals FROM steps_found`,
  );
  const iso = "'%Y-%m-%dT%H:%M:%S'";
  const first = await db.rows(
    `SELECT site_id, appliance, strftime(timestamp + to_microseconds(step), ${iso}) AS from, strftime(next, ${iso}) AS to, CAST(${missing} AS INTEGER) AS intervals ` +
      `FROM steps_found WHERE ${missing} > 0 ORDER BY ${missing} DESC, site_id, appliance, utc LIMIT ${GAPS_LISTED}`,
  );
  return {
    notes: await intervalChanges(db),
    found: { ...totalSchema.parse(total), first: first.map((row) => gapSchema.parse(row)) },
  };
}

/** A series whose steps are often of another length than its interval changed it. */
async function intervalChanges(db: Database): Promise<Note[]> {
  const rows = await db.rows(
    `SELECT appliance, (epoch_us(next_utc) - epoch_us(utc)) / ${MINUTE_US}.0::DOUBLE AS minutes, any_value(interval_minutes) AS usual, count(*) AS times ` +
      `FROM steps_found WHERE (epoch_us(next_utc) - epoch_us(utc)) % step <> 0 ` +
      `GROUP BY site_id, appliance, minutes HAVING count(*) >= 10 ORDER BY times DESC, appliance, minutes LIMIT 20`,
  );
  return rows.map((row) => {
    const { appliance, minutes, usual, times } = changeSchema.parse(row);
    return {
      code: 'INTERVAL_CHANGED',
      count: times,
      message: `${appliance}: ${times} intervals are of ${minutes} minutes, not of ${usual}.`,
    };
  });
}

/**
 * Times that mark the ends of their intervals. All readings were placed one interval of the file earlier; those whose
 * own is another one are put where theirs begins.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { plusMicroseconds } from '../../../shared/readings/clock.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';
import { createSeries } from '../read/series-summary.ts';
import type { StagingTable } from '../read/staging-table.ts';
import { type Zones, zonedToLocal } from '../read/zones.ts';
import { HAS_PLACE } from '../reject-codes.ts';
import { createOddIntervals, IS_IRREGULAR } from './intervals.ts';

const surveySchema = z.tuple([z.object({ differ: z.number(), irregular: z.number() })]);

/**
 * @param faulty whether the stage holds records that are not good, or times that are there twice; else the table
 * `series` is of it
 * @returns the stage with its readings in their places: another table, where some had to be moved
 */
export async function alignEnds(
  stage: StagingTable,
  faulty: boolean,
  layout: Layout,
  zones: Zones,
  db: Database,
): Promise<StagingTable> {
  const { stamps, slot_minutes: slot } = layout.time;
  if (stamps !== 'end' || slot !== undefined || layout.interval_minutes === null) return stage;
  const placed = Math.round(layout.interval_minutes * MINUTE_US);
  const distinct = `(SELECT DISTINCT site_id, appliance, utc, timestamp FROM ${stage.table} WHERE ${HAS_PLACE})`;
  const times = faulty ? distinct : stage.table;
  if (faulty) await createSeries(times, db);
  const own = `CAST(round(interval_minutes * ${MINUTE_US}) AS BIGINT)`;
  const [{ differ, irregular }] = surveySchema.parse(
    await db.rows(
      // Where every record is rejected there is no series.
      `SELECT coalesce(count_if(${own} <> ${placed}), 0)::INTEGER AS differ, ` +
        `coalesce(count_if(${IS_IRREGULAR}), 0)::INTEGER AS irregular FROM series`,
    ),
  );
  if (differ === 0 && irregular === 0) return stage;
  if (irregular > 0) await createOddIntervals(times, 'end', db);
  const lasts = irregular > 0 ? `coalesce(lasts, ${own}, ${placed})` : `coalesce(${own}, ${placed})`;
  const joined =
    `${stage.table} s LEFT JOIN series USING (site_id, appliance)` +
    (irregular > 0 ? ' LEFT JOIN odd_intervals USING (site_id, appliance, utc)' : '');
  const [some] = await db.rows(`SELECT count(*) AS n FROM ${joined} WHERE ${lasts} <> ${placed}`);
  if (Number(some?.n) === 0) return stage;
  const moved = `SELECT s.* REPLACE (${plusMicroseconds('s.utc', `${placed} - ${lasts}`)} AS utc) FROM ${joined}`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE stage_aligned AS SELECT * REPLACE (${zonedToLocal('utc', zones)} AS timestamp) ` +
      `FROM (${moved})`,
  );
  return { ...stage, table: 'stage_aligned' };
}

/** What the report says of gaps, read from processed_energy_data and missing_data. */
import { z } from 'zod';
import type { Database } from '../../../../shared/database/duckdb.ts';
import { type Completeness, completenessSchema } from '../../../../shared/report/completeness.ts';
import type { Relations } from '../../relations.ts';

const LONGEST = 20;

/** BIGINT reaches JavaScript as text. */
const bigint = z.coerce.number().int();
const countsSchema = z.tuple([
  z.object({ readings: bigint, expected: bigint, series: bigint, series_with_gaps: bigint, ranges: bigint }),
]);

export async function readCompleteness(db: Database, tables: Relations): Promise<Completeness> {
  const appliances = tables.of('processed_energy_data');
  const missing = tables.of('missing_data');
  const [counts] = countsSchema.parse(
    await db.rows(`
      SELECT CAST(coalesce(sum(least(s.readings, s.expected)), 0) AS BIGINT) AS readings,
        CAST(coalesce(sum(s.expected), 0) AS BIGINT) AS expected,
        count(*) AS series, count(*) FILTER (completeness < 1) AS series_with_gaps,
        (SELECT count(*) FROM ${missing}) AS ranges
      FROM ${appliances} AS s`),
  );
  const iso = "'%Y-%m-%dT%H:%M:%S'";
  return completenessSchema.parse({
    ...counts,
    ratio: counts.expected === 0 ? null : counts.readings / counts.expected,
    longest:
      counts.ranges === 0
        ? []
        : await db.rows(`
            SELECT site_id, appliance, measure, strftime(gap_start, ${iso}) AS from, strftime(gap_end, ${iso}) AS to,
              CAST(missing AS INTEGER) AS missing
            FROM ${missing}
            ORDER BY epoch_us(gap_end) - epoch_us(gap_start) DESC, site_id, appliance, measure, gap_start_utc
            LIMIT ${LONGEST}`),
  });
}

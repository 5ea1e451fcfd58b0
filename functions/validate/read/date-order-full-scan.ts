/** The order of a column's dates, found from all of them where the beginning of the file leaves it open. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { DateOrder, Layout } from '../../../shared/readings/layout.ts';
import { partsOf } from '../recognise/calendar.ts';
import { decideOrder } from '../recognise/times.ts';
import { type TextOptions, textColumns } from './text-columns.ts';

/** Sixty years of days. */
const MAX_DATES = 22_000;
const dateSchema = z.object({ date: z.string() });

/** @returns undefined where the whole column leaves it open, too */
export async function orderOfWholeColumn(
  file: string,
  layout: Layout,
  db: Database,
): Promise<{ order: DateOrder; why: string } | undefined> {
  const rejects: TextOptions['rejects'] = { errors: 'rejects_dates', scans: 'scans_dates' };
  const text = textColumns({ file, layout, numbered: false, lenient: true, rejects });
  const rows = await db.rows(
    `SELECT DISTINCT regexp_extract(time, '^\\s*(\\d{1,4}[-/. ]\\d{1,2}[-/. ]\\d{1,4})', 1) AS date FROM (${text}) ` +
      `WHERE time IS NOT NULL ORDER BY 1 LIMIT ${MAX_DATES}`,
  );
  const verdict = decideOrder(
    rows.flatMap((row) => partsOf(dateSchema.parse(row).date) ?? []),
    undefined,
  );
  return verdict.kind === 'known' ? verdict : undefined;
}

/** Energies below zero of series that have one direction: they are kept as they were read, and a person is told. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Note } from '../../../shared/readings/layout.ts';
import { formatEnergy } from '../../../shared/text/format.ts';
import type { Balance } from './balance.ts';

/** Below zero these flow the other way. */
const BOTH_WAYS = "('net', 'battery')";

const foundSchema = z.object({
  count: z.coerce.number(),
  kwh: z.coerce.number().nullable(),
  series: z.string().nullable(),
  at: z.string().nullable(),
});

export async function negativeReadings({ asRead }: Balance, db: Database): Promise<Note[]> {
  const [row] = await db.rows(
    // What is written below zero throughout is no fault: there, the others are.
    `SELECT count(*) AS count, -sum(abs(kwh)) AS kwh, arg_min(series, (utc, site_id, series)) AS series,
        strftime(arg_min(timestamp, (utc, site_id, series)), '%Y-%m-%d %H:%M') AS at
      FROM (${asRead}) WHERE CASE WHEN reversed THEN kwh > 0 ELSE kwh < 0 END AND flow NOT IN ${BOTH_WAYS}`,
  );
  const { count, kwh, series, at } = foundSchema.parse(row);
  if (count === 0) return [];
  return [
    {
      code: 'NEGATIVE',
      count,
      message:
        `Readings below zero, ${formatEnergy(kwh ?? 0)} together, the first of ${series} at ${at}: ` +
        'they are kept, lessen what their series adds up to, and are told as out of the ordinary.',
    },
  ];
}

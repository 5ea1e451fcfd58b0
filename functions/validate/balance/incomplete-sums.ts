/** Times at which a register of a meter is missing: what the others show is in no sum, and a person is told. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Note } from '../../../shared/readings/layout.ts';
import { formatEnergy } from '../../../shared/text/format.ts';
import { addsRegisters } from './flow-readings.ts';
import type { Plan } from './plan.ts';

const foundSchema = z.object({
  count: z.coerce.number(),
  kwh: z.coerce.number().nullable(),
  grp: z.number().nullable(),
  at: z.string().nullable(),
});

/** @param plan whose `register_sums` is there */
export async function incompleteSums(plan: Plan, db: Database): Promise<Note[]> {
  if (!addsRegisters(plan)) return [];
  const [row] = await db.rows(
    `SELECT count(*) AS count, sum(abs(kwh)) AS kwh, arg_min(grp, (utc, site_id, grp)) AS grp,
        strftime(arg_min(timestamp, (utc, site_id, grp)), '%Y-%m-%d %H:%M') AS at
      FROM register_sums WHERE NOT whole`,
  );
  const { count, kwh, grp, at } = foundSchema.parse(row);
  const group = plan.groups.find(({ id }) => id === grp);
  if (count === 0 || !group) return [];
  const names = group.series.map(({ name }) => JSON.stringify(name)).join(', ');
  return [
    {
      code: 'REGISTER_MISSING',
      count,
      message:
        `Times at which not all of ${names} have a reading, the first at ${at}: ` +
        `their sum is not known there, and ${formatEnergy(kwh ?? 0)} that the others show is left out.`,
    },
  ];
}

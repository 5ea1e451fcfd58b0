/**
 * On a day on which the clock changes, the numbered intervals of a day are either counted from midnight (1 to 23 or 25)
 * or labelled by the wall clock (with one label too many or one there twice). Each such day of the file tells by itself.
 */
import { z } from 'zod';
import { type Clock, changeDates } from '../../shared/domain/clock.ts';
import type { Database } from '../../shared/duckdb.ts';
import type { Recognised } from './recognise/recognise.ts';
import { columnWithRole, slotsOf } from './slots.ts';
import { type TextOptions, textColumns } from './text-columns.ts';
import { withLocal } from './time-sql.ts';

const number = z.coerce.number();
const daySchema = z.object({ day: z.string(), last: number.nullable() });

/** @returns the dates whose labels follow the wall clock */
export async function findWallDates(
  source: Pick<TextOptions, 'file' | 'lenient' | 'rejects'> & {
    readonly recognised: Recognised;
    readonly clock: Clock;
  },
  db: Database,
): Promise<string[]> {
  const { layout } = source.recognised;
  const { slot_minutes: minutes, first_slot: first = 1 } = layout.time;
  if (minutes === undefined || layout.time.offset_minutes !== undefined) return [];
  const dates = changeDates(source.clock);
  if (dates.length === 0) return [];
  const text = withLocal(textColumns({ ...source, layout, numbered: false }), {
    layout,
    clock: source.clock,
    fast: source.recognised.fast,
  });
  const slots = slotsOf(layout);
  const filled = (at: number) => `trim(coalesce(consumed[${at + 1}], generated[${at + 1}], '')) <> ''`;
  // Number of the last interval that has a value.
  const last = columnWithRole(layout, 'hour')
    ? `try_cast(slot AS INTEGER) - ${first} + 1`
    : `CASE ${[...slots.keys()]
        .reverse()
        .map((at) => `WHEN ${filled(at)} THEN ${at + 1}`)
        .join(' ')} ELSE 0 END`;
  const rows = await db.rows(
    `SELECT strftime(local, '%Y-%m-%d') AS day, max(${last}) AS last FROM (${text}) ` +
      `WHERE list_contains([${dates.map((date) => `TIMESTAMP '${date}'`).join(', ')}], local) GROUP BY 1 ORDER BY 1`,
  );
  const perDay = 1440 / minutes;
  return rows.flatMap((row) => {
    const { day, last: highest } = daySchema.parse(row);
    // Exactly a normal day's numbers on a day that is shorter or longer: they are labels of the wall clock.
    return highest === perDay ? [day] : [];
  });
}

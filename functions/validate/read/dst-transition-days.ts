/**
 * On a day on which the clock changes, the numbered intervals of a day are either counted from midnight (1 to 23 or 25)
 * or labelled by the wall clock (with one label too many or one there twice). Each such day of the file tells by
 * itself.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { changeDates } from '../../../shared/readings/clock.ts';
import { MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import type { Recognised } from '../recognise/recognise.ts';
import { columnWithRole, slotsOf } from './slots.ts';
import { type TextOptions, textColumns } from './text-columns.ts';
import { isOneOf, withLocal } from './time-sql.ts';
import { byZone, type Zones } from './zones.ts';

const number = z.coerce.number();
const daySchema = z.object({ zone: number, day: z.string(), last: number.nullable() });

/** @returns for each clock the dates whose labels follow it */
export async function findWallDates(
  source: Pick<TextOptions, 'file' | 'lenient' | 'rejects'> & {
    readonly recognised: Recognised;
    readonly zones: Zones;
  },
  db: Database,
): Promise<string[][]> {
  const { layout } = source.recognised;
  const { zones } = source;
  const found = zones.clocks.map((): string[] => []);
  const { slot_minutes: minutes, first_slot: first = 1 } = layout.time;
  if (minutes === undefined || layout.time.offset_minutes !== undefined) return found;
  const dates = zones.clocks.map(changeDates);
  if (dates.every((each) => each.length === 0)) return found;
  const zone = `${zones.number ?? 0} AS zone`;
  const text = withLocal(`SELECT *, ${zone} FROM (${textColumns({ ...source, layout, numbered: false })})`, {
    layout,
    zones,
    fast: source.recognised.fast,
  });
  const slots = slotsOf(layout);
  const filled = (at: number) => `trim(coalesce(value[${at + 1}], '')) <> ''`;
  // Number of the last interval that has a value.
  const last = columnWithRole(layout, 'hour')
    ? `try_cast(slot AS INTEGER) - ${first} + 1`
    : `CASE ${[...slots.keys()]
        .reverse()
        .map((at) => `WHEN ${filled(at)} THEN ${at + 1}`)
        .join(' ')} ELSE 0 END`;
  const rows = await db.rows(
    `SELECT zone::INTEGER AS zone, strftime(local, '%Y-%m-%d') AS day, max(${last}) AS last FROM (${text}) ` +
      `WHERE ${byZone(zones, (_, number) => isOneOf('local', dates[number] ?? []))} GROUP BY ALL ORDER BY ALL`,
  );
  const perDay = MINUTES_PER_DAY / minutes;
  for (const row of rows) {
    const { zone: number, day, last: highest } = daySchema.parse(row);
    // Exactly a normal day's numbers on a day that is shorter or longer: they are labels of the wall clock.
    if (highest === perDay) found[number]?.push(day);
  }
  return found;
}

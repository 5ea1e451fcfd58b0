/**
 * A wall-clock time that is there twice: the order of the records within the file tells the first from the second. One
 * that is there once is taken as the first; of one that is there more than twice nothing is known.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import {
  type ChangedTimes,
  plusMicroseconds,
  repeatedTimes,
  timestampLiteral,
} from '../../../shared/readings/clock.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';
import { statesEnds } from '../read/slots.ts';
import { type Zones, zonedToLocal } from '../read/zones.ts';
import { GOOD, HAS_PLACE, MISSING, NOWHERE, QUARANTINE_CODES } from '../reject-codes.ts';

const spanSchema = z.object({ low: z.coerce.number().nullable(), high: z.coerce.number().nullable() });
const countSchema = z.object({ n: z.coerce.number() });

/** A clock's repeated times, with the clock's number. */
type Zoned = ChangedTimes & { readonly zone: number };

/** SQL: whether a record is of the clock. */
function isIn(zones: Zones, { zone }: Zoned): string {
  return zones.number === undefined ? 'true' : `zone = ${zone}`;
}

function ranges(repeated: readonly Zoned[], zones: Zones, column: string, closed: boolean): string {
  const tests = repeated.map(
    (each) =>
      `${isIn(zones, each)} AND ${column} >= ${timestampLiteral(each.from)} ` +
      `AND ${column} ${closed ? '<=' : '<'} ${timestampLiteral(each.to)}`,
  );
  return `(${tests.join(' OR ')})`;
}

async function repeatedWithin(table: string, column: string, { clocks }: Zones, db: Database): Promise<Zoned[]> {
  const all = clocks.flatMap((clock, zone) => repeatedTimes(clock).map((each) => ({ ...each, zone })));
  if (all.length === 0) return [];
  const [row] = await db.rows(`SELECT epoch_ms(min(${column})) AS low, epoch_ms(max(${column})) AS high FROM ${table}`);
  const { low, high } = spanSchema.parse(row);
  return low === null || high === null ? [] : all.filter(({ from, to }) => to >= low && from <= high);
}

/**
 * @param stage its view
 * @returns how many readings have a time that the clock showed twice; only where no text gives an offset
 */
export async function countRepeated(stage: string, zones: Zones, db: Database): Promise<number> {
  const repeated = await repeatedWithin(stage, 'timestamp', zones, db);
  if (repeated.length === 0) return 0;
  const [row] = await db.rows(
    `SELECT count(*) AS n FROM ${stage} WHERE code = ${GOOD} ` + `AND ${ranges(repeated, zones, 'timestamp', false)}`,
  );
  return countSchema.parse(row).n;
}

/** @param stored table of a numbered stage: `n, stamp, …`. Moves the second of two to its own instant. */
export async function resolveRepeated(
  view: string,
  stored: string,
  layout: Layout,
  zones: Zones,
  several: boolean,
  db: Database,
): Promise<void> {
  const repeated = await repeatedWithin(view, 'stamp', zones, db);
  if (repeated.length === 0) return;
  // The end of the last repeated interval is written as 02:00 by some and as 03:00 by others.
  const ends = layout.time.stamps === 'end';
  const shifts = repeated.map(
    (each) =>
      `WHEN ${isIn(zones, each)} AND stamp BETWEEN ${timestampLiteral(each.from)} AND ${timestampLiteral(each.to)} ` +
      `THEN ${each.minutes * MINUTE_US}`,
  );
  const later = `CASE ${shifts.join(' ')} ELSE 0 END`;
  const boundary = repeated.map((each) => `${isIn(zones, each)} AND stamp = ${timestampLiteral(each.to)}`).join(' OR ');
  const cell = several ? 'cell' : '0';
  await db.run(
    `CREATE OR REPLACE TEMP TABLE repeated_times AS WITH found AS (` +
      `SELECT n, ${cell} AS cell, site_id, appliance, stamp, (${boundary}) AS boundary, ${later} AS later_us ` +
      `FROM ${view} ` +
      `WHERE ${HAS_PLACE} AND ${ranges(repeated, zones, 'stamp', ends)}), ` +
      // A file may run backwards: then the later instant stands first.
      `directions AS (SELECT site_id, appliance, arg_min(n, utc) > arg_max(n, utc) AS backwards FROM ${view} ` +
      `WHERE ${HAS_PLACE} GROUP BY ALL) ` +
      `SELECT f.n, f.cell, f.site_id, f.appliance, later_us, boundary, count(*) OVER same AS times, ` +
      `CASE WHEN backwards THEN count(*) OVER same + 1 - row_number() OVER (same ORDER BY n) ` +
      `ELSE row_number() OVER (same ORDER BY n) END AS nth ` +
      `FROM found f JOIN directions USING (site_id, appliance) WINDOW same AS (PARTITION BY site_id, appliance, stamp)`,
  );
  const match = `s.n = r.n${several ? ' AND s.cell = r.cell' : ''}`;
  const moved = plusMicroseconds('s.utc', 'r.later_us');
  const earlier = plusMicroseconds('s.utc', '-r.later_us');
  await db.run(
    `UPDATE ${stored} s SET code = CASE code WHEN ${MISSING} THEN ${NOWHERE} ` +
      `ELSE ${QUARANTINE_CODES.TIME_AMBIGUOUS.number} END ` +
      `FROM repeated_times r WHERE ${match} AND r.times > 2`,
  );
  // An end of the same hour moves with its start.
  const end = (instant: string) =>
    statesEnds(layout)
      ? `, end_utc = CASE WHEN s.end_utc <= ${instant} ` +
        `THEN ${plusMicroseconds('s.end_utc', 'r.later_us')} ELSE s.end_utc END`
      : '';
  const place = (instant: string, where: string) =>
    `UPDATE ${stored} s SET utc = ${instant}, timestamp = ${zonedToLocal(instant, zones)}${end(instant)} ` +
    `FROM repeated_times r WHERE ${match} AND ${where}`;
  await db.run(place(moved, 'r.times = 2 AND r.nth = 2 AND NOT r.boundary'));
  // A record that names its clock, such as DST, is the first; the one beside it that names none is the second.
  const beside =
    `EXISTS (SELECT 1 FROM ${view} e WHERE e.stamp IS NULL AND e.site_id = r.site_id ` +
    `AND e.appliance = r.appliance AND e.utc = s.utc AND e.n <> s.n)`;
  await db.run(place(moved, `r.times = 1 AND NOT r.boundary AND ${beside}`));
  // Read once, the boundary is the normal time behind the repeated ones; the first of two is an hour before it.
  await db.run(place(earlier, 'r.times = 2 AND r.nth = 1 AND r.boundary'));
}

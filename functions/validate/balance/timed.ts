/** The energies of a file with the length of each: its interval, and its end. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';
import type { Energies } from '../convert/to-energy.ts';

const intervalSchema = z.tuple([z.object({ interval: z.number().nullable() })]);

/**
 * @returns the relation `site_id, appliance` (the key of the series), `timestamp, utc, kwh, interval_minutes, end_utc`,
 * and where readings have an end of their own `series_minutes, hours_known`, see `createSpans`. One interval of all
 * series is the rule: a constant costs no join
 */
export async function timed(energies: Energies, db: Database): Promise<string> {
  if (energies.spans) return energies.accepted;
  const ofReading = 'site_id, appliance, timestamp, utc, kwh';
  const [{ interval }] = intervalSchema.parse(
    await db.rows(
      'SELECT CASE WHEN count(interval_minutes) = count(*) ' +
        'AND min(interval_minutes) = max(interval_minutes) THEN min(interval_minutes) END AS interval FROM series',
    ),
  );
  const end = (lasts: string) => `make_timestamp(epoch_us(utc) + ${lasts}) AS end_utc`;
  if (interval !== null && !energies.changes) {
    return (
      `(SELECT ${ofReading}, ${interval}::DOUBLE ` +
      `AS interval_minutes, ${end(String(Math.round(interval * MINUTE_US)))} FROM ${energies.accepted})`
    );
  }
  const odd = energies.changes
    ? ' LEFT JOIN (SELECT site_id, appliance, utc, in_force FROM odd_intervals) USING (site_id, appliance, utc)'
    : '';
  const force = energies.changes ? `coalesce(in_force / ${MINUTE_US}.0::DOUBLE, usual)` : 'usual';
  return (
    `(SELECT *, ${end(`CAST(round(coalesce(interval_minutes, 0) * ${MINUTE_US}) AS BIGINT)`)} FROM (` +
    `SELECT ${ofReading}, ${force} AS interval_minutes ` +
    `FROM ${energies.accepted} JOIN (SELECT site_id, appliance, interval_minutes AS usual ` +
    `FROM series) USING (site_id, appliance)${odd}))`
  );
}

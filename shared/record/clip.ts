/** Cuts what lasts from one month into another where its month begins or the next one does. */
import { type Database, literal } from '../database/duckdb.ts';
import { clockOf, toUtc } from '../readings/clock.ts';

export interface Window {
  /** Place of the month, which is the name of its site in the queries. */
  readonly nth: number;
  /** Zone of its wall clock. */
  readonly zone: string;
  readonly month: string;
  /** The month that has readings next; undefined for the last one. */
  readonly next: string | undefined;
}

/** Later than any reading. */
const NEVER = `TIMESTAMP '9999-12-31'`;

/** Creates `month_windows` (site_id, from_local, from_utc, to_utc). */
export async function createWindows(windows: readonly Window[], db: Database): Promise<void> {
  const begins = (month: string) => `TIMESTAMP ${literal(`${month}-01`)}`;
  const rows = windows.map(({ nth, zone, month, next }) => {
    const clock = clockOf(zone, Number((next ?? month).slice(0, 4)));
    const to = next === undefined ? NEVER : toUtc(begins(next), clock);
    return `('${nth}', ${begins(month)}, ${toUtc(begins(month), clock)}, ${to})`;
  });
  await db.run(`CREATE OR REPLACE TEMP TABLE month_windows AS
    SELECT * FROM (VALUES ${rows.join(', ')}) t(site_id, from_local, from_utc, to_utc)`);
}

/**
 * SQL: the rows within `month_windows`, each with the energies of its time there; those of all windows of a row add up
 * exactly.
 * @param rows relation with `site_id, timestamp, utc, end_utc`
 */
export function clipped(rows: string, energies: readonly string[]): string {
  const flowed = (energy: string, at: string) =>
    `CASE WHEN ${at} >= r.end_utc THEN r.${energy} WHEN ${at} <= r.utc THEN 0 ` +
    `ELSE CAST(CAST(r.${energy} AS DOUBLE) * (epoch_us(${at}) - epoch_us(r.utc)) / ` +
    `(epoch_us(r.end_utc) - epoch_us(r.utc)) AS DECIMAL(18,9)) END`;
  const parts = energies.map(
    (each) =>
      `CASE WHEN r.utc >= from_utc AND r.end_utc <= to_utc THEN r.${each} WHEN r.${each} IS NOT NULL ` +
      `THEN ${flowed(each, 'to_utc')} - ${flowed(each, 'from_utc')} END AS ${each}`,
  );
  return `(
    SELECT r.* EXCLUDE (from_local, from_utc, to_utc) REPLACE (
      CASE WHEN r.utc < from_utc THEN from_local ELSE r.timestamp END AS timestamp,
      greatest(r.utc, from_utc) AS utc, least(r.end_utc, to_utc) AS end_utc, ${parts.join(', ')}
    )
    FROM (SELECT * FROM ${rows} JOIN month_windows USING (site_id)) r
    WHERE r.utc < to_utc AND (r.utc >= from_utc OR r.end_utc > from_utc)
  )`;
}

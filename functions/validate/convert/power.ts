/** Power over an interval is energy. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { isPower } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';
import { columnWithRole, KEY_SEPARATOR, valueColumns } from '../read/slots.ts';

/** Whether any value may be one of power. */
export function mayHoldPower(layout: Layout): boolean {
  const columns = valueColumns(layout);
  return (
    columnWithRole(layout, 'unit') !== undefined ||
    columns.some(({ unit, unit_in_cells }) => unit_in_cells === true || (unit !== undefined && isPower(unit)))
  );
}

const intervalSchema = z.tuple([z.object({ interval: z.number().nullable() })]);

/**
 * @param accepted relation with `site_id, appliance, utc, power, kwh`; the table `series` has its intervals
 * @param uneven whether some readings last another time than that, as the table `odd_intervals` says
 * @param hasEnds whether the relation has `end_utc`: a reading that has one lasts until then
 * @param given the interval that a person gave, minutes
 * @returns the relation with energies only
 * @throws InputRejected LAYOUT_AMBIGUOUS when power is given and its interval is not known
 */
export async function powerToEnergy(
  accepted: string,
  { uneven, hasEnds }: { readonly uneven: boolean; readonly hasEnds: boolean },
  given: number | undefined,
  db: Database,
): Promise<string> {
  const [{ interval }] = intervalSchema.parse(
    await db.rows(
      `SELECT CASE WHEN count(interval_minutes) = count(*) ` +
        `AND min(interval_minutes) = max(interval_minutes) THEN min(interval_minutes) END AS interval FROM series`,
    ),
  );
  // The rule: a constant costs no join.
  if (interval !== null && !uneven && !hasEnds) return `(${energies(`${interval}::DOUBLE`, '')} FROM ${accepted} a)`;
  if (given === undefined) await refuseUntold(accepted, db);
  // An end that is not behind its start, as in the hour that the clock shows twice, says nothing; one that is behind
  // the next start is of that hour as well.
  const next = 'lead(utc) OVER (PARTITION BY site_id, appliance ORDER BY utc)';
  const timed = hasEnds
    ? `(SELECT * REPLACE (least(end_utc, coalesce(${next}, end_utc)) AS end_utc) FROM ${accepted})`
    : accepted;
  const ownEnd = hasEnds
    ? `CASE WHEN end_utc > utc THEN (epoch_us(end_utc) - epoch_us(utc)) / ${MINUTE_US}.0::DOUBLE END, `
    : '';
  const own = uneven ? `lasts / ${MINUTE_US}.0::DOUBLE, ` : '';
  const odd = uneven
    ? ' LEFT JOIN (SELECT site_id, appliance, utc, lasts FROM odd_intervals) USING (site_id, appliance, utc)'
    : '';
  await db.run(
    `CREATE OR REPLACE TEMP TABLE power_energies ` +
      `AS ${energies(`coalesce(${ownEnd}${own}interval_minutes, ${given ?? 'NULL'})`, hasEnds ? 'end_utc, ' : '')} ` +
      `FROM ${timed} a JOIN (SELECT site_id, appliance, interval_minutes ` +
      `FROM series) USING (site_id, appliance)${odd}`,
  );
  return 'power_energies';
}

/**
 * Rounded once, to a billionth of a kilowatt-hour, which floating point is exact enough for up to the largest plausible
 * reading; the same product of decimals takes seventy times as long.
 * @param minutes SQL of the time that a reading lasts
 * @param more further columns of the relation
 */
function energies(minutes: string, more: string): string {
  const energy = `CASE WHEN power THEN CAST(CAST(kwh AS DOUBLE) * ${minutes} / 60 AS DECIMAL(18,9)) ELSE kwh END`;
  return `SELECT site_id, appliance, timestamp, utc, ${more}${energy} AS kwh`;
}

async function refuseUntold(accepted: string, db: Database): Promise<void> {
  const [untold] = await db.rows(
    `SELECT a.appliance FROM ${accepted} a JOIN series s USING (site_id, appliance) ` +
      `WHERE a.power AND s.interval_minutes IS NULL LIMIT 1`,
  );
  if (!untold) return;
  throw new InputRejected(
    'LAYOUT_AMBIGUOUS',
    `The values of "${String(untold.appliance).replaceAll(KEY_SEPARATOR, ' ').slice(0, 200)}" are power, ` +
      `and from a single reading the length of its interval is not known. ` +
      `Say it with --layout: {"interval_minutes": 60}.`,
    { setting: { interval_minutes: 60 } },
  );
}

/** Whether some value is one of power: a unit column may name none. */
export async function holdsPower(accepted: string, db: Database): Promise<boolean> {
  const [row] = await db.rows(`SELECT coalesce(bool_or(power), false) AS some FROM ${accepted}`);
  return row?.some === true;
}

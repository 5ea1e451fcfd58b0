/** Power over an interval is energy. */
import type { Database } from '../../shared/duckdb.ts';
import { InputRejected } from '../../shared/errors.ts';
import type { Layout } from '../../shared/layout.ts';
import { isPower } from '../../shared/layout.ts';
import { MINUTE_US } from './intervals.ts';
import { columnWithRole, valueColumns } from './slots.ts';

/** Enough decimals that a minute's sixtieth of the largest plausible power stays exact to a nano-kWh. */
const HOURS_TYPE = 'DECIMAL(16,12)';

/** Whether any value may be one of power. */
export function mayHoldPower(layout: Layout): boolean {
  const columns = valueColumns(layout);
  return (
    columnWithRole(layout, 'unit') !== undefined ||
    columns.some(({ unit, unit_in_cells }) => unit_in_cells === true || (unit !== undefined && isPower(unit)))
  );
}

/**
 * @param accepted relation with `site_id, appliance, power, kwh, generated_kwh`; the table `series` has its intervals
 * @param odd whether the table `odd_intervals` says of some readings that they last another time
 * @param given the interval that a person gave, minutes
 * @returns the relation with energies only
 * @throws InputRejected LAYOUT_AMBIGUOUS when power is given and its interval cannot be told
 */
export async function powerToEnergy(
  accepted: string,
  odd: boolean,
  given: number | undefined,
  db: Database,
): Promise<string> {
  const [untold] = await db.rows(
    `SELECT a.appliance FROM ${accepted} a JOIN series s USING (site_id, appliance) WHERE a.power AND s.interval_minutes IS NULL LIMIT 1`,
  );
  if (untold && given === undefined) {
    throw new InputRejected(
      'LAYOUT_AMBIGUOUS',
      `The values of "${String(untold.appliance).slice(0, 200)}" are power, and from a single reading the length of its interval cannot be told. Say it with --layout: {"interval_minutes": 60}.`,
      { setting: { interval_minutes: 60 } },
    );
  }
  const own = odd ? `lasts / ${MINUTE_US}.0::DOUBLE, ` : '';
  const hours = `CAST(coalesce(${own}interval_minutes, ${given ?? 'NULL'}) / 60 AS ${HOURS_TYPE})`;
  const energy = (value: string) =>
    `CASE WHEN power THEN CAST(CAST(${value} AS DECIMAL(18,9)) * ${hours} AS DECIMAL(18,9)) ELSE ${value} END AS ${value}`;
  return (
    `(SELECT site_id, appliance, a.timestamp, utc, ${energy('kwh')}, ${energy('generated_kwh')} ` +
    `FROM ${accepted} a JOIN series USING (site_id, appliance)${odd ? ' LEFT JOIN odd_intervals USING (site_id, appliance, utc)' : ''})`
  );
}

/** Whether some value is one of power: a unit column may name none. */
export async function holdsPower(accepted: string, db: Database): Promise<boolean> {
  const [row] = await db.rows(`SELECT coalesce(bool_or(power), false) AS some FROM ${accepted}`);
  return row?.some === true;
}

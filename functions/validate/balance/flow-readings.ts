/** The readings of each flow of a site: registers and phases of a meter added, and flows with a sign split by it. */
import type { Database } from '../../../shared/database/duckdb.ts';
import { MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import type { Group, Plan } from './plan.ts';
import { createTable } from './temp-table.ts';

/**
 * Creates `flow_readings`: site_id, grp (the group's id), timestamp, utc, end_utc, minutes, series_minutes (of the
 * group; null where its readings have no common interval), hours_known, kwh.
 *
 * Registers of a meter that nearly always come together are added only where all of them are there: a sum without one
 * of them would be too small. Of those that take turns, as tariffs may, one is the whole; and so it is of a day or
 * longer in which no other tariff ran, such as a Sunday. Where anything is added, `register_sums` has the sums and
 * whether each is `whole`.
 * @param timed relation `site_id, appliance` (the key of the series), `timestamp, utc, end_utc, interval_minutes, kwh`
 */
export async function createFlowReadings(timed: string, spans: boolean, plan: Plan, db: Database): Promise<void> {
  const groups = plan.groups;
  await createTable(
    'group_series',
    {
      site_id: 'VARCHAR',
      appliance: 'VARCHAR',
      grp: 'INTEGER',
      members: 'INTEGER',
      sign: 'INTEGER',
      factor: 'INTEGER',
      series_minutes: 'DOUBLE',
      may_rest: 'BOOLEAN',
    },
    groups.flatMap((group) =>
      group.series.map((each) => ({
        site_id: each.site,
        appliance: each.key,
        grp: group.id,
        members: group.series.length,
        sign: SIGNS[group.sign],
        factor: each.reversed ? -1 : 1,
        series_minutes: group.interval,
        may_rest: mayRest(group),
      })),
    ),
    db,
  );
  const known = spans ? 'hours_known' : 'true';
  const rows = spans ? `(SELECT * EXCLUDE (series_minutes) FROM ${timed})` : timed;
  const single =
    `SELECT site_id, grp, timestamp, utc, end_utc, interval_minutes AS minutes, ` +
    `series_minutes, ${known} AS hours_known, kwh FROM ${rows} JOIN group_series USING (site_id, appliance)`;
  const added =
    `SELECT site_id, grp, min(timestamp) AS timestamp, utc, max(end_utc) AS end_utc, ` +
    `max(interval_minutes) AS minutes, any_value(series_minutes) AS series_minutes, ` +
    `bool_and(${known}) AS hours_known, sum(kwh * factor) AS kwh, ` +
    `any_value(sign) AS sign, count(*) AS n, any_value(members) AS members, any_value(may_rest) AS may_rest ` +
    `FROM ${rows} JOIN (SELECT * FROM group_series ` +
    `WHERE members > 1 OR sign <> 0 OR factor < 0) USING (site_id, appliance) GROUP BY site_id, grp, utc`;
  const judged =
    `SELECT *, n = members OR may_rest OR 2 * count_if(n = members) OVER (PARTITION BY site_id, grp) < ` +
    `count(*) OVER (PARTITION BY site_id, grp) AS whole FROM (${added})`;
  const simple = !addsRegisters(plan);
  if (!simple) await db.run(`CREATE OR REPLACE TEMP TABLE register_sums AS ${judged}`);
  const split =
    `SELECT site_id, grp, timestamp, utc, end_utc, minutes, series_minutes, hours_known, ` +
    `CASE sign WHEN 0 THEN kwh WHEN 1 THEN greatest(kwh, 0) ELSE greatest(-kwh, 0) END AS kwh ` +
    `FROM register_sums WHERE whole`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE flow_readings AS SELECT site_id, grp, timestamp, utc, end_utc, minutes, ` +
      `series_minutes, hours_known, CAST(kwh AS DECIMAL(38,9)) AS kwh ` +
      `FROM (${simple ? single : `${single} WHERE members = 1 AND sign = 0 AND factor > 0 UNION ALL ${split}`})`,
  );
}

/** A day on which the clock changes has 23 hours. */
const DAY_OF_CHANGE = 23 / 24;

const SIGNS = { both: 0, positive: 1, negative: -1 } as const satisfies Record<Group['sign'], number>;

/** @returns whether anything but single series without a sign is there */
export function addsRegisters({ groups }: Plan): boolean {
  return !groups.every(isSimple);
}

/** A day in which one tariff had no use has no row of it; an hour without one of two registers has a gap. */
function mayRest({ series, interval }: Group): boolean {
  return interval !== null && interval >= MINUTES_PER_DAY * DAY_OF_CHANGE && series.every(({ tariff }) => tariff);
}

function isSimple({ series, sign }: Group): boolean {
  return series.length === 1 && sign === 'both' && !series[0]?.reversed;
}

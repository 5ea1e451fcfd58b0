/**
 * What a meter measures less what is measured behind it: the rest of a site, and of a submeter that has others below
 * it.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { inCommonIntervals } from './common-intervals.ts';
import type { Plan, SitePlan } from './plan.ts';
import { createTable } from './temp-table.ts';

/** The use of a site stands in `flow_readings` under this, negative, so that no group has it. */
const rootOf = (owner: number) => -1 - owner;

export function hasRest({ use, submeters }: SitePlan): boolean {
  return submeters.length > 0 && use !== 'parts' && use !== 'nothing';
}

/**
 * Creates `remainders`: owner (of the meter: a group, or less than 0 for a site), site_id, timestamp, utc, end_utc,
 * kwh; and adds the use of the sites with submeters to `flow_readings`.
 *
 * Worked out in the longest interval of the meter and of what is behind it. What is behind it and has no reading there
 * is in the remainder; where the meter itself has none there is no remainder, and what is behind it counts by itself. A
 * meter's reading outside every such interval is all remainder.
 */
export async function createRemainders(plan: Plan, db: Database): Promise<void> {
  const members = plan.sites.flatMap((site, owner) => membersOf(site, owner));
  await createTable(
    'remainder_members',
    { owner: 'INTEGER', site_id: 'VARCHAR', grp: 'INTEGER', is_meter: 'BOOLEAN' },
    members,
    db,
  );
  await db.run(
    `INSERT INTO flow_readings SELECT b.site_id, -1 - s.owner, b.timestamp, b.utc, b.end_utc, ` +
      `(epoch_us(b.end_utc) - epoch_us(b.utc)) / 60000000.0::DOUBLE AS minutes, s.longest, b.hours_known, use ` +
      `FROM (SELECT site_id, timestamp, utc, end_utc, hours_known, CASE basis WHEN 'grid' THEN import_kwh ` +
      `ELSE use_kwh END AS use FROM balance) b ` +
      `JOIN balance_sites s USING (site_id) WHERE use IS NOT NULL ` +
      `AND -1 - s.owner IN (SELECT grp FROM remainder_members)`,
  );
  const meters = `(SELECT owner, site_id, grp FROM remainder_members WHERE is_meter)`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE remainder_slots AS SELECT t.*, is_meter, site_id ` +
      `FROM (${inCommonIntervals('remainder_members', 'NOT is_meter')}) t JOIN remainder_members USING (owner, grp)`,
  );
  await db.run(
    `CREATE OR REPLACE TEMP TABLE remainders AS ` +
      `SELECT owner, site_id, min(timestamp) AS timestamp, utc, max(end_utc) AS end_utc, ` +
      `bool_and(hours_known) AS hours_known, ` +
      `sum(CASE WHEN is_meter THEN kwh ELSE -kwh END) AS kwh, sum(kwh) FILTER (is_meter) AS whole ` +
      `FROM remainder_slots GROUP BY owner, site_id, utc HAVING bool_or(is_meter) ` +
      `UNION ALL ` +
      `SELECT m.owner, m.site_id, r.timestamp, r.utc, r.end_utc, r.hours_known, r.kwh, r.kwh FROM flow_readings r ` +
      `JOIN ${meters} m USING (site_id, grp) ` +
      `ASOF LEFT JOIN (SELECT DISTINCT owner, utc, end_utc ` +
      `FROM remainder_slots) s ON s.owner = m.owner AND r.utc >= s.utc ` +
      `WHERE s.utc IS NULL OR (r.utc <> s.utc AND r.utc >= s.end_utc)`,
  );
}

function membersOf(site: SitePlan, owner: number) {
  const edges = site.submeters.map(({ id }) => ({ id, parent: site.parents.get(id) ?? rootOf(owner) }));
  const parents = [...new Set(edges.map(({ parent }) => parent))].filter((parent) => parent >= 0 || hasRest(site));
  return parents.flatMap((parent) => [
    { owner: parent, site_id: site.site, grp: parent, is_meter: true },
    ...edges
      .filter((each) => each.parent === parent)
      .map(({ id }) => ({ owner: parent, site_id: site.site, grp: id, is_meter: false })),
  ]);
}

const claimSchema = z.object({ site_id: z.string(), day: z.string(), share: z.number() });
/** Less than this of a day's use is rounding. */
const SHARE_OF_A_DAY = -0.02;

/** A day on which the submeters of a site measure more than it uses: then they are no parts of it. */
export interface Withdrawn {
  readonly site: string;
  readonly day: string;
  /** The rest of the day, as a share of its use. */
  readonly share: number;
}

/** @returns the first such day of each of a few sites. Needs `remainders` */
export async function withdrawnClaims(db: Database): Promise<Withdrawn[]> {
  const rows = await db.rows(
    `SELECT site_id, strftime(day, '%Y-%m-%d') AS day, CAST(rest AS DOUBLE) / CAST(whole AS DOUBLE) AS share FROM (` +
      `SELECT site_id, CAST(timestamp AS DATE) AS day, sum(kwh) AS rest, sum(whole) AS whole FROM remainders ` +
      `WHERE owner < 0 GROUP BY ALL) ` +
      `WHERE whole > 0 AND rest < ${SHARE_OF_A_DAY} * whole QUALIFY row_number() OVER (PARTITION BY site_id ` +
      `ORDER BY day) = 1 ORDER BY site_id LIMIT 5`,
  );
  return rows.map((row) => {
    const { site_id: site, day, share } = claimSchema.parse(row);
    return { site, day, share };
  });
}

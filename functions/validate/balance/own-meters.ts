/** A submeter that shows what the site uses, or the sum of all others, is its own meter, whatever it is called. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { ownValue } from '../../../shared/own-value.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import type { Meaning } from './meanings.ts';
import type { Plan } from './plan.ts';
import { createTable } from './temp-table.ts';

/** So many intervals have to be seen, and this share of them has to agree. */
const INTERVALS = 24;
const AGREEING = 0.99;
/** Meters differ by this share, and by the last digits of a few terms, kWh. */
const TOLERANCE = 0.01;
const ROUNDING = 0.002;

const foundSchema = z.object({ site_id: z.string() });

/**
 * @returns the series, with those as the site's own meters that are the only submeter of a site whose use follows from
 * other flows, and equal it; null where there are none. Needs `flow_readings` and `balance`
 */
export async function withOwnMeters(meanings: readonly Meaning[], plan: Plan, db: Database): Promise<Meaning[] | null> {
  const possible = plan.sites.flatMap(({ site, use, submeters }) => {
    const [only, ...others] = submeters;
    return use === 'identity' && only && others.length === 0 ? [{ site_id: site, grp: only.id }] : [];
  });
  if (possible.length === 0) return null;
  await createTable('lone_submeters', { site_id: 'VARCHAR', grp: 'INTEGER' }, possible, db);
  const rows = await db.rows(
    `SELECT site_id FROM flow_readings JOIN lone_submeters USING (site_id, grp) ` +
      `JOIN (SELECT site_id, utc, use_kwh FROM balance WHERE use_kwh IS NOT NULL) USING (site_id, utc) ` +
      `GROUP BY site_id HAVING count(*) >= ${INTERVALS} AND count(DISTINCT kwh) > 1 ` +
      `AND count(*) FILTER (abs(kwh - use_kwh) <= ${TOLERANCE} * abs(use_kwh) + ${ROUNDING}) ` +
      `>= ${AGREEING} * count(*) ORDER BY site_id`,
  );
  const sites = new Set(rows.map((row) => foundSchema.parse(row).site_id));
  if (sites.size === 0) return null;
  return meanings.map((each) =>
    sites.has(each.site) && each.flow === 'submeter' ? { ...each, flow: 'consumption' } : each,
  );
}

/** A sum has two parts at least; sums of very many are not looked for. */
const [FEWEST, MOST] = [3, 200];

const sumSchema = z.object({ site_id: z.string(), appliance: z.string() });

/**
 * Records may give a whole in the same column as its parts: `Italy` beside its zones.
 * @param timed relation `site_id, appliance` (the key of the series), `utc, kwh`
 * @returns the series, with those as the site's own meters that are the sum of all other submeters of a site of which
 *   nothing else is known, and of which no person has said what they are
 */
export async function withSumsOfOthers(
  timed: string,
  meanings: readonly Meaning[],
  { plan, settings }: { readonly plan: Plan; readonly settings: LayoutSettings },
  db: Database,
): Promise<readonly Meaning[]> {
  const possible = plan.sites.flatMap(({ site, use, submeters }) => {
    const series = submeters.flatMap((group) => group.series);
    const said = series.some(({ recordName }) => recordName === undefined || ownValue(settings.flows, recordName));
    if (use !== 'parts' || said || series.length < FEWEST || series.length > MOST) return [];
    return series.map(({ key }) => ({ site_id: site, appliance: key, members: series.length }));
  });
  if (possible.length === 0) return meanings;
  await createTable('members', { site_id: 'VARCHAR', appliance: 'VARCHAR', members: 'INTEGER' }, possible, db);
  const own = `SELECT site_id, appliance, utc, kwh, members FROM ${timed} JOIN members USING (site_id, appliance)`;
  const rows = await db.rows(
    `SELECT site_id, appliance FROM (${own}) JOIN (SELECT site_id, utc, sum(kwh) AS together FROM (${own}) ` +
      `GROUP BY site_id, utc HAVING count(*) = any_value(members)) USING (site_id, utc) ` +
      `GROUP BY site_id, appliance HAVING count(*) >= ${INTERVALS} AND count(DISTINCT kwh) > 1 ` +
      `AND count(*) FILTER (abs(2 * kwh - together) <= ${TOLERANCE} * abs(kwh) + ${ROUNDING}) ` +
      `>= ${AGREEING} * count(*)`,
  );
  const sums = new Set(rows.map((row) => keyOf(sumSchema.parse(row))));
  return meanings.map((each) =>
    sums.has(keyOf({ site_id: each.site, appliance: each.key })) ? { ...each, flow: 'consumption' } : each,
  );
}

function keyOf({ site_id, appliance }: z.infer<typeof sumSchema>): string {
  return JSON.stringify([site_id, appliance]);
}

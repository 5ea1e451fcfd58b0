/** A submeter that shows what the site uses is its own meter, whatever it is called. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
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

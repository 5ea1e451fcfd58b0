/**
 * Sites whose use would come out below zero: then what they export does not come from the production that stands beside
 * it.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Plan } from './plan.ts';

/** The use may be below zero by this share of the import: roundings, and meters that differ. */
const TOLERANCE = 0.02;

const siteSchema = z.object({ site_id: z.string() });

/** @returns the sites whose use follows from other flows and is below zero. Needs `balance` */
export async function sitesWithImpossibleUse({ sites }: Plan, db: Database): Promise<ReadonlySet<string>> {
  if (!sites.some(({ use }) => use === 'identity')) return new Set();
  const rows = await db.rows(
    `SELECT site_id FROM balance WHERE use_kwh IS NOT NULL GROUP BY site_id ` +
      `HAVING sum(use_kwh) < -${TOLERANCE} * sum(import_kwh)`,
  );
  const found = new Set(rows.map((row) => siteSchema.parse(row).site_id));
  return new Set(sites.filter(({ site, use }) => use === 'identity' && found.has(site)).map(({ site }) => site));
}

/** What the sites of a run are, as far as advice goes. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Basis } from '../../../shared/energy/flows.ts';
import type { ClassSource, SiteClass } from '../../../shared/energy/site-classes.ts';
import { SITE_KINDS, type SiteKind } from '../../../shared/energy/site-kinds.ts';

export interface Told {
  readonly name: SiteClass;
  readonly by: ClassSource;
}

/** What a household uses at most in a year, heating and a car included; more is a business'. */
export const HOUSEHOLD_KWH_PER_YEAR = 25_000;
/** A mean of more than 114 MW: single works that take so much are rare, and a region is told to do nothing. */
const REGION_KWH_PER_YEAR = 1e9;
/** What an inverter itself takes by night is no use of a site. */
const OWN_USE = 0.02;
const DAYS_PER_YEAR = 365;

/** Words of names, in lower case. */
const APARTMENT_WORDS = new Set(['apartment', 'flat', 'condo', 'wohnung', 'appartement', 'apartamento', 'piso']);
const INDUSTRY_WORDS = new Set([
  ...['plant', 'works', 'factory', 'mill', 'steel', 'foundry', 'furnace', 'press', 'compressor', 'compressed'],
  ...['werk', 'fabrik', 'usine', 'fabrica', 'fabriek'],
]);

const siteSchema = z.object({
  site_id: z.string(),
  names: z.array(z.string()),
  consumers: z.number(),
  used_kwh: z.number(),
  generated_kwh: z.number(),
  days: z.number(),
});
type Site = z.infer<typeof siteSchema>;

/**
 * @param tables relations with the columns of processed_energy_data and daily_energy_data
 * @param said the kind that a person said or that headings tell
 */
export async function siteClass(
  db: Database,
  { processed, daily }: { readonly processed: string; readonly daily: string },
  bases: readonly Basis[],
  said: SiteKind | undefined,
): Promise<Told> {
  const sites = z.array(siteSchema).parse(
    await db.rows(`
      SELECT site_id, list(DISTINCT appliance ORDER BY appliance) AS names,
        CAST(count(*) FILTER (measure = 'consumption') AS INTEGER) AS consumers,
        CAST(coalesce(sum(total_kwh) FILTER (measure = 'consumption'), 0) AS DOUBLE) AS used_kwh,
        CAST(coalesce(sum(total_kwh) FILTER (measure = 'generation'), 0) AS DOUBLE) AS generated_kwh,
        CAST(any_value(d.days) AS INTEGER) AS days
      FROM ${processed} JOIN (SELECT site_id, count(DISTINCT day) AS days FROM ${daily} GROUP BY site_id) d
        USING (site_id)
      GROUP BY site_id ORDER BY site_id`),
  );
  const onlyParts = bases.length > 0 && bases.every((basis) => basis === 'parts');
  const [first, ...others] = sites.map((site) => classOf(site, onlyParts, said));
  if (!first) return { name: 'mixed', by: 'energy' };
  return others.every(({ name }) => name === first.name) ? first : { name: 'mixed', by: 'energy' };
}

function classOf(site: Site, onlyParts: boolean, said: SiteKind | undefined): Told {
  const { used_kwh: used, generated_kwh: generated, days, consumers } = site;
  if (generated > 0 && used <= OWN_USE * generated) return { name: 'solar', by: said === 'solar' ? 'said' : 'energy' };
  if (said && said !== 'home') return { name: said, by: 'said' };
  const year = (used / Math.max(1, days)) * DAYS_PER_YEAR;
  if (year > REGION_KWH_PER_YEAR) return { name: 'region', by: 'energy' };
  if (onlyParts && consumers === 1) return { name: 'submeter', by: 'energy' };
  if (said === 'home' || year <= HOUSEHOLD_KWH_PER_YEAR) {
    if (named(site, APARTMENT_WORDS)) return { name: 'apartment', by: 'names' };
    return { name: 'home', by: said ? 'said' : 'energy' };
  }
  if (named(site, INDUSTRY_WORDS)) return { name: 'industry', by: 'names' };
  return { name: year > SITE_KINDS.business.kwhAYear ? 'industry' : 'business', by: 'energy' };
}

function named({ site_id, names }: Site, words: ReadonlySet<string>): boolean {
  const all = [site_id, ...names].join(' ').toLowerCase();
  return all.split(/[^\p{L}]+/u).some((word) => words.has(word));
}

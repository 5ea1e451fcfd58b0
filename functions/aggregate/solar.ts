/** The energy that sites consume as they generate it, see shared/readings/solar.ts. */
import { z } from 'zod';
import type { Database } from '../../shared/database/duckdb.ts';
import { HOURS } from '../../shared/readings/hourly-buckets.ts';
import { spreadOverHours } from './hours.ts';

const sitesSchema = z.tuple([z.object({ one: z.boolean().nullable(), several: z.boolean().nullable() })]);

/**
 * Creates `self_consumed`: site_id, plan, day, kwh, cost (what it would have cost to buy it), for the sites with both measures.
 * @param readings relation of raw_energy_data
 */
export async function createSelfConsumed(db: Database, readings: string, longestMinutes: number | null): Promise<void> {
  // One meter that gives both in a row needs no grouping, which for ten million readings takes seconds.
  await db.run(`
    CREATE TEMP TABLE solar_sites AS
    SELECT site_id, any_value(plan) AS plan, max(interval_minutes) AS interval_minutes, max(coalesce(step, 1)) AS step,
      count(*) = 2 AND count(DISTINCT appliance) = 1 AS one
    FROM series WHERE counts GROUP BY site_id HAVING count(DISTINCT measure) = 2`);
  const [{ one, several }] = sitesSchema.parse(
    await db.rows('SELECT bool_or(one) AS one, bool_or(NOT one) AS several FROM solar_sites'),
  );
  const intervals = [...(one ? [ofOneMeter(readings)] : []), ...(several ? [ofSeveral(readings)] : [])];
  const none = 'SELECT NULL AS site_id, NULL AS hours, 0 AS consumed, 0 AS generated WHERE false';
  const self = 'least(greatest(consumed, 0), greatest(generated, 0))';
  const hours = `(
    SELECT i.site_id, s.plan, s.interval_minutes, s.interval_minutes AS minutes, i.hours, 0 AS n, sum(${self}) AS total
    FROM (${intervals.length === 0 ? none : intervals.join(' UNION ALL ')}) i JOIN solar_sites s USING (site_id)
    GROUP BY ALL)`;
  await db.run(`
    CREATE TEMP TABLE self_consumed AS
    SELECT c.site_id, c.plan, h.day, sum(c.total) AS kwh, sum(c.total * h.price) AS cost
    FROM ${spreadOverHours(hours, longestMinutes)} c JOIN priced_hours h ON h.plan = c.plan AND h.hours = c.hours
    GROUP BY ALL`);
}

function ofOneMeter(readings: string): string {
  return `
    SELECT r.site_id, ${HOURS} AS hours, r.kwh AS consumed, r.generated_kwh AS generated
    FROM ${readings} r JOIN series s ON s.site_id = r.site_id AND s.appliance = r.appliance AND s.measure = 'consumption' AND s.counts
    JOIN solar_sites o ON o.site_id = r.site_id AND o.one
    WHERE r.kwh IS NOT NULL AND r.generated_kwh IS NOT NULL`;
}

/** Intervals are those of the site's slowest meter. */
function ofSeveral(readings: string): string {
  const of = (measure: string, column: string) => `
    SELECT r.site_id, epoch_us(r.utc) // o.step AS slot, ${HOURS} AS hours,
      ${measure === 'consumption' ? `r.${column}` : 'NULL'} AS consumed, ${measure === 'generation' ? `r.${column}` : 'NULL'} AS generated
    FROM ${readings} r JOIN series s ON s.site_id = r.site_id AND s.appliance = r.appliance AND s.measure = '${measure}' AND s.counts
    JOIN solar_sites o ON o.site_id = r.site_id AND NOT o.one
    WHERE r.${column} IS NOT NULL`;
  return `
    SELECT site_id, min(hours) AS hours, sum(consumed) AS consumed, sum(generated) AS generated
    FROM (${of('consumption', 'kwh')} UNION ALL ${of('generation', 'generated_kwh')})
    GROUP BY site_id, slot HAVING count(consumed) > 0 AND count(generated) > 0`;
}

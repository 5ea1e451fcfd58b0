/**
 * Files in which every series is use that stands by itself: their readings are the rows of raw_energy_data as they are,
 * ten million of them too.
 */
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { YEAR_ONE } from '../../../shared/readings/hourly-buckets.ts';
import type { Group, Plan } from './plan.ts';
import { createTable } from './temp-table.ts';

export function isPlain({ sites, leftOut }: Plan): boolean {
  if (leftOut.length > 0) return false;
  return sites.every((site) => {
    const counted = [...site.main, ...(site.use === 'parts' ? site.submeters : [])];
    const names = new Set(counted.map(({ name }) => name));
    return (
      site.parents.size === 0 &&
      names.size === counted.length &&
      counted.length === site.terms.length + site.submeters.length &&
      counted.every(
        (group) =>
          group.sign === 'both' &&
          group.series.length === 1 &&
          group.series[0]?.key === group.name &&
          !group.series[0].reversed,
      )
    );
  });
}

/** @returns the relation with the columns of raw_energy_data */
export async function plainRows(timed: string, plan: Plan, db: Database): Promise<string> {
  const rows = plan.sites.flatMap(({ basis, main, submeters }) =>
    [...main, ...submeters].map((group) => ({ ...facts(group), basis })),
  );
  const kinds = new Set(rows.map(({ flow, quality, basis }) => JSON.stringify([flow, quality, basis])));
  const [first] = rows;
  const generated = 'NULL::DECIMAL(18,9) AS generated_kwh, appliance AS series';
  if (first && kinds.size === 1) {
    const { flow, quality, basis } = first;
    return (
      `(SELECT *, ${generated}, ${literal(flow)} AS flow, ${literal(quality)} ` +
      `AS quality, ${literal(basis)} AS basis FROM ${timed})`
    );
  }
  await createTable(
    'plain_series',
    { site_id: 'VARCHAR', appliance: 'VARCHAR', flow: 'VARCHAR', quality: 'VARCHAR', basis: 'VARCHAR' },
    rows,
    db,
  );
  return `(SELECT *, ${generated} FROM ${timed} JOIN plain_series USING (site_id, appliance))`;
}

function facts({ site, name, flow, quality }: Group) {
  return { site_id: site, appliance: name, flow, quality };
}

const UNKNOWN = ['export', 'production', 'charge', 'discharge', 'self_used', 'residual'];
const TERMS =
  `CASE basis WHEN 'grid' THEN total END AS import_kwh, CASE WHEN basis <> 'grid' THEN total END AS use_kwh, ` +
  UNKNOWN.map((name) => `NULL::DECIMAL(18,9) AS ${name}_kwh`).join(', ');

/** The terms of such a file, reading by reading. */
export function plainTerms(readings: string): string {
  return `SELECT ${TERMS} FROM (SELECT basis, kwh AS total FROM ${readings})`;
}

/** balance_data of such a file, by the hour where its hours are known already: nothing but the use is in it. */
export function plainBalance(readings: string): (buckets: boolean) => string {
  const bases = `(SELECT DISTINCT site_id, basis FROM ${readings})`;
  const hour = `make_timestamp(hours * 3600000000 - ${YEAR_ONE})`;
  return (buckets) =>
    buckets
      ? `SELECT *, ${TERMS} FROM (SELECT site_id, ${hour} AS timestamp, ` +
        `min(make_timestamp(epoch_us(first_utc) - (epoch_us(first_timestamp) - epoch_us(${hour})))) AS utc, ` +
        `max(make_timestamp(epoch_us(last_utc) + 3600000000 - ` +
        `(epoch_us(last_timestamp) - epoch_us(${hour})))) AS end_utc, ` +
        `sum(total) AS total FROM buckets GROUP BY site_id, hours) JOIN ${bases} USING (site_id) ORDER BY site_id, utc`
      : `SELECT *, ${TERMS} FROM (SELECT site_id, basis, min(timestamp) AS timestamp, utc, ` +
        `max(end_utc) AS end_utc, sum(kwh) AS total ` +
        `FROM ${readings} GROUP BY site_id, basis, utc) ORDER BY site_id, utc`;
}

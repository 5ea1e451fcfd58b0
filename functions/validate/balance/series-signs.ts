/**
 * Which way a signed series of records counts: while the site produces nothing, it takes from the grid and from its
 * battery. What is used, drawn or given may be written below zero. Columns are told earlier, see recognise/signs.ts and
 * recognise/below-zero.ts.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Flow } from '../../../shared/energy/flows.ts';
import { FEW, NEARLY_ALL } from '../recognise/below-zero.ts';
import { AGREEING, ROWS_NEEDED } from '../recognise/signs.ts';
import type { Meaning } from './meanings.ts';
import { createTable } from './temp-table.ts';

const foundSchema = z.object({ site_id: z.string(), appliance: z.string() });

/**
 * @param timed relation `site_id, appliance` (the key of the series), `utc, kwh`
 * @returns the series, with those turned that are below 0 in the night, or always
 */
export async function withSigns(timed: string, all: readonly Meaning[], db: Database): Promise<readonly Meaning[]> {
  const meanings = await withThoseBelowZero(timed, all, db);
  const made = new Set(meanings.filter(({ flow }) => flow === 'production').map(({ site }) => site));
  const signed = meanings.filter(
    ({ site, flow, text, reversed }) =>
      (flow === 'net' || flow === 'battery') && text !== undefined && !reversed && made.has(site),
  );
  if (signed.length === 0) return meanings;
  const sites = new Set(signed.map(({ site }) => site));
  await createTable(
    'signed_series',
    { site_id: 'VARCHAR', appliance: 'VARCHAR', production: 'BOOLEAN' },
    meanings.flatMap(({ site, key, flow }) => {
      const production = flow === 'production' && sites.has(site);
      const isSigned = signed.some((each) => each.site === site && each.key === key);
      return production || isSigned ? [{ site_id: site, appliance: key, production }] : [];
    }),
    db,
  );
  const rows = await db.rows(
    `WITH found AS (SELECT site_id, appliance, utc, kwh, production ` +
      `FROM ${timed} JOIN signed_series USING (site_id, appliance)), ` +
      `nights AS (SELECT site_id, utc FROM found WHERE production GROUP BY ALL HAVING sum(kwh) = 0) ` +
      `SELECT site_id, appliance FROM found JOIN nights USING (site_id, utc) WHERE NOT production AND kwh <> 0 ` +
      `GROUP BY ALL HAVING count(*) >= ${ROWS_NEEDED} AND count_if(kwh < 0) >= ${AGREEING} * count(*)`,
  );
  return turned(meanings, rows);
}

function turned(meanings: readonly Meaning[], rows: readonly unknown[]): readonly Meaning[] {
  const keys = new Set(rows.map((row) => JSON.stringify(Object.values(foundSchema.parse(row)))));
  return meanings.map((each) => (keys.has(JSON.stringify([each.site, each.key])) ? { ...each, reversed: true } : each));
}

/** Beside a production or an exchange with the grid these are of one way, whatever their sign is. */
const ONE_WAY: ReadonlySet<Flow> = new Set(['consumption', 'import', 'export', 'charge', 'discharge']);

async function withThoseBelowZero(
  timed: string,
  meanings: readonly Meaning[],
  db: Database,
): Promise<readonly Meaning[]> {
  const told = new Set(meanings.filter(({ flow }) => flow === 'production' || flow === 'net').map(({ site }) => site));
  const oneWay = meanings.filter(
    ({ site, flow, text, reversed }) => ONE_WAY.has(flow) && text !== undefined && !reversed && told.has(site),
  );
  if (oneWay.length === 0) return meanings;
  await createTable(
    'one_way_series',
    { site_id: 'VARCHAR', appliance: 'VARCHAR' },
    oneWay.map(({ site, key }) => ({ site_id: site, appliance: key })),
    db,
  );
  const rows = await db.rows(
    `SELECT site_id, appliance FROM ${timed} SEMI JOIN one_way_series USING (site_id, appliance) WHERE kwh <> 0 ` +
      `GROUP BY ALL HAVING count_if(kwh < 0) >= greatest(${FEW}, ${NEARLY_ALL} * count(*))`,
  );
  return turned(meanings, rows);
}

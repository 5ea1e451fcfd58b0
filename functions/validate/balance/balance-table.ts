/**
 * The balance of each site by interval, kWh:
 *
 *     use       = the house's own meter; without one import - export + production + discharge - charge
 *     self-used = production - export, where both are measured
 * residual  = own meter - (import - export + production + discharge - charge), a figure of quality that is never spread
 *
 * A term that is not known is null, and so is what would be worked out from it.
 */
import type { Database } from '../../../shared/database/duckdb.ts';
import { TERM_FLOWS } from '../../../shared/energy/flows.ts';
import { castColumns } from '../../../shared/tables/schema.ts';
import { inCommonIntervals } from './common-intervals.ts';
import type { Group, Plan, UnsignedFlow } from './plan.ts';
import { createTable } from './temp-table.ts';

/** Creates `balance`: the rows of balance_data and `hours_known`, from `flow_readings`. */
export async function createBalance(plan: Plan, db: Database): Promise<void> {
  await createTable(
    'balance_sites',
    {
      site_id: 'VARCHAR',
      basis: 'VARCHAR',
      use_of: 'VARCHAR',
      battery: 'BOOLEAN',
      owner: 'INTEGER',
      longest: 'DOUBLE',
    },
    plan.sites.map(({ site, basis, use, battery, terms }, owner) => ({
      site_id: site,
      basis,
      use_of: use,
      battery,
      owner,
      longest: longestOf(terms),
    })),
    db,
  );
  await createTable(
    'balance_groups',
    { owner: 'INTEGER', site_id: 'VARCHAR', grp: 'INTEGER', flow: 'VARCHAR' },
    plan.sites.flatMap(({ site, use, terms, submeters, parents }, owner) =>
      [...terms, ...(use === 'parts' ? submeters.filter(({ id }) => !parents.has(id)) : [])].map(({ id, flow }) => ({
        owner,
        site_id: site,
        grp: id,
        flow,
      })),
    ),
    db,
  );
  await db.run(
    `CREATE OR REPLACE TEMP TABLE balance_terms AS SELECT t.*, flow FROM (${inCommonIntervals('balance_groups')}) t ` +
      `JOIN balance_groups USING (owner, grp)`,
  );
  const flows = FLOWS_KNOWN.map((flow) => `max(kwh) FILTER (flow = '${flow}') AS "${flow}"`).join(', ');
  const terms =
    `SELECT owner, utc, min(timestamp) AS timestamp, max(end_utc) AS end_utc, ` +
    `bool_and(hours_known) AS hours_known, ${flows} FROM (${wholeFlows()}) GROUP BY owner, utc`;
  const identified = `SELECT *, ${IDENTITY} AS identity FROM (${terms}) JOIN balance_sites USING (owner)`;
  const used = `SELECT *, ${USE} AS use_kwh FROM (${identified})`;
  const known =
    `SELECT *, ${TERMS_NAMED}, ${RESIDUAL} AS residual_kwh, ${SELF_USED} AS self_used_kwh FROM (${used}) ` +
    `WINDOW site AS (PARTITION BY owner)`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE balance AS SELECT ${castColumns('balance_data')}, hours_known FROM (${known})`,
  );
}

/** The longest interval, minutes; null where none is known. */
function longestOf(terms: readonly Group[]): number | null {
  const known = terms.flatMap(({ interval }) => interval ?? []);
  return known.length > 0 ? Math.max(...known) : null;
}

/**
 * A flow of several meters is known where each of those that run has a reading; parts are what is metered, and so are
 * the power stations of a region, of which nothing at a grid is known that they would have to agree with.
 */
function wholeFlows(): string {
  const exchanging = `(SELECT owner FROM balance_groups WHERE flow IN ('import', 'export'))`;
  const several =
    `(SELECT owner, flow FROM balance_groups WHERE flow <> 'submeter' ` +
    `AND NOT (flow = 'production' AND owner NOT IN ${exchanging}) GROUP BY ALL HAVING count(*) > 1)`;
  const spans =
    `(SELECT owner, flow, grp, min(utc) AS first, max(utc) AS last FROM balance_terms ` +
    `SEMI JOIN ${several} USING (owner, flow) GROUP BY ALL)`;
  const needed =
    `(SELECT owner, flow, utc, count(*) AS needed FROM (SELECT DISTINCT owner, flow, utc FROM balance_terms ` +
    `SEMI JOIN ${several} USING (owner, flow)) t ` +
    `JOIN ${spans} s USING (owner, flow) WHERE t.utc BETWEEN s.first AND s.last GROUP BY owner, flow, utc)`;
  return (
    `SELECT owner, flow, utc, timestamp, end_utc, hours_known, CASE ` +
    `WHEN n >= coalesce(needed, 1) THEN kwh END AS kwh FROM (` +
    `SELECT owner, flow, utc, min(timestamp) AS timestamp, max(end_utc) AS end_utc, ` +
    `bool_and(hours_known) AS hours_known, sum(kwh) AS kwh, count(*) AS n ` +
    `FROM balance_terms GROUP BY owner, flow, utc) LEFT JOIN ${needed} USING (owner, flow, utc)`
  );
}

const FLOWS_KNOWN: readonly UnsignedFlow[] = [...TERM_FLOWS, 'submeter'];

const TERMS_NAMED = (['import', 'export', 'production', 'charge', 'discharge'] as const)
  .map((flow) => `"${flow}" AS ${flow}_kwh`)
  .join(', ');

const IDENTITY =
  `"import" - "export" + production + CASE WHEN battery IS NULL THEN NULL ` +
  `WHEN battery THEN discharge - charge ELSE 0 END`;

const USE =
  `CASE use_of WHEN 'own' THEN consumption WHEN 'identity' THEN identity WHEN 'self-used' THEN "import" + self_used ` +
  `WHEN 'parts' THEN submeter END`;

const RESIDUAL = `CASE use_of WHEN 'own' THEN consumption - identity END`;

/**
 * The lesser of use (what the battery takes included) and production is an upper bound, and only for a site of which
 * nothing at the grid is known: the longer the interval, the higher it comes out, because a cloud and a kettle within
 * one interval cancel.
 */
const SELF_USED =
  `CASE WHEN basis <> 'house' THEN NULL WHEN production IS NULL THEN self_used ` +
  `WHEN bool_or("export" IS NOT NULL) OVER site THEN production - "export" ` +
  `WHEN bool_or(self_used IS NOT NULL) OVER site THEN self_used ` +
  `WHEN bool_or("import" IS NOT NULL) OVER site THEN CASE WHEN battery = false THEN use_kwh - "import" END ` +
  `WHEN use_kwh IS NOT NULL THEN greatest(0, least(use_kwh + CASE WHEN battery THEN coalesce(charge, 0) ` +
  `ELSE 0 END, production)) END`;

/** The rows of raw_energy_data: each kWh of use once, and beside it what is generated. */
import type { Database } from '../../../shared/database/duckdb.ts';
import { APPLIANCE_OF_A_WHOLE_SITE, type Flow } from '../../../shared/energy/flows.ts';
import type { Group, Plan, SitePlan } from './plan.ts';
import { hasRest } from './remainders.ts';
import { createTable } from './temp-table.ts';

/** A source of rows: a group's readings, the remainder of a meter, or the balance itself. */
interface Source {
  readonly owner: number;
  readonly site_id: string;
  readonly source: 'group' | 'remainder' | 'balance';
  readonly measure: 'use' | 'generation';
  /** Name in the column `appliance`. */
  readonly name: string;
  readonly flow: Flow;
  readonly quality: string;
  /** Null where it was worked out. */
  readonly series: string | null;
  readonly basis: string;
}

/**
 * Creates `use_rows`: the columns of raw_energy_data, `series_minutes` and `hours_known`, from `flow_readings`,
 * `balance` and `remainders`.
 */
export async function createUseRows(plan: Plan, db: Database): Promise<void> {
  await createTable(
    'row_sources',
    {
      owner: 'INTEGER',
      site_id: 'VARCHAR',
      source: 'VARCHAR',
      measure: 'VARCHAR',
      name: 'VARCHAR',
      flow: 'VARCHAR',
      quality: 'VARCHAR',
      series: 'VARCHAR',
      basis: 'VARCHAR',
    },
    plan.sites.flatMap((site, owner) => [...useSources(site, owner), ...generationSources(site)]),
    db,
  );
  const of = (source: Source['source']) => `(SELECT * FROM row_sources WHERE source = '${source}')`;
  const length = `(epoch_us(r.end_utc) - epoch_us(r.utc)) / 60000000.0::DOUBLE`;
  const meta = 's.name, s.measure, s.flow, s.quality, s.series, s.basis';
  const rows = [
    `SELECT r.site_id, r.timestamp, r.utc, r.end_utc, r.minutes, r.series_minutes, r.hours_known, r.kwh, ${meta} ` +
      `FROM flow_readings r JOIN ${of('group')} s ON r.site_id = s.site_id AND r.grp = s.owner`,
    `SELECT r.site_id, r.timestamp, r.utc, r.end_utc, ${length}, ${length}, r.hours_known, r.kwh, ${meta} ` +
      `FROM remainders r JOIN ${of('remainder')} s ON r.site_id = s.site_id AND r.owner = s.owner`,
    `SELECT r.site_id, r.timestamp, r.utc, r.end_utc, ${length}, ${length}, r.hours_known, r.use_kwh, ${meta} ` +
      `FROM balance r JOIN ${of('balance')} s USING (site_id) WHERE r.use_kwh IS NOT NULL`,
  ];
  const used = (column: string) => `coalesce(max(${column}) FILTER (measure = 'use'), max(${column}))`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE use_rows AS SELECT site_id, name AS appliance, min(timestamp) AS timestamp, utc, ` +
      `max(minutes) AS interval_minutes, max(series_minutes) AS series_minutes, ` +
      `bool_and(hours_known) AS hours_known, ` +
      `CAST(sum(kwh) FILTER (measure = 'use') AS DECIMAL(18,9)) AS kwh, ` +
      `CAST(sum(kwh) FILTER (measure = 'generation') AS DECIMAL(18,9)) AS generated_kwh, ` +
      `${used('flow')} AS flow, any_value(basis) AS basis, ${used('quality')} AS quality, CASE ` +
      `WHEN count(*) FILTER (measure = 'use') > 0 THEN max(series) FILTER (measure = 'use') ` +
      `ELSE max(series) END AS series, max(end_utc) AS end_utc ` +
      `FROM (${rows.join(' UNION ALL ')}) GROUP BY site_id, name, utc`,
  );
}

function ofGroup(site: SitePlan, group: Group, measure: Source['measure'], name: string): Source {
  const [only, ...others] = group.series;
  return {
    owner: group.id,
    site_id: site.site,
    source: 'group',
    measure,
    name,
    flow: group.flow,
    quality: group.quality,
    series: others.length === 0 ? (only?.series ?? null) : null,
    basis: site.basis,
  };
}

function useSources(site: SitePlan, owner: number): Source[] {
  const parents = new Set(site.parents.values());
  const behind = site.submeters.map(
    (group): Source => ({
      ...ofGroup(site, group, 'use', group.name),
      ...(parents.has(group.id) ? { source: 'remainder' as const } : {}),
    }),
  );
  const worked = {
    site_id: site.site,
    measure: 'use',
    quality: 'calculated',
    series: null,
    basis: site.basis,
  } as const;
  const flow = site.use === 'import' ? 'import' : 'consumption';
  if (hasRest(site)) return [...behind, { ...worked, owner: -1 - owner, source: 'remainder', name: site.rest, flow }];
  switch (site.use) {
    case 'own':
    case 'import':
      return site.main.map((group) => ofGroup(site, group, 'use', group.name));
    case 'identity':
    case 'self-used':
      return [{ ...worked, owner, source: 'balance', name: APPLIANCE_OF_A_WHOLE_SITE, flow }];
    case 'parts':
      return behind;
    case 'nothing':
      return [];
  }
}

/** In the row of the whole, where there is one of the same intervals; else in rows of its own. */
function generationSources(site: SitePlan): Source[] {
  const [only, ...others] = site.generation;
  const whole = wholeRow(site);
  return site.generation.map((group) => {
    const joins = group === only && others.length === 0 && whole !== undefined && whole.interval === group.interval;
    const plain = others.length === 0 ? (site.use === 'nothing' ? group.name : group.flow) : group.name;
    return ofGroup(site, group, 'generation', joins ? whole.name : plain);
  });
}

function wholeRow(site: SitePlan): { readonly name: string; readonly interval: number | null } | undefined {
  if (hasRest(site) || site.use === 'parts') return undefined;
  const [main, ...others] = site.main;
  if (main) return others.length === 0 ? main : undefined;
  const intervals = site.terms.flatMap(({ interval }) => interval ?? []);
  if (site.use === 'nothing' || intervals.length === 0) return undefined;
  return { name: APPLIANCE_OF_A_WHOLE_SITE, interval: Math.max(...intervals) };
}

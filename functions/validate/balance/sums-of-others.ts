/**
 * Records may give a whole in the same column as its parts: a country beside its zones, a street address beside its
 * flats, `Portfolio` beside the sites. The numbers show it, whatever the names say.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { ownValue } from '../../../shared/own-value.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { listed } from '../../../shared/text/listed.ts';
import type { Meaning } from './meanings.ts';
import { balancePlan, type Group, type SitePlan } from './plan.ts';
import { type SumTree, sumsAmong } from './sum-tree.ts';
import { createTable } from './temp-table.ts';

/** A sum has two parts at least; sums of very many are not looked for. */
const [FEWEST, MOST] = [3, 500];
/** Intervals that are looked at, fewer where there are many series. */
const [FEWEST_ROWS, MOST_ROWS, MOST_CELLS] = [30, 240, 60_000];
/** Of a long file, some times as many are tried: not all of them have readings of all series. */
const TIMES_TRIED = 8;
const NAMED = 4;

/**
 * @param timed relation `site_id, appliance` (the key of the series), `timestamp, utc, kwh`
 * @returns the series, with those of a site as parts of the one that is their sum, and with what other sites or series
 *   hold already as `again`; what a person has said of a series stays
 */
export async function withSumsOfOthers(
  timed: string,
  meanings: readonly Meaning[],
  settings: LayoutSettings,
  db: Database,
): Promise<readonly Meaning[]> {
  const isSaid = ({ recordName, text }: Meaning) =>
    recordName === undefined || [recordName, text ?? ''].some((name) => ownValue(settings.flows, name) !== undefined);
  const kinds = Map.groupBy(meanings, (each) => JSON.stringify([each.site, kindOf(each), each.interval]));
  const sets = [...kinds.values()].filter((all) => isSize(all.length) && !all.some(isSaid));
  const trees = await treesOf(
    timed,
    sets.map((all) => all.map((each) => [each])),
    db,
  );
  const changed = new Map<Meaning, Meaning>();
  for (const [at, series] of sets.entries())
    for (const each of within(series, trees[at])) changed.set(each.was, each.is);
  return withoutSitesOfOthers(
    timed,
    meanings.map((each) => changed.get(each) ?? each),
    db,
  );
}

/** What a site uses is told by its own meter or by its parts: one kind. */
function kindOf({ flow }: Meaning): string {
  return flow === 'submeter' ? 'consumption' : flow;
}

function isSize(members: number): boolean {
  return members >= FEWEST && members <= MOST;
}

interface Changed {
  readonly was: Meaning;
  readonly is: Meaning;
}

function within(series: readonly Meaning[], tree: SumTree | undefined): Changed[] {
  if (!tree || tree.wholeOf.size === 0) return [];
  const isTop = (_: Meaning, at: number) => !tree.wholeOf.has(at) && !tree.again.has(at);
  const [root, ...others] = series.filter(isTop);
  const isUse = series.some((each) => kindOf(each) === 'consumption');
  // Beside series that are in no sum, the whole of some is one more part.
  const whole = root && others.length === 0 ? root : undefined;
  return series.flatMap((was, at): Changed[] => {
    const holder = series[tree.wholeOf.get(at) ?? -1];
    if (tree.again.has(at)) return [{ was, is: { ...was, again: 'it is the sum of series that count already' } }];
    if (!isUse) return holder ? [{ was, is: { ...was, again: `it is a part of "${holder.name}"` } }] : [];
    if (was === whole) return [{ was, is: { ...was, flow: 'consumption' as const, assumed: false } }];
    const parent = holder === whole ? was.parent : (holder?.name ?? was.parent);
    return holder || whole ? [{ was, is: { ...was, flow: 'submeter' as const, assumed: false, parent } }] : [];
  });
}

/** A site that is the sum of others, in each of its flows, is none. */
async function withoutSitesOfOthers(
  timed: string,
  meanings: readonly Meaning[],
  db: Database,
): Promise<readonly Meaning[]> {
  if (new Set(meanings.map(({ site }) => site)).size < FEWEST) return meanings;
  const plan = balancePlan(meanings);
  if (!isSize(plan.sites.length)) return meanings;
  const flowsOf = new Map(plan.sites.map((site) => [site.site, countedIn(site)]));
  const flows = [...new Set([...flowsOf.values()].flatMap((counted) => [...counted.keys()]))];
  const sets = flows.map((flow) => [...flowsOf].flatMap(([site, counted]) => (counted.has(flow) ? [site] : [])));
  const trees = await treesOf(
    timed,
    sets.map((sites, at) => sites.map((site) => flowsOf.get(site)?.get(flows[at] ?? '') ?? [])),
    db,
  );
  const why = new Map<string, string>();
  for (const [site, counted] of flowsOf) {
    const parts = [...counted.keys()].map((flow) => {
      const sites = sets[flows.indexOf(flow)] ?? [];
      return partsAmong(sites, sites.indexOf(site), trees[flows.indexOf(flow)]);
    });
    const [first] = parts;
    if (first && parts.every((each) => each !== undefined)) why.set(site, `its site is the sum of ${first}`);
  }
  return meanings.map((each) => ({ ...each, ...(why.has(each.site) ? { again: why.get(each.site) } : {}) }));
}

function partsAmong(sites: readonly string[], at: number, tree: SumTree | undefined): string | undefined {
  if (!tree) return undefined;
  if (tree.again.has(at)) return 'sites that count already';
  const parts = sites.filter((_, part) => tree.wholeOf.get(part) === at);
  return parts.length === 0
    ? undefined
    : listed(
        parts.map((part) => JSON.stringify(part)),
        NAMED,
      );
}

/** The series that make up each flow of a site. */
function countedIn({ use, main, submeters, parents, terms }: SitePlan): Map<string, readonly Meaning[]> {
  const tops = submeters.filter(({ id }) => !parents.has(id));
  const groups: readonly Group[] = use === 'parts' ? tops : use === 'own' ? main : [];
  const found = new Map<string, readonly Meaning[]>();
  const add = (flow: string, of: readonly Group[]) => {
    const series = of.flatMap((group) => group.series);
    if (series.length > 0) found.set(flow, series);
  };
  add('use', groups);
  for (const flow of new Set(terms.map((group) => group.flow)))
    if (flow !== 'consumption')
      add(
        flow,
        terms.filter((group) => group.flow === flow),
      );
  return found;
}

const cellSchema = z.object({ grp: z.number(), member: z.number(), slot: z.coerce.number(), kwh: z.number() });

/**
 * @param sets of members, each of which is the sum of some series
 * @returns of each set which members are sums of others; undefined where too few intervals show all of them
 */
async function treesOf(
  timed: string,
  sets: readonly (readonly (readonly Meaning[])[])[],
  db: Database,
): Promise<readonly (SumTree | undefined)[]> {
  const series = sets.flatMap((members, grp) =>
    members.flatMap((all, member) => all.map(({ site, key }) => ({ grp, member, site_id: site, appliance: key }))),
  );
  if (series.length === 0) return [];
  await createTable(
    'sum_members',
    { grp: 'INTEGER', member: 'INTEGER', site_id: 'VARCHAR', appliance: 'VARCHAR' },
    series,
    db,
  );
  const rows = Math.round(Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, MOST_CELLS / series.length)));
  const [longest] = await db.rows('SELECT max(readings)::DOUBLE AS readings FROM series');
  const every = Math.max(1, Math.floor(Number(longest?.readings ?? 0) / (rows * TIMES_TRIED)));
  const own =
    `SELECT grp, member, utc, CAST(sum(kwh) AS DOUBLE) AS kwh, count(*) AS n FROM ${timed} ` +
    `JOIN sum_members USING (site_id, appliance) WHERE hash(utc) % ${every} = 0 GROUP BY grp, member, utc`;
  const cells = await db.rows(
    `WITH own AS (${own}), size AS (SELECT grp, count(*) AS all_of FROM sum_members GROUP BY grp), ` +
      `slots AS (SELECT grp, utc, row_number() OVER (PARTITION BY grp ORDER BY hash(utc)) - 1 AS slot ` +
      `FROM own JOIN size USING (grp) GROUP BY grp, utc HAVING sum(n) = any_value(all_of)) ` +
      `SELECT grp, member, slot, kwh FROM own JOIN slots USING (grp, utc) WHERE slot < ${rows}`,
  );
  const tables = sets.map((members) => members.map((): number[] => []));
  for (const cell of cells) {
    const { grp, member, slot, kwh } = cellSchema.parse(cell);
    const values = tables[grp]?.[member];
    if (values) values[slot] = kwh;
  }
  return tables.map((table) => sumsAmong(table.map((values) => Float64Array.from(values))));
}

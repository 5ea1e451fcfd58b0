/**
 * What is done with the series of each site: which add up, which one is the site's own meter, what the balance stands
 * on, and what is behind what. Decided from names and flows alone; the readings themselves are worked on in SQL.
 */
import { type Basis, type Flow, type Quality, REST_NAMES, TERM_FLOWS } from '../../../shared/energy/flows.ts';
import type { Meaning } from './meanings.ts';
import { repeatsByName } from './repeats-by-name.ts';

/** Flows of a reading once those with a sign are two. */
export type UnsignedFlow = Exclude<Flow, 'net' | 'battery'>;

/** Series that add up to one: the registers of a meter, its phases. */
export interface Group {
  readonly id: number;
  readonly site: string;
  readonly flow: UnsignedFlow;
  readonly name: string;
  readonly series: readonly Meaning[];
  /** Of a flow with a sign, the readings of this sign are the group's; `both` for all other flows. */
  readonly sign: 'positive' | 'negative' | 'both';
  readonly quality: Quality;
  /** Minutes; null where it is not known. */
  readonly interval: number | null;
}

/** Where the use of a site comes from. */
export type UseOf = 'own' | 'identity' | 'self-used' | 'import' | 'parts' | 'nothing';

export interface SitePlan {
  readonly site: string;
  readonly basis: Basis;
  readonly use: UseOf;
  /** Both flows of a battery are there; null where one of them is. */
  readonly battery: boolean | null;
  /** The series whose rows are the use, where it is not worked out. */
  readonly main: readonly Group[];
  /** What is reported as generation: production, or export at basis grid. */
  readonly generation: readonly Group[];
  /** Terms of the balance. */
  readonly terms: readonly Group[];
  readonly submeters: readonly Group[];
  /** For each submeter that is behind another one, that other one. */
  readonly parents: ReadonlyMap<number, number>;
  /** Name of the use that no submeter measures. */
  readonly rest: string;
}

/** A series that is in no sum, and why. */
export interface LeftOut {
  readonly series: Meaning;
  readonly why: string;
  /** The series that gives the same energy by shorter intervals, to be compared with. */
  readonly finer?: Meaning;
}

export interface Plan {
  readonly sites: readonly SitePlan[];
  readonly groups: readonly Group[];
  readonly leftOut: readonly LeftOut[];
}

const SIGNED = {
  net: { positive: 'import', negative: 'export' },
  battery: { positive: 'discharge', negative: 'charge' },
} as const satisfies Partial<Record<Flow, Record<'positive' | 'negative', UnsignedFlow>>>;

/** Series of these flows are not taken for registers of one meter unless the file says so. */
const SEPARATE: readonly Flow[] = ['consumption', 'production', 'submeter', 'community', 'supplier', 'heat', 'gas'];

/** @param impossible sites whose use would be below zero, if their export came from the production beside it */
export function balancePlan(meanings: readonly Meaning[], impossible: ReadonlySet<string> = new Set()): Plan {
  const bySite = Map.groupBy(meanings, ({ site }) => site);
  const groups: Group[] = [];
  const leftOut: LeftOut[] = [];
  const sites = [...bySite].flatMap(([site, series]) => {
    const known = impossible.has(site) ? withoutProduction(series, leftOut) : series;
    const kept = withoutRepeats(withRoles(known), leftOut);
    const own = groupsOf(site, kept, groups.length);
    groups.push(...own);
    return series.every(({ again }) => again !== undefined) ? [] : planSite(site, own);
  });
  return { sites, groups, leftOut };
}

/**
 * Beside a column that is the total of the others, these are its parts. Series that nothing names are parts beside
 * others that are, and several of them are parts where no other flow makes them meters of the site.
 */
function withRoles(series: readonly Meaning[]): Meaning[] {
  const totals = series.filter(({ total, flow }) => total && flow === 'consumption');
  const parts = series.filter(({ assumed, flow }) => assumed || flow === 'submeter');
  const named = parts.some(({ flow }) => flow === 'submeter');
  const alone = series.every(({ flow }) => flow === 'consumption' || flow === 'submeter');
  const several = (named || alone) && new Set(parts.map(({ name }) => name)).size > 1;
  return series.map((each) => {
    if (each.flow !== 'consumption' || each.total) return each;
    return each.assumed && (totals.length > 0 || several) ? { ...each, flow: 'submeter' } : each;
  });
}

function withoutProduction(series: readonly Meaning[], leftOut: LeftOut[]): Meaning[] {
  const why = 'the use would be below zero: what is exported does not come from it alone';
  leftOut.push(...series.filter(({ flow }) => flow === 'production').map((each) => ({ series: each, why })));
  return series.filter(({ flow }) => flow !== 'production');
}

/** Leaves out what is the same energy again: the parts of a total, and coarser readings of the same meter. */
function withoutRepeats(series: readonly Meaning[], leftOut: LeftOut[]): Meaning[] {
  const kept = new Set(series);
  const leave = (each: Meaning, why: string) => {
    kept.delete(each);
    leftOut.push({ series: each, why });
  };
  const flows = new Set(series.map(({ flow }) => flow));
  for (const each of series) {
    const { flow, again } = each;
    if (again !== undefined) leave(each, again);
    if (flow === 'heat' || flow === 'gas') leave(each, `${flow} is no electricity of the balance`);
    if (flow === 'community' || flow === 'supplier') leave(each, 'it is a part of the import');
    if (flow === 'net' && flows.has('import') && flows.has('export'))
      leave(each, 'import and export are there: it is their difference');
    if (flow === 'battery' && flows.has('charge') && flows.has('discharge'))
      leave(each, 'charge and discharge are there: it is their difference');
  }
  for (const [series, why] of repeatsByName([...kept])) leave(series, why);
  for (const same of Map.groupBy([...kept], ({ flow }) => flow).values()) {
    if (same[0]?.flow === 'submeter' || same[0]?.flow === 'consumption') continue;
    const total = same.find((each) => each.total);
    if (total) for (const each of same) if (each !== total) leave(each, `it is a part of "${total.name}"`);
  }
  for (const same of Map.groupBy([...kept], ({ flow }) => flow).values()) {
    if (same[0]?.flow === 'submeter') continue;
    for (const coarse of same) {
      const finer = same.find((each) => isSameMeter(each, coarse, same) && isFiner(each, coarse));
      if (!finer || !kept.has(finer)) continue;
      kept.delete(coarse);
      leftOut.push({ series: coarse, why: `"${finer.series}" gives the same energy by shorter intervals`, finer });
    }
  }
  return [...kept];
}

function isFiner(one: Meaning, other: Meaning): boolean {
  return one.interval !== null && other.interval !== null && one.interval < 0.75 * other.interval;
}

/** A meter that is not named is any, where the site has one of that flow. */
function isSameMeter(one: Meaning, other: Meaning, all: readonly Meaning[]): boolean {
  if (one === other) return false;
  if (one.meter !== undefined && other.meter !== undefined) return one.meter === other.meter;
  return new Set(all.flatMap(({ meter }) => meter ?? [])).size <= 1;
}

/** @param first id of the first group */
function groupsOf(site: string, series: readonly Meaning[], first: number): Group[] {
  const meters = Map.groupBy(series, ({ flow }) => flow);
  const keyOf = (each: Meaning) => {
    const named = new Set((meters.get(each.flow) ?? []).flatMap(({ meter }) => meter ?? []));
    const meter = each.meter ?? (named.size === 1 ? [...named][0] : undefined);
    const own = SEPARATE.includes(each.flow) && each.meter === undefined ? each.key : '';
    const behind = each.flow === 'submeter' ? each.key : '';
    return JSON.stringify([each.flow, meter ?? '', own, behind]);
  };
  const groups: Group[] = [];
  for (const members of Map.groupBy(series, keyOf).values()) {
    const [one] = members;
    if (!one) continue;
    const intervals = members.flatMap(({ interval }) => interval ?? []);
    const common = {
      site,
      name: members.length === 1 ? one.name : (one.meter ?? 'total'),
      series: members,
      quality: worstOf(members),
      interval: intervals.length > 0 ? Math.max(...intervals) : null,
    };
    const { flow } = one;
    if (flow === 'net' || flow === 'battery') {
      for (const sign of ['positive', 'negative'] as const) {
        const unsigned = SIGNED[flow][sign];
        if (series.some((each) => each.flow === unsigned)) continue;
        groups.push({ id: first + groups.length, ...common, flow: unsigned, sign });
      }
    } else groups.push({ id: first + groups.length, ...common, flow, sign: 'both' });
  }
  return groups;
}

const WORST_FIRST: readonly Quality[] = ['unknown', 'substituted', 'estimated', 'calculated', 'measured'];

function worstOf(series: readonly Meaning[]): Quality {
  return WORST_FIRST.find((quality) => series.some((each) => each.quality === quality)) ?? 'unknown';
}

function planSite(site: string, groups: readonly Group[]): SitePlan {
  const of = (...flows: readonly UnsignedFlow[]) => groups.filter(({ flow }) => flows.includes(flow));
  const has = (flow: UnsignedFlow) => groups.some((group) => group.flow === flow);
  const battery = has('charge') && has('discharge');
  const half = has('charge') !== has('discharge');
  const use = useOf();
  const basis: Basis = use === 'import' ? 'grid' : use === 'parts' ? 'parts' : 'house';
  const submeters = of('submeter');
  const names = new Set(groups.map(({ name }) => name));
  return {
    site,
    basis,
    use,
    battery: half ? null : battery,
    main: use === 'own' ? of('consumption') : use === 'import' ? of('import') : [],
    generation: basis === 'grid' ? of('export') : of('production'),
    terms: of(...TERM_FLOWS),
    submeters,
    parents: parentsOf(submeters),
    rest: REST_NAMES.find((name) => !names.has(name)) ?? 'rest',
  };

  function useOf(): UseOf {
    if (has('consumption')) return 'own';
    if (has('import') && has('export') && has('production') && !half) return 'identity';
    if (has('import') && has('self_used') && !has('charge') && !has('discharge')) return 'self-used';
    if (has('import') || (has('export') && !has('production'))) return 'import';
    return has('submeter') ? 'parts' : 'nothing';
  }
}

/** A name that is none of a submeter is the site's own meter; circles are cut. */
function parentsOf(submeters: readonly Group[]): Map<number, number> {
  const byName = new Map<string, Group>();
  for (const group of submeters) {
    for (const { name, column } of group.series) {
      byName.set(column, byName.get(column) ?? group);
      byName.set(name, group);
    }
  }
  const parents = new Map<number, number>();
  for (const { id, series } of submeters) {
    const parent = byName.get(series[0]?.parent ?? '');
    if (parent && !leadsTo(parents, parent.id, id)) parents.set(id, parent.id);
  }
  return parents;
}

function leadsTo(parents: ReadonlyMap<number, number>, from: number, to: number): boolean {
  for (let at: number | undefined = from; at !== undefined; at = parents.get(at)) if (at === to) return true;
  return false;
}

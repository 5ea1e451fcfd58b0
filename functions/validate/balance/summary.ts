/**
 * What a person checks of a balance: what each series was taken for, what the balances stand on, and how much flowed.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { type BalanceSummary, balanceSchema } from '../../../shared/readings/layout.ts';
import type { Measures } from '../measures/read-measures.ts';
import type { Balance } from './balance.ts';
import type { Plan, SitePlan, UseOf } from './plan.ts';
import { qualityShares } from './qualities.ts';
import { whyLeftOut } from './resolutions.ts';

const SERIES_LISTED = 200;
const SITES_NAMED = 10;

const WHY: Readonly<Record<UseOf, string>> = {
  own: "the file has the house's own meter",
  identity: 'the use follows from import, export and production',
  'self-used': 'the use follows from import and what the site used of its production',
  import: 'the file has nothing but what crosses the grid meter',
  parts: 'the file has submeters and no meter of the whole',
  nothing: 'the file has production and nothing that tells the use',
};

export async function summaryOf(
  { plan, bases, terms, readings, qualities, asRead }: Balance,
  measures: Measures,
  db: Database,
): Promise<BalanceSummary> {
  return {
    bases: bases.flatMap((basis) => {
      const sites = plan.sites.filter((site) => site.basis === basis);
      return [...Map.groupBy(sites, ({ use, battery }) => whyOf({ use, battery }))].map(([why, same]) => ({
        basis,
        sites: same.length,
        names: same.slice(0, SITES_NAMED).map(({ site }) => site),
        why,
      }));
    }),
    totals: await totalsOf(terms, db),
    series: await seriesOf(plan, asRead, db),
    measures: [...measures.summary],
    file_cost: measures.fileCost,
    qualities: qualities ? await qualityShares(readings, db) : [],
  };
}

function whyOf({ use, battery }: Pick<SitePlan, 'use' | 'battery'>): string {
  return use === 'identity' && battery ? 'the use follows from import, export, production and the battery' : WHY[use];
}

const TERMS = ['import', 'export', 'production', 'charge', 'discharge', 'use', 'self_used', 'residual'] as const;
const totalsSchema = z.tuple([balanceSchema.shape.totals]);

async function totalsOf(terms: string, db: Database): Promise<BalanceSummary['totals']> {
  const sums = TERMS.map((term) => `CAST(sum(${term}_kwh) AS DOUBLE) AS ${term}_kwh`);
  const [totals] = totalsSchema.parse(await db.rows(`SELECT ${sums.join(', ')} FROM (${terms})`));
  return totals;
}

async function seriesOf({ groups, leftOut }: Plan, asRead: string, db: Database): Promise<BalanceSummary['series']> {
  const listed = new Map<string, BalanceSummary['series'][number]>();
  const add = (series: BalanceSummary['series'][number]) => listed.set(JSON.stringify(series), series);
  for (const { series } of groups) {
    for (const { series: name, column, flow, meter, parent } of series)
      add({ name, column, flow, ...(meter ? { meter } : {}), ...(parent ? { parent } : {}) });
  }
  for (const each of leftOut.slice(0, SERIES_LISTED)) {
    const { series: name, column, flow } = each.series;
    add({ name, column, flow, left_out: await whyLeftOut(each, asRead, db) });
  }
  return [...listed.values()].slice(0, SERIES_LISTED);
}

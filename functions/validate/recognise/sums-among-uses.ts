/** Columns that look like uses of their own, and are what another column adds up or is added up from. */
import { FLOWS, type Flow } from '../../../shared/energy/flows.ts';
import { comparable, isSum, totalsSinceLast } from './compared-columns.ts';
import type { Series } from './series.ts';
import { stemOf } from './series-tags.ts';

/** @returns the columns that count in no sum, each with its reason */
export function sumsAmongUses(series: readonly Series[]): Map<Series, string> {
  const found = new Map<Series, string>();
  for (const [part, total] of partsOfProduction(series))
    found.set(part, `a part of "${total.look.profile.name}", which holds the sum`);
  const uses = series.filter(({ flow }) => isUse(flow.flow));
  for (const one of uses) {
    const other = uses.find((each) => each !== one && totalsSinceLast(one, each));
    if (other) found.set(one, `the sum of several rows of "${other.look.profile.name}"`);
  }
  return found;
}

export function isUse(flow: Flow): boolean {
  return FLOWS[flow].kind !== 'apart' && flow !== 'community' && flow !== 'supplier';
}

/** What nothing but a name tells, and what a production is the sum of: its inverters. */
function partsOfProduction(series: readonly Series[]): Map<Series, Series> {
  const found = new Map<Series, Series>();
  const named = series.filter(({ flow, look }) => flow.flow === 'submeter' && look.given === undefined);
  for (const total of series.filter(({ flow }) => flow.flow === 'production')) {
    const others = named.filter((one) => comparable(one, total));
    for (const group of [...Map.groupBy(others, stemOf).values(), others])
      if (group.length > 1 && isSum(total, group)) for (const one of group) found.set(one, total);
  }
  return found;
}

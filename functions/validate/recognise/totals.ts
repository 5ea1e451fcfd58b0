/** The column that holds the sum of the others. */
import { comparable, isSum } from './compared-columns.ts';
import type { Identity } from './identities/index.ts';
import type { Series } from './series.ts';

/** A use of an unknown name that is all others together, also where some of them are called houses. */
export function sumOfAll(
  series: readonly Series[],
  identities: readonly Identity[],
  all: readonly Series[],
): Series | undefined {
  const uses = series.filter(({ flow: { flow } }) => flow === 'consumption' || flow === 'submeter');
  if (uses.length < 3 || uses.some(({ look }) => look.given !== undefined)) return undefined;
  const total = totalAmong(uses, identities, all);
  const others = uses.filter((one) => one !== total);
  return total?.flow.flow === 'submeter' && isSum(total, others) ? total : undefined;
}

/** @returns that one of columns with names of rooms, circuits and devices */
export function totalAmong(
  named: readonly Series[],
  identities: readonly Identity[],
  all: readonly Series[],
): Series | undefined {
  for (const identity of identities) {
    if (identity.kind !== 'linear') continue;
    const members = identity.terms.map(({ id, sign }) => ({ sign, one: all[id] }));
    const plus = members.filter(({ sign }) => sign > 0);
    const [total] = plus;
    if (plus.length === 1 && total?.one && members.length > 2 && members.every(({ one }) => one && named.includes(one)))
      return total.one;
  }
  if (named.length < 3) return undefined;
  return named.find((one) => {
    const others = named.filter((other) => other !== one);
    return others.every((other) => comparable(one, other)) && isSum(one, others);
  });
}

import type { Advice } from '../../../shared/report/insights.ts';
import { formatClock, formatEnergy, formatPercent } from '../../../shared/text/format.ts';
import type { Facts } from '../facts/index.ts';
import { advice, capital, isRest, type NameOf, sentences, useWords } from './advice.ts';
import type { Rule } from './rule.ts';

/** Where a saving counts most; and what no meter of its own tells. */
export const largestShare: Rule = {
  sites: ['home', 'apartment', 'business', 'industry', 'mixed'],
  speaks: 'there are two series or more whose energies compare',
  silent: 'one series; sites of which one is measured at the grid and another one by its use; regions',
  write: shareAdvice,
};

function shareAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  // What one site uses and what another one takes from the grid cannot be compared.
  if (facts.basis === 'mixed') return [];
  const { present, past, all } = useWords(facts);
  const [first] = facts.appliances;
  const [largest, second] = facts.appliances.filter((each) => !isRest(each));
  if (!first || !largest || (!second && first === largest)) return [];
  if (largest.share === null || largest.share <= 0) return [];
  const who = nameOf(largest);
  const ahead = second ? `, ahead of ${nameOf(second)} with ${formatPercent(second.share ?? 0)}` : '';
  const rest = facts.appliances.find(isRest);
  const unmetered =
    rest && (rest.share ?? 0) > 0
      ? `${formatPercent(rest.share ?? 0)} has no meter of its own: nothing is known of what is in it.`
      : null;
  return [
    advice({
      code: 'LARGEST_SHARE',
      title: rest
        ? `${capital(who)} ${present('the most')} of what has a meter`
        : `${capital(who)} ${present('the most')}`,
      text: sentences(
        `${capital(who)} ${past(formatEnergy(largest.total_kwh))}, ${formatPercent(largest.share)} of ${all}${ahead}.`,
        unmetered,
        largest.peak_hour === null ? null : `It peaks at ${formatClock(largest.peak_hour)}.`,
      ),
      site_id: largest.site_id,
      appliance: largest.appliance,
    }),
  ];
}

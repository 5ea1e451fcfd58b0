import type { Advice } from '../../../shared/report/insights.ts';
import { formatClock, formatPercent } from '../../../shared/text/format.ts';
import type { Facts } from '../facts/index.ts';
import { advice, sentences, useWords } from './advice.ts';
import { busiestHours, WINDOW_HOURS } from './profile.ts';
import type { Rule } from './rule.ts';

/** A window of four hours holds a sixth of an even day; below this it is no peak worth a word. */
const PEAK_SHARE = 0.2;

/** When most is used, and what that matters to the bill. */
export const peakHours: Rule = {
  sites: ['home', 'apartment', 'business', 'industry', 'region', 'submeter'],
  speaks: 'the busiest four hours in a row hold 20 % or more of a week or longer (an even day: 17 %)',
  silent: 'readings of a day, which tell no hours; an even load; less than a week',
  write: peakAdvice,
};

function peakAdvice(facts: Facts): Advice[] {
  const window = busiestHours(facts);
  if (!window || window.share < PEAK_SHARE) return [];
  return [
    advice({
      code: 'PEAK_HOURS',
      title: `The busiest hours are ${formatClock(window.from)} to ${formatClock(window.to)}`,
      text: sentences(
        `These ${WINDOW_HOURS} hours hold ${formatPercent(window.share)} of ${useWords(facts).all}; ` +
          `spread evenly it would be ${formatPercent(WINDOW_HOURS / 24)}.`,
        whatItMatters(facts),
      ),
    }),
  ];
}

/** Moving a load saves money only where the price changes with the hour. */
function whatItMatters({ kind, money, tariff }: Facts): string | null {
  if (kind.name === 'region') return null;
  if (money?.dearest) return 'What need not run then costs less in the cheaper hours of your tariff.';
  if (tariff.assumed) return 'Moving something out of them saves money only under a tariff that changes with the hour.';
  return 'Your tariff has one price for every hour: moving something out of them saves nothing on the bill.';
}

import type { Advice } from '../../../shared/report/insights.ts';
import { formatEnergy, formatEstimate, formatPercent } from '../../../shared/text/format.ts';
import type { Facts } from '../facts/index.ts';
import { advice, atPrice, capital, ifAllYear, sentences } from './advice.ts';
import type { Rule } from './rule.ts';

const WEEKEND_DAYS = 4;
/** A site that takes less than this part of a weekday has been switched off, one that takes more is at work. */
const IDLE = 0.4;
const AT_WORK = 0.85;
const WEEKEND_DAYS_PER_YEAR = 104;

/** What runs where nobody works. */
export const weekend: Rule = {
  sites: ['business', 'industry'],
  speaks: 'a day of the weekend takes 40 to 85 % of a weekday, from four days of weekends on',
  silent: 'a home; a shop that is open all week; an office that is switched off',
  write: weekendAdvice,
};

function weekendAdvice(facts: Facts): Advice[] {
  const { week, load, tariff } = facts;
  const { weekday_kwh: weekday, weekend_kwh: weekend } = load;
  if (!week || !weekday || !weekend || week.weekend_days < WEEKEND_DAYS) return [];
  const ratio = weekend / weekday;
  if (ratio < IDLE || ratio > AT_WORK) return [];
  const year = weekend * WEEKEND_DAYS_PER_YEAR;
  return [
    advice({
      code: 'WEEKEND',
      title: `A day of the weekend still takes ${formatPercent(ratio)} of a weekday`,
      text: sentences(
        `On average it is ${formatEnergy(weekend)}, and ${formatEnergy(weekday)} on a weekday.`,
        capital(
          `${ifAllYear(facts)}the weekends take ${formatEnergy(year)} a year, ` +
            `about ${formatEstimate(year * tariff.saved, tariff.currency)}, ${atPrice(facts, tariff.saved)}.`,
        ),
        'Where nobody works on these days, look for what runs all the same: ' +
          'ventilation, heating, cooling, lights, compressed air.',
      ),
    }),
  ];
}

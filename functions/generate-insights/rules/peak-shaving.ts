import type { Advice } from '../../../shared/report/insights.ts';
import { formatEstimate, formatPower, formatPrice, formatTime, plural } from '../../../shared/text/format.ts';
import type { Facts } from '../facts/index.ts';
import { advice, capital, cents, ifAllYear, type NameOf, sentences, WHOLE_SITE } from './advice.ts';
import { type Rule, USED_SITES } from './rule.ts';

/** Hours of a week: less does not show what is usual. */
const ENOUGH_HOURS = 168;
/** A peak is one where the demand of all but a twentieth of the time stays below this share of it. */
const USUAL_SHARE = 0.8;
/** What moving a load out of the peak is assumed to take off it. */
const SHAVED = 0.1;
const MONTHS_PER_YEAR = 12;

/** What a few hours with a high demand cost, where the tariff charges for it. */
export const peakShaving: Rule = {
  sites: USED_SITES,
  speaks:
    'the tariff charges for the highest demand, and for 95 % of a week or longer the demand stays below 80 % ' +
    'of the peak',
  silent:
    'a tariff without a demand charge; a load that is nearly as high for hours; a floor or an earlier month that is ' +
    'billed in place of the peak; less than a week',
  write: peakShavingAdvice,
};

function peakShavingAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  const { peaks, tariff } = facts;
  if (!peaks || peaks.hours < ENOUGH_HOURS || peaks.usual_kw > USUAL_SHARE * peaks.peak_kw) return [];
  if (peaks.billed_kw > peaks.peak_kw) return [];
  const { site_id, months, cost, price, peak_kw, peak_at, usual_kw } = peaks;
  const saved = cents((SHAVED * cost * MONTHS_PER_YEAR) / months);
  const money = (amount: number) => formatEstimate(amount, tariff.currency);
  const name = nameOf({ site_id, appliance: WHOLE_SITE });
  return [
    advice({
      code: 'PEAK_SHAVING',
      title: `The highest demand of ${plural(months, 'month')} costs ${money(cost)}`,
      text: sentences(
        `That is ${formatPrice(price, tariff.currency)} for each kW that is billed to ${name}, before taxes.`,
        `The highest was ${formatPower(peak_kw)} on ${formatTime(peak_at)}; ` +
          `for 95 % of the time the demand stays below ${formatPower(usual_kw)}.`,
        'Machines that start one after another, and charging, heating or cooling that waits, take off the peak; ' +
          'a single time at which they do not is billed.',
        capital(`${ifAllYear(facts)}a tenth less in every month, which is assumed here, saves ${money(saved)} a year.`),
      ),
      site_id,
      saving_per_year: saved,
    }),
  ];
}

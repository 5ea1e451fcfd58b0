import type { Advice } from '../../../shared/report/insights.ts';
import { formatClock, formatEnergy, formatEstimate, formatPercent, formatPrice } from '../../../shared/text/format.ts';
import type { ApplianceFacts, Facts } from '../facts/index.ts';
import { advice, capital, cents, ifAllYear, type NameOf, namedAppliances, priceOf, sentences } from './advice.ts';
import { isKnownForAYear, kindOf } from './kinds.ts';
import { busiestHours, energyOf, isOffPeak } from './profile.ts';
import type { Rule } from './rule.ts';

const MOST_SHIFTS = 3;

/**
 * Appliances whose kind can wait, with what waiting is worth: by the bands of the tariff, else out of the busiest
 * hours, if a tariff has the off-peak price of the settings.
 */
export const shiftLoad: Rule = {
  sites: ['home', 'apartment', 'business', 'submeter'],
  speaks: 'an appliance that can wait uses energy in the dearest hours, for a week or longer',
  silent: 'a fridge, which cannot wait; one price for every hour',
  write: shiftAdvice,
};

function shiftAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  return namedAppliances(facts)
    .flatMap((appliance) => {
      const kind = kindOf(appliance.appliance);
      if (!kind || kind.shiftable === 0 || !isKnownForAYear(kind, facts)) return [];
      const who = nameOf(appliance);
      return facts.money?.dearest
        ? shiftToCheapBand(facts, appliance, kind.shiftable, who)
        : shiftOutOfPeak(facts, appliance, kind.shiftable, who);
    })
    .sort((a, b) => (b.saving_per_year ?? 0) - (a.saving_per_year ?? 0))
    .slice(0, MOST_SHIFTS);
}

function shiftToCheapBand(facts: Facts, appliance: ApplianceFacts, shiftable: number, who: string): Advice[] {
  const { total_kwh, kwh_per_year: year, shift_kwh: dear, shift_saving: worth } = appliance;
  if (year === null || dear === null || worth === null || dear <= 0 || total_kwh <= 0) return [];
  const moved = (year / total_kwh) * dear * shiftable;
  const saving = cents((year / total_kwh) * worth * shiftable);
  return [
    advice({
      code: 'SHIFT_LOAD',
      title: `Run ${who} in the cheap hours`,
      text: sentences(
        `${capital(who)} uses ${formatPercent(dear / total_kwh)} of its energy in the most expensive hours of the day.`,
        capital(`${ifAllYear(facts)}moving ${formatPercent(shiftable)} of that to the cheapest ones `) +
          `shifts about ${formatEnergy(moved)} a year ` +
          `and saves about ${formatEstimate(saving, facts.tariff.currency)}.`,
      ),
      site_id: appliance.site_id,
      appliance: appliance.appliance,
      saving_per_year: saving,
    }),
  ];
}

function shiftOutOfPeak(facts: Facts, appliance: ApplianceFacts, shiftable: number, who: string): Advice[] {
  const window = busiestHours(facts);
  const { kwh_per_year: year, total_kwh: total } = appliance;
  const { offPeakRate, currency } = facts.tariff;
  const rate = priceOf(facts, appliance);
  if (!window || year === null || offPeakRate === null || offPeakRate >= rate) return [];
  const inPeak =
    energyOf(
      appliance.by_hour,
      window.hours.filter((hour) => !isOffPeak(hour)),
    ) / (total || 1);
  if (inPeak <= 0) return [];
  const moved = year * inPeak * shiftable;
  const saving = cents(moved * (rate - offPeakRate));
  return [
    advice({
      code: 'SHIFT_LOAD',
      title: `Run ${who} at night, if your tariff is cheaper then`,
      text: sentences(
        `${capital(who)} uses ${formatPercent(inPeak)} of its energy in the busiest hours, ` +
          `${formatClock(window.from)} to ${formatClock(window.to)}.`,
        capital(`${ifAllYear(facts)}moving ${formatPercent(shiftable)} of that to the hours from 22:00 to 06:00 `) +
          `shifts about ${formatEnergy(moved)} a year and saves about ${formatEstimate(saving, currency)} ` +
          `if a kWh costs ${formatPrice(offPeakRate, currency)} then instead of ${formatPrice(rate, currency)}.`,
      ),
      site_id: appliance.site_id,
      appliance: appliance.appliance,
      // Whether a cheaper price by night is to be had, nobody said.
      ...(facts.tariff.assumed ? {} : { saving_per_year: saving }),
    }),
  ];
}

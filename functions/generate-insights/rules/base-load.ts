import type { Advice } from '../../../shared/report/insights.ts';
import {
  formatClock,
  formatEnergy,
  formatEstimate,
  formatPercent,
  formatPower,
  plural,
} from '../../../shared/text/format.ts';
import { HOURS_PER_DAY } from '../../../shared/time-units.ts';
import type { Facts } from '../facts/index.ts';
import { advice, atPrice, capital, cents, ifAllYear, namedAppliances, sentences, useWords } from './advice.ts';
import { isKnownForAYear, kindOf } from './kinds.ts';
import { type Rule, USED_SITES } from './rule.ts';

/** A base load below a fifth of the mean power is what every site has. */
const BASE_LOAD_SHARE = 0.2;
/** Above this a process runs day and night, and nobody need be told. */
const CONTINUOUS_SHARE = 0.8;
/** What an evening of unplugging and switching off is assumed to find of the base load. */
const BASE_LOAD_SAVING = 0.1;
/** A heating that runs all night is no base load of a year: from half of it on nothing is said of a year. */
const SEASONAL_SHARE = 0.5;
const HOURS_PER_YEAR = 8760;

/** What part of it has to run, and what often need not. */
const PARTS = {
  home: {
    needed: 'A fridge, a router and a ventilation are part of it and have to run',
    found: 'stand-by, old pumps, a second freezer and chargers often need not',
  },
  apartment: {
    needed: 'A fridge and a router are part of it and have to run',
    found: 'stand-by, a second screen and chargers often need not',
  },
  business: {
    needed: 'Servers and cooling are part of it and have to run',
    found: 'ventilation, lights and machines outside of working hours often need not',
  },
  industry: {
    needed: 'Processes that cannot be stopped are part of it',
    found: 'leaks of compressed air, idling machines, pumps and ventilation outside of shifts need not be',
  },
} as const satisfies Record<(typeof USED_SITES)[number], { readonly needed: string; readonly found: string }>;

/** What runs around the clock: what it comes to in all, and what part of it is realistic to save. */
export const baseLoad: Rule = {
  sites: USED_SITES,
  speaks: 'the demand that 97.5 % of the hours exceed is 20 % or more of the mean, for a week or longer',
  silent: 'an upload of three days; a meter at the grid with panels behind it; a process that runs day and night',
  write: baseLoadAdvice,
};

function baseLoadAdvice(facts: Facts): Advice[] {
  const { consumption, load, tariff, kind } = facts;
  const { base_load_kw: base, mean_kw: mean } = load;
  if (!consumption || consumption.kwh_per_year === null || base === null || mean === null) return [];
  if (base <= 0 || base < BASE_LOAD_SHARE * mean || isHidden(facts)) return [];
  const parts = PARTS[USED_SITES.find((each) => each === kind.name) ?? 'home'];
  if (kind.name === 'industry' && base > CONTINUOUS_SHARE * mean) return [];
  const isOfSeason = seasonalShare(facts) > SEASONAL_SHARE;
  const hours = isOfSeason ? facts.period.days * HOURS_PER_DAY : HOURS_PER_YEAR;
  const span = isOfSeason ? `in these ${plural(facts.period.days, 'day')}` : 'a year';
  const found = base * hours * BASE_LOAD_SAVING;
  const money = cents(found * tariff.saved);
  const all = `${formatEnergy(base * hours)} or ${formatEstimate(base * hours * tariff.saved, tariff.currency)}`;
  const power = consumption.power_by_hour;
  const quietest = power ? ` The quietest hour begins at ${formatClock(power.indexOf(Math.min(...power)))}.` : '';
  return [
    advice({
      code: 'BASE_LOAD',
      title: `${formatPower(base)} runs around the clock`,
      text: sentences(
        `Nearly every hour takes more than ${formatPower(base)}, ${formatPercent(base / mean)} of the mean` +
          `${facts.basis === 'parts' ? ` of ${useWords(facts).all}` : ''}.`,
        capital(`${isOfSeason ? '' : ifAllYear(facts)}that is ${all} ${span} in all, ${atPrice(facts, tariff.saved)}.`),
        isOfSeason ? 'Part of it is heating, cooling or a pool, which the weather decides.' : null,
        `${parts.needed}; ${parts.found}.${quietest}`,
        isOfSeason
          ? null
          : `Finding a tenth of it, which is assumed here, saves about ${formatEnergy(found)} or ` +
              `${formatEstimate(money, tariff.currency)} a year.`,
      ),
      ...(isOfSeason ? {} : { saving_kwh_per_year: found, saving_per_year: money }),
    }),
  ];
}

/** What heating, cooling and a pool take of it in their quietest hours; 0 where all seasons are known. */
function seasonalShare(facts: Facts): number {
  const { period, load } = facts;
  const kilowatts = namedAppliances(facts).flatMap(({ appliance, by_hour }) => {
    const known = kindOf(appliance);
    return known && !isKnownForAYear(known, facts) ? [Math.min(...by_hour) / period.days] : [];
  });
  return kilowatts.reduce((sum, kw) => sum + kw, 0) / (load.base_load_kw ?? 1);
}

/** By day panels cover what runs, and the meter at the grid shows less than it is. */
function isHidden({ basis, generation, money }: Facts): boolean {
  return (basis === 'grid' || basis === 'mixed') && (generation !== null || (money?.exported_kwh ?? 0) > 0);
}

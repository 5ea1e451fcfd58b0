import type { Advice } from '../../../shared/report/insights.ts';
import { formatEnergy, formatEstimate, formatPercent, formatYears, plural } from '../../../shared/text/format.ts';
import type { ApplianceFacts, Facts } from '../facts/index.ts';
import { HOUSEHOLD_KWH_PER_YEAR } from '../facts/site-class.ts';
import {
  advice,
  atPrice,
  capital,
  cents,
  ifAllYear,
  type NameOf,
  namedAppliances,
  priceOf,
  sentences,
} from './advice.ts';
import { isKnownForAYear, kindOf, type Upgrade } from './kinds.ts';
import { HOUSEHOLD_SITES, type Rule } from './rule.ts';

const MOST_UPGRADES = 5;
/** Beyond this an appliance is replaced for its age, not for its energy. */
const LONG_PAYBACK_YEARS = 15;

/** What to replace, with saving and pay-back. */
export const upgrade: Rule = {
  sites: HOUSEHOLD_SITES,
  speaks: "a household's appliance is of a kind in the table of METHODS.md, for a week or longer",
  silent: 'a works, whose machines have no price of a household; a heating in a flat, which its owner replaces',
  write: upgradeAdvice,
};

function upgradeAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  return namedAppliances(facts)
    .flatMap((appliance) => upgradeOf(facts, appliance, nameOf) ?? [])
    .sort((a, b) => (b.saving_kwh_per_year ?? 0) - (a.saving_kwh_per_year ?? 0))
    .slice(0, MOST_UPGRADES);
}

function upgradeOf(facts: Facts, appliance: ApplianceFacts, nameOf: NameOf): Advice | undefined {
  const kind = kindOf(appliance.appliance);
  const year = appliance.kwh_per_year;
  if (!kind?.upgrade || year === null || year <= 0 || year > HOUSEHOLD_KWH_PER_YEAR) return undefined;
  if (facts.kind.name === 'apartment' && kind.partOfTheBuilding) return undefined;
  const who = nameOf(appliance);
  return isKnownForAYear(kind, facts)
    ? ofAYear(facts, appliance, year, kind.upgrade, who)
    : ofASeason(facts, appliance, kind.upgrade, who);
}

/** A year is known, or the same energy goes through it in every month. */
function ofAYear(facts: Facts, appliance: ApplianceFacts, year: number, upgrade: Upgrade, who: string): Advice {
  const { currency } = facts.tariff;
  const rate = priceOf(facts, appliance);
  const saved = year * upgrade.saving;
  const money = cents(saved * rate);
  const payback = money > 0 ? upgrade.cost / money : null;
  const worth = payback !== null && payback <= LONG_PAYBACK_YEARS;
  const price = `At about ${formatEstimate(upgrade.cost, currency)}`;
  return advice({
    code: 'UPGRADE',
    title: worth ? `Replace ${who} by ${upgrade.to}` : `Keep ${who} until it has to be replaced`,
    text: sentences(
      capital(`${ifAllYear(facts)}${ifAllYear(facts) ? who : capital(who)} uses about ${formatEnergy(year)} a year.`),
      `${capital(upgrade.to)} would save about ${formatPercent(upgrade.saving)} of it: ` +
        `${formatEnergy(saved)} or ${formatEstimate(money, currency)} a year, ${atPrice(facts, rate)}.`,
      worth
        ? `${price} it pays back in about ${formatYears(payback)}.`
        : payback === null
          ? null
          : `${price} that takes ${formatYears(payback)} to pay back.`,
      `An estimate (${upgrade.source}); check it against the model you have.`,
    ),
    site_id: appliance.site_id,
    appliance: appliance.appliance,
    // Nobody is told to do it, so that nothing is saved.
    ...(worth ? { saving_kwh_per_year: saved, saving_per_year: money, payback_years: payback } : {}),
  });
}

/** Where the weather decides, some weeks say nothing of a year: what they came to is said, and no pay-back. */
function ofASeason(facts: Facts, appliance: ApplianceFacts, upgrade: Upgrade, who: string): Advice {
  const { currency } = facts.tariff;
  const { total_kwh: total } = appliance;
  const cost = total * priceOf(facts, appliance);
  const saved = `${formatEnergy(total * upgrade.saving)} or ${formatEstimate(cost * upgrade.saving, currency)}`;
  const days = plural(facts.period.days, 'day');
  return advice({
    code: 'UPGRADE',
    title: `Look at ${who}: ${formatEnergy(total)} in ${days}`,
    text: sentences(
      `${capital(who)} cost about ${formatEstimate(cost, currency)} in these ${days}, ` +
        `${atPrice(facts, priceOf(facts, appliance))}.`,
      `${capital(upgrade.to)} would save about ${formatPercent(upgrade.saving)} of it: ${saved} in such ${days}.`,
      'What that is in a year, and whether it pays back, depends on the seasons: readings of a whole year tell.',
      `An estimate (${upgrade.source}); check it against the model you have.`,
    ),
    site_id: appliance.site_id,
    appliance: appliance.appliance,
  });
}

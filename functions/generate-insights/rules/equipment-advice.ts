import type { Advice } from '../../../shared/report/insights.ts';
import {
  formatClock,
  formatEnergy,
  formatEstimate,
  formatPercent,
  formatYears,
  plural,
} from '../../../shared/text/format.ts';
import type { ApplianceFacts, Facts } from '../facts/index.ts';
import {
  advice,
  atPrice,
  capital,
  cents,
  type NameOf,
  namedAppliances,
  priceOf,
  sentences,
  useWords,
} from './advice.ts';
import { HOUSEHOLD_KWH_PER_YEAR, kindOf } from './kinds.ts';

const MOST_UPGRADES = 5;
/** Beyond this an appliance is replaced for its age, not for its energy. */
const LONG_PAYBACK_YEARS = 15;
/** What a look at the largest consumer is assumed to find, where nothing is known of it. */
const REVIEW_SAVING = 0.05;
const NIGHT_GENERATION = 0.02;
const GAPS = 0.98;
const DAYS_PER_YEAR = 365;

/** Equipment: what to replace or look into, with saving and pay-back. */
export function auditorAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  const upgrades = upgradeAdvice(facts, nameOf);
  return [
    ...upgrades,
    ...(upgrades.length === 0 ? reviewAdvice(facts, nameOf) : []),
    ...selfConsumptionAdvice(facts),
    ...nightGenerationAdvice(facts, nameOf),
    ...meterAdvice(facts),
    ...gapAdvice(facts),
  ];
}

function upgradeAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  return namedAppliances(facts)
    .flatMap((appliance) => upgradeOf(facts, appliance, nameOf) ?? [])
    .sort((a, b) => (b.saving_kwh_per_year ?? 0) - (a.saving_kwh_per_year ?? 0))
    .slice(0, MOST_UPGRADES);
}

function upgradeOf(facts: Facts, appliance: ApplianceFacts, nameOf: NameOf): Advice | undefined {
  const upgrade = kindOf(appliance.appliance)?.upgrade;
  const year = appliance.kwh_per_year;
  if (!upgrade || year === null || year <= 0) return undefined;
  const { currency } = facts.tariff;
  const rate = priceOf(facts, appliance);
  const who = nameOf(appliance);
  const saved = year * upgrade.saving;
  const money = cents(saved * rate);
  const household = year <= HOUSEHOLD_KWH_PER_YEAR;
  const payback = household && money > 0 ? upgrade.cost / money : null;
  const price = `At about ${formatEstimate(upgrade.cost, currency)}`;
  const cost =
    payback === null
      ? household
        ? null
        : 'It is too large for household prices: ask for a quote.'
      : payback > LONG_PAYBACK_YEARS
        ? `${price} that takes ${formatYears(payback)} to pay back: wait until it has to be replaced anyway.`
        : `${price} it pays back in about ${formatYears(payback)}.`;
  return advice({
    code: 'UPGRADE',
    title:
      payback !== null && payback > LONG_PAYBACK_YEARS
        ? `Keep ${who} until it has to be replaced`
        : `Replace ${who} by ${upgrade.to}`,
    text: sentences(
      `${capital(who)} uses about ${formatEnergy(year)} a year.`,
      `${capital(upgrade.to)} would save about ${formatPercent(upgrade.saving)} of it: ` +
        `${formatEnergy(saved)} or ${formatEstimate(money, currency)} a year.`,
      cost,
      `An estimate (${upgrade.source}); check it against the model you have.`,
    ),
    site_id: appliance.site_id,
    appliance: appliance.appliance,
    saving_kwh_per_year: saved,
    saving_per_year: money,
    payback_years: payback,
  });
}

function reviewAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  const [largest] = facts.appliances;
  if (!largest || largest.kwh_per_year === null || largest.kwh_per_year <= 0) return [];
  const { currency } = facts.tariff;
  const rate = priceOf(facts, largest);
  const who = nameOf(largest);
  const saved = largest.kwh_per_year * REVIEW_SAVING;
  const money = cents(saved * rate);
  return [
    advice({
      code: 'REVIEW_LARGEST',
      title: `Have ${who} looked at`,
      text: sentences(
        `${capital(who)} ${useWords(facts).present(`about ${formatEnergy(largest.kwh_per_year)}`)} a year, ` +
          `${formatEstimate(largest.kwh_per_year * rate, currency)} ${atPrice(facts, rate)}.`,
        `Each ${formatPercent(REVIEW_SAVING)} found there is worth ${formatEnergy(saved)} or ` +
          `${formatEstimate(money, currency)} a year: start with controls and running times, then with the equipment.`,
      ),
      site_id: largest.site_id,
      appliance: largest.appliance,
      saving_kwh_per_year: saved,
      saving_per_year: money,
    }),
  ];
}

function selfConsumptionAdvice({ consumption, generation, money, period, tariff }: Facts): Advice[] {
  if (!consumption?.power_by_hour || !generation?.power_by_hour) return [];
  const used = consumption.power_by_hour;
  const surplus = generation.power_by_hour.map((made, hour) => Math.max(0, made - (used[hour] ?? 0)));
  const most = surplus.indexOf(Math.max(...surplus));
  // What was exported interval by interval, where that is known: the mean day hides clouds.
  const exported = money && money.self_consumed_kwh !== null ? money.exported_kwh : null;
  const perDay = exported === null ? surplus.reduce((sum, kw) => sum + kw, 0) : exported / period.days;
  if (perDay <= 0) return [];
  const gain = Math.max(0, tariff.rate - (money?.export_price ?? 0));
  const worth = generation.kwh_per_year === null || gain === 0 ? null : cents(perDay * DAYS_PER_YEAR * gain);
  return [
    advice({
      code: 'SELF_CONSUMPTION',
      title: `Use more of what is generated around ${formatClock(most)}`,
      text: sentences(
        `On an average day generation exceeds consumption by ${formatEnergy(perDay)}, ` +
          `most of all at ${formatClock(most)}.`,
        'Loads that can wait for that hour, or a battery, use it on site.',
        worth === null
          ? null
          : `All of it used on site would save ${formatEstimate(worth, tariff.currency)} a year: ` +
              'what a kWh costs from the grid, less what it earns there.',
      ),
    }),
  ];
}

function nightGenerationAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  const { generation, night } = facts;
  if (!generation || !night || generation.total_kwh <= 0) return [];
  const share = night.total_kwh / generation.total_kwh;
  if (share < NIGHT_GENERATION) return [];
  const where = generation.series > 1 ? `Most of it is from ${nameOf(night)}.` : null;
  return [
    advice({
      code: 'NIGHT_GENERATION',
      title: 'Generation is recorded at night',
      text: sentences(
        `${formatPercent(share)} of the generation falls between 23:00 and 04:00.`,
        where,
        'Solar panels give nothing then: if these are panels, check the meter, ' +
          'its clock and the time zone of the file.',
      ),
      site_id: night.site_id,
      appliance: night.appliance,
    }),
  ];
}

function meterAdvice({ anomalies }: Facts): Advice[] {
  if (anomalies.negative === 0) return [];
  return [
    advice({
      code: 'NEGATIVE_READINGS',
      title: 'Check the meter: readings below zero',
      text: sentences(
        `${plural(anomalies.negative, 'reading is', 'readings are')} negative.`,
        'That happens when a meter counts feed-in backwards, is wired the wrong way round, or was reset.',
      ),
    }),
  ];
}

function gapAdvice({ consumption, generation }: Facts): Advice[] {
  const completeness = Math.min(consumption?.completeness ?? 1, generation?.completeness ?? 1);
  if (completeness >= GAPS) return [];
  return [
    advice({
      code: 'DATA_GAPS',
      title: 'Readings are missing',
      text: sentences(
        `${formatPercent(1 - completeness)} of the expected readings are not in the file, ` +
          'so totals are lower than what was really used.',
        'Look for outages of the meter or its connection.',
      ),
    }),
  ];
}

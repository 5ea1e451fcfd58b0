import type { Advice } from '../../../shared/report/insights.ts';
import { formatClock, formatEnergy, formatEstimate } from '../../../shared/text/format.ts';
import type { Facts } from '../facts/index.ts';
import { advice, cents, sentences, showsAllSeasons } from './advice.ts';
import { type Rule, USED_SITES } from './rule.ts';

const DAYS_PER_YEAR = 365;

/** What is generated and not used on the spot. */
export const selfConsumption: Rule = {
  sites: USED_SITES,
  speaks: 'a site with panels exports on an average day, and the hours are known',
  silent: 'a solar plant, which is there to export; a region; panels whose energy is all used on site',
  write: selfConsumptionAdvice,
};

function selfConsumptionAdvice(facts: Facts): Advice[] {
  const { consumption, generation, money, period, tariff } = facts;
  if (!consumption?.power_by_hour || !generation?.power_by_hour) return [];
  const used = consumption.power_by_hour;
  const surplus = generation.power_by_hour.map((made, hour) => Math.max(0, made - (used[hour] ?? 0)));
  const most = surplus.indexOf(Math.max(...surplus));
  // What was exported interval by interval, where that is known: the mean day hides clouds.
  const exported = money && money.self_consumed_kwh !== null ? money.exported_kwh : null;
  const perDay = exported === null ? surplus.reduce((sum, kw) => sum + kw, 0) : exported / period.days;
  if (perDay <= 0) return [];
  const gain = Math.max(0, tariff.rate - (money?.export_price ?? 0));
  const worth = gain === 0 ? null : cents(perDay * period.days * gain);
  const days = showsAllSeasons(facts) ? DAYS_PER_YEAR : period.days;
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
          : `All of it used on site, which is the most that can be, would have saved ` +
              `${formatEstimate(cents(perDay * days * gain), tariff.currency)} ` +
              `${showsAllSeasons(facts) ? 'a year' : `in these ${days} days`}: ` +
              `what a kWh costs from the grid, less ${earns(facts)}.`,
      ),
    }),
  ];
}

/** What an exported kWh earns where it is not used; that nobody pays for it is an assumption, too. */
function earns({ money }: Facts): string {
  return money?.export_price ? 'what it earns there' : 'nothing for feeding it in, of which no price is known';
}

import type { Advice } from '../../../shared/report/insights.ts';
import { formatClock, formatEnergy, formatEstimate, formatPrice } from '../../../shared/text/format.ts';
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
  const gain = Math.max(0, tariff.saved - (money?.export_price ?? 0));
  const bought = money?.imported_kwh === null || !money ? perDay : money.imported_kwh / period.days;
  const covered = Math.min(perDay, bought);
  const days = showsAllSeasons(facts) ? DAYS_PER_YEAR : period.days;
  const span = showsAllSeasons(facts) ? 'a year' : `in these ${days} days`;
  const worth = cents(covered * days * gain);
  return [
    advice({
      code: 'SELF_CONSUMPTION',
      title: `Use more of what is generated around ${formatClock(most)}`,
      text: sentences(
        `On an average day ${
          exported === null && facts.basis !== 'grid'
            ? `generation exceeds consumption by ${formatEnergy(perDay)}`
            : `${formatEnergy(perDay)} goes into the grid`
        }, most of all at ${formatClock(most)}.`,
        'Loads that can wait for that hour, or a battery, use it on site.',
        worth <= 0
          ? null
          : `At most ${formatEnergy(covered)} a day of what is bought can be covered so, worth ` +
              `${formatEstimate(worth, tariff.currency)} ${span}: ${earns(facts)}.`,
      ),
    }),
  ];
}

/** How a kWh is valued; that nobody pays for what is fed in is an assumption, too. */
function earns({ money, tariff: { saved, assumed, currency } }: Facts): string {
  const price = formatPrice(saved, currency);
  const costs = `a kWh from the grid costs ${price}, ${assumed ? 'which is an assumption' : 'with network and taxes'}`;
  return money?.export_price
    ? `${costs}, and earns ${formatPrice(money.export_price, currency)} when it is fed in`
    : `${costs}; what feeding it in earns is not known, and counts as nothing`;
}

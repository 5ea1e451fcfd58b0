import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { StepContext } from '../../../shared/runtime/step-context.ts';
import { planHolidays, planOf, readPlans } from '../../../shared/tariff/plans.ts';
import { priceDays } from '../../../shared/tariff/rates.ts';
import { SETTINGS_TARIFF } from '../../../shared/tariff/schema.ts';
import { MS_PER_DAY } from '../../../shared/text/days.ts';

/** What the consumption of a run's sites costs. */
export interface Prices {
  /** SQL: the tariff that a site pays, a number. */
  readonly plan: string;
  readonly currencies: readonly string[];
  /**
   * Price of a kWh, a decimal as text; undefined where there is none.
   * @param hours since 0001-01-01T00:00 by the site's wall clock
   */
  readonly at: (plan: number, hours: number) => string | undefined;
}

/** From 0001-01-01 to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_162;

const daysSchema = z.array(z.object({ day: z.number() }));

/**
 * @param buckets relation of the run's buckets: the days of the run, which a wrong date may have put centuries apart
 * @throws InputRejected SETTING_INVALID when the lake's tariffs cannot be used
 */
export async function readPrices(db: Database, buckets: string, context: StepContext): Promise<Prices> {
  const [plans, found] = await Promise.all([
    readPlans(context),
    db.rows(`SELECT DISTINCT CAST(hours // 24 AS INTEGER) AS day FROM ${buckets}`),
  ]);
  const places = new Map(daysSchema.parse(found).map(({ day }, place) => [day, place]));
  const dates = [...places.keys()].map(dateOf);
  const { patterns, days } = priceDays(plans, dates, await planHolidays(plans, dates));
  // A rate of 0 in the settings says that there is no price; a tariff in which an hour costs nothing means it.
  const priced = plans.map(({ name }) => name !== SETTINGS_TARIFF || context.settings.ENERGY_TARIFF_RATE > 0);
  return {
    plan: planOf(plans),
    currencies: plans.map(({ currency }) => currency),
    at: (plan, hours) => {
      const pattern = days[plan]?.[places.get(Math.floor(hours / 24)) ?? -1];
      const price = patterns[pattern ?? -1]?.rates[hours % 24]?.price;
      return priced[plan] ? price : undefined;
    },
  };
}

/** @param day since 0001-01-01 */
function dateOf(day: number): string {
  return new Date((day - DAYS_BEFORE_1970) * MS_PER_DAY).toISOString().slice(0, 10);
}

import { z } from 'zod';
import { clocksOn } from '../../../shared/aggregates/zones.ts';
import type { Database } from '../../../shared/database/duckdb.ts';
import { settleAll } from '../../../shared/runtime/settle-all.ts';
import type { StepContext } from '../../../shared/runtime/step-context.ts';
import { namedHolidays } from '../../../shared/tariff/holidays.ts';
import { hourlyPrices } from '../../../shared/tariff/hourly-price.ts';
import { planHolidays, planOfSiteSql, readTariffs } from '../../../shared/tariff/plans.ts';
import { SETTINGS_TARIFF } from '../../../shared/tariff/schema.ts';
import { timelineOf } from '../../../shared/tariff/timeline.ts';
import { MS_PER_DAY, utcDay } from '../../../shared/text/days.ts';
import { HOURS_PER_DAY } from '../../../shared/time-units.ts';

/** What the consumption of a run's sites costs, and on which days it is odd by the calendar. */
export interface Prices {
  /** SQL: the tariff that a site pays, a number. */
  readonly plan: string;
  readonly currencies: readonly string[];
  /**
   * Price of a kWh, a decimal as text; undefined where there is none.
   * @param hours since 0001-01-01T00:00 by the site's wall clock
   */
  readonly at: (plan: number, hours: number) => string | undefined;
  /** Whether an hour is of a public holiday where the sites are: what is odd then is named, and alarms nobody. */
  readonly isHoliday: (hours: number) => boolean;
}

/** From 0001-01-01 to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_162;

const daysSchema = z.array(z.object({ day: z.number() }));

/**
 * @param buckets relation of the run's buckets: the days of the run, which a wrong date may have put centuries apart
 * @param timeZone of the run: what a price series says of an hour is looked up by it
 * @throws InputRejected SETTING_INVALID when the lake's tariffs cannot be used
 */
export async function readPrices(
  db: Database,
  buckets: string,
  timeZone: string,
  context: StepContext,
): Promise<Prices> {
  const [tariffs, found] = await settleAll(
    readTariffs(context),
    db.rows(`SELECT DISTINCT CAST(hours // 24 AS INTEGER) AS day FROM ${buckets} ORDER BY day`),
  );
  const { plans } = tariffs;
  const dates = daysSchema.parse(found).map(({ day }) => dateOf(day));
  const used = plans.map((_, plan) => ({ plan, zone: 0 }));
  const clocks = clocksOn({ names: [timeZone], bySite: {} }, dates);
  const timeline = timelineOf(tariffs, used, dates, await planHolidays(plans, dates), clocks);
  const byHour = plans.map((_, plan) => hourlyPrices(timeline, plan));
  // A rate of 0 in the settings says that there is no price; a tariff in which an hour costs nothing means it.
  const priced = plans.map(({ name }) => name !== SETTINGS_TARIFF || context.settings.ENERGY_TARIFF_RATE > 0);
  const years = dates.map((date) => Number(date.slice(0, 4)));
  const holidays = await namedHolidays(timeZone, context.settings.ENERGY_COUNTRY, years);
  return {
    isHoliday: (hours) => holidays.size > 0 && holidays.has(dateOf(Math.floor(hours / HOURS_PER_DAY))),
    plan: planOfSiteSql(plans),
    currencies: plans.map(({ currency }) => currency),
    at: (plan, hours) => (priced[plan] ? byHour[plan]?.get(hours - DAYS_BEFORE_1970 * HOURS_PER_DAY) : undefined),
  };
}

/** @param day since 0001-01-01 */
function dateOf(day: number): string {
  return utcDay((day - DAYS_BEFORE_1970) * MS_PER_DAY);
}

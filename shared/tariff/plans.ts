/** The tariffs that a run's sites pay: the lake's file, and the settings for those that it does not name. */

import { fitsSql } from '../database/fits-sql.ts';
import { CONFIG_KEYS, priceSeriesKey } from '../lake/keys.ts';
import { InputRejected } from '../runtime/errors.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import { settleAll } from '../runtime/settle-all.ts';
import type { Settings } from '../settings/settings.ts';
import { PRICE_DECIMALS } from './amounts.ts';
import { CalendarUnknown, holidaysOf } from './holidays.ts';
import { parseTariffs } from './parse.ts';
import type { PriceSeries } from './price-series.ts';
import { looksAtHolidays, type Plan, SETTINGS_TARIFF } from './schema.ts';
import { checkedSeries, seriesNamesOf } from './series-of-plans.ts';
import { TariffInvalid } from './tariff-invalid.ts';
import type { Tariffs } from './timeline.ts';

/** What the settings say of money. */
export type PriceSettings = Pick<Settings, 'ENERGY_TARIFF_RATE' | 'ENERGY_CURRENCY' | 'ENERGY_CO2_FACTOR'>;

/**
 * The tariffs in the order in which they are tried, of which the last fits every site, and the price series that they
 * name.
 * @throws InputRejected SETTING_INVALID when a file cannot be used: a run that fell back to other prices would publish
 * a wrong bill
 */
export async function readTariffs(context: {
  readonly lake: LakeStore;
  readonly settings: PriceSettings;
}): Promise<Tariffs> {
  const stored = await context.lake.getText(CONFIG_KEYS.tariffs);
  const settings = settingsPlan(context.settings);
  if (!stored) return { plans: [settings], series: new Map() };
  const plans = refusing(CONFIG_KEYS.tariffs, () => parseTariffs(stored.text, CONFIG_KEYS.tariffs));
  const read = async (name: string): Promise<[string, PriceSeries]> => {
    const key = priceSeriesKey(name);
    const file = await context.lake.getText(key);
    return [name, refusing(key, () => checkedSeries(file?.text, name, plans))];
  };
  return { plans: [...plans, settings], series: new Map(await settleAll(...seriesNamesOf(plans).map(read))) };
}

/** One price at every time. */
function settingsPlan(settings: PriceSettings): Plan {
  const price = settings.ENERGY_TARIFF_RATE.toFixed(PRICE_DECIMALS);
  return {
    name: SETTINGS_TARIFF,
    sites: ['*'],
    currency: settings.ENERGY_CURRENCY,
    versions: [
      {
        ...{ from: '0001-01-01', until: undefined, rates: [{ band: 'flat', price }], network: [], export: [] },
        ...{ tierPeriod: 'month', netPeriod: undefined, fees: [], demand: [], minimum: undefined, taxes: [] },
        ...{ co2_g_per_kwh: String(settings.ENERGY_CO2_FACTOR), unusual: true },
      },
    ],
  };
}

/**
 * The holidays that each tariff knows, in their order.
 * @param dates local dates of the run
 */
export async function planHolidays(plans: readonly Plan[], dates: readonly string[]): Promise<ReadonlySet<string>[]> {
  const years = [...new Set(dates.map((date) => Number(date.slice(0, 4))))];
  return Promise.all(
    plans.map((plan) =>
      plan.country !== undefined && plan.versions.some(looksAtHolidays)
        ? holidaysOf(plan.country, years).catch((error: unknown) =>
            refuse(error, CONFIG_KEYS.tariffs, `The country of "${plan.name}": `),
          )
        : new Set<string>(),
    ),
  );
}

/** SQL: the tariff that a site pays, its position in `plans`. */
export function planOfSiteSql(plans: readonly Plan[]): string {
  const last = plans.length - 1;
  const cases = plans
    .slice(0, last)
    .map(({ sites }, plan) => `WHEN ${sites.map((pattern) => fitsSql('site_id', pattern)).join(' OR ')} THEN ${plan}`);
  return cases.length === 0 ? String(last) : `CASE ${cases.join(' ')} ELSE ${last} END`;
}

function refusing<T>(key: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    return refuse(error, key);
  }
}

function refuse(error: unknown, key: string, where = ''): never {
  if (error instanceof TariffInvalid || error instanceof CalendarUnknown) {
    throw new InputRejected('SETTING_INVALID', `${where}${error.message}`, { key });
  }
  throw error;
}

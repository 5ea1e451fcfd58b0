/** The tariffs that a run's sites pay: the lake's file, and the settings for those that it does not name. */

import { literal } from '../database/duckdb.ts';
import { CONFIG_KEYS } from '../lake/keys.ts';
import { InputRejected } from '../runtime/errors.ts';
import type { StepContext } from '../runtime/step-context.ts';
import type { Settings } from '../settings/settings.ts';
import { CalendarUnknown, holidaysOf } from './holidays.ts';
import { parseTariffs, TariffInvalid } from './parse.ts';
import { type Plan, PRICE_DECIMALS, SETTINGS_TARIFF } from './schema.ts';

/**
 * The tariffs in the order in which they are tried; the last fits every site.
 * @throws InputRejected SETTING_INVALID when the file cannot be used: a run that fell back to other prices would
 * publish a wrong bill
 */
export async function readPlans(context: StepContext): Promise<Plan[]> {
  const stored = await context.lake.getText(CONFIG_KEYS.tariffs);
  const settings = settingsPlan(context.settings);
  return stored ? [...refusing(() => parseTariffs(stored.text, CONFIG_KEYS.tariffs)), settings] : [settings];
}

/** One price at every hour. */
function settingsPlan(settings: Settings): Plan {
  const price = settings.ENERGY_TARIFF_RATE.toFixed(PRICE_DECIMALS);
  return {
    name: SETTINGS_TARIFF,
    sites: ['*'],
    currency: settings.ENERGY_CURRENCY,
    versions: [
      {
        from: '0001-01-01',
        rates: [{ band: 'flat', price }],
        standing_charge: '0',
        export_price: '0',
        co2_g_per_kwh: String(settings.ENERGY_CO2_FACTOR),
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
  const looking = ({ versions }: Plan) =>
    versions.some(({ rates }) => rates.some(({ holidays }) => holidays !== undefined));
  return Promise.all(
    plans.map((plan) =>
      plan.country !== undefined && looking(plan)
        ? holidaysOf(plan.country, years).catch((error: unknown) => refuse(error, `The country of "${plan.name}": `))
        : new Set<string>(),
    ),
  );
}

/** SQL: the tariff that a site pays, its position in `plans`. */
export function planOf(plans: readonly Plan[]): string {
  const last = plans.length - 1;
  const cases = plans
    .slice(0, last)
    .map(({ sites }, plan) => `WHEN ${sites.map((pattern) => fitsSql('site_id', pattern)).join(' OR ')} THEN ${plan}`);
  return cases.length === 0 ? String(last) : `CASE ${cases.join(' ')} ELSE ${last} END`;
}

/** SQL: whether a text fits a pattern, in which `*` stands for any characters. */
function fitsSql(column: string, pattern: string): string {
  if (!pattern.includes('*')) return `${column} = ${literal(pattern)}`;
  const like = pattern.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  return `${column} LIKE ${literal(like)} ESCAPE '\\'`;
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown, where = ''): never {
  if (error instanceof TariffInvalid || error instanceof CalendarUnknown) {
    throw new InputRejected('SETTING_INVALID', `${where}${error.message}`, { key: CONFIG_KEYS.tariffs });
  }
  throw error;
}

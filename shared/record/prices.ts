/** What the settings say of money, for bills of the record. */
import { readSettings } from '../settings/settings.ts';
import type { PriceSettings } from '../tariff/plans.ts';
import type { RecordContext } from './context.ts';
import type { SiteRecord } from './site-record.ts';

/** Those of the step; outside of steps those of the step that wrote the record last. */
export function pricesOf({ settings }: Pick<RecordContext, 'settings'>, { prices }: SiteRecord): PriceSettings {
  const { ENERGY_TARIFF_RATE, ENERGY_CURRENCY, ENERGY_CO2_FACTOR } = settings ?? prices ?? readSettings({});
  return { ENERGY_TARIFF_RATE, ENERGY_CURRENCY, ENERGY_CO2_FACTOR };
}

/** What the settings say of money, for bills of the record. */
import { readSettings } from '../settings/settings.ts';
import { type PriceSettings, readTariffs } from '../tariff/plans.ts';
import type { Tariffs } from '../tariff/timeline.ts';
import type { RecordContext } from './context.ts';
import type { SiteRecord } from './site-record.ts';

/** Those of the step; outside of steps those of the step that wrote the record last. */
export function pricesOf({ settings }: Pick<RecordContext, 'settings'>, { prices }: SiteRecord): PriceSettings {
  const { ENERGY_TARIFF_RATE, ENERGY_CURRENCY, ENERGY_CO2_FACTOR } = settings ?? prices ?? readSettings({});
  return { ENERGY_TARIFF_RATE, ENERGY_CURRENCY, ENERGY_CO2_FACTOR };
}

/** The tariffs that a record's bills are worked out by. */
export type TariffsOf = (record: SiteRecord) => Promise<Tariffs>;

/**
 * Reads the lake's tariffs once for each price of the settings.
 * @throws InputRejected SETTING_INVALID, from each call, when they cannot be used
 */
export function tariffsOf(context: RecordContext): TariffsOf {
  const known = new Map<string, Promise<Tariffs>>();
  return (record) => {
    const settings = pricesOf(context, record);
    const key = JSON.stringify(settings);
    const read = known.get(key) ?? readTariffs({ lake: context.lake, settings });
    known.set(key, read);
    return read;
  };
}

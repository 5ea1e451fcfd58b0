/** The price series that tariffs name, held against what they are used for. */
import { median } from '../order-statistics.ts';
import { isPlausiblePrice, PLAUSIBLE_PRICE } from '../readings/plausibility.ts';
import { type PriceSeries, parsePriceSeries } from './price-series.ts';
import type { Plan, Version } from './schema.ts';
import { TariffInvalid } from './tariff-invalid.ts';

/** The series that some tariffs name, each once. */
export function seriesNamesOf(plans: readonly Plan[]): string[] {
  return [
    ...new Set(
      plans.flatMap(({ versions }) =>
        versions.flatMap((version) => ratesWithSeries(version).map(({ series }) => series.name)),
      ),
    ),
  ];
}

/**
 * Reads a series for the tariffs that name it.
 * @param text of its file; undefined where there is none
 * @throws TariffInvalid also where most of its prices, as a tariff uses them, are beyond what a kWh can cost
 */
export function checkedSeries(text: string | undefined, name: string, plans: readonly Plan[]): PriceSeries {
  if (text === undefined) {
    throw new TariffInvalid(
      `The price series ${name} is not in the lake: put it there with "energy tariff ${name} --prices".`,
    );
  }
  const series = parsePriceSeries(text, name);
  const usual = median(series.prices.map((price) => Math.abs(Number(price))));
  for (const { name: tariff, currency, versions } of plans) {
    for (const { times, plus } of versions
      .filter(({ unusual }) => !unusual)
      .flatMap((version) => usesOf(version, name))) {
      const price = usual * Number(times) + Number(plus);
      if (isPlausiblePrice(price, currency)) continue;
      throw new TariffInvalid(
        `${name}: half of its prices make ${Number(price.toPrecision(4))} ${currency} or more for a kWh in the ` +
          `tariff "${tariff}", more than ${PLAUSIBLE_PRICE.description}; if they are of MWh, add "times": 0.001 to ` +
          'the rate, if in cents, "times": 0.01; ' +
          'if they are meant, add "unusual_prices": true to the version',
      );
    }
  }
  return series;
}

function usesOf(version: Version, name: string) {
  return ratesWithSeries(version).flatMap(({ series }) => (series.name === name ? [series] : []));
}

function ratesWithSeries({ rates, network, export: exported }: Version) {
  return [rates, network, exported].flat().flatMap((rate) => (rate.series ? [{ ...rate, series: rate.series }] : []));
}

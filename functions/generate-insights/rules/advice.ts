import { REST_NAMES } from '../../../shared/energy/flows.ts';
import type { Advice } from '../../../shared/report/insights.ts';
import { USE_WORDS, type UseWords } from '../../../shared/report/use-words.ts';
import { formatPrice, plural } from '../../../shared/text/format.ts';
import { formatName } from '../../../shared/text/name.ts';
import type { ApplianceFacts, Facts } from '../facts/index.ts';

/** A piece of advice without figures for a year, to be filled in. */
export function advice(given: Pick<Advice, 'code' | 'title' | 'text'> & Partial<Advice>): Advice {
  return {
    site_id: null,
    appliance: null,
    saving_kwh_per_year: null,
    saving_per_year: null,
    payback_years: null,
    ...given,
  };
}

/** Readings that name no appliance are of the whole site. */
export const WHOLE_SITE = 'total';

/** What a site's use holds beside its submeters: no appliance, and nobody knows what is in it. */
export function isRest({ appliance }: { readonly appliance: string }): boolean {
  return REST_NAMES.some((name) => name === appliance);
}

/** How a text names a series. */
export type NameOf = (series: { site_id: string; appliance: string }) => string;

/** The name of a series as the file gives it: the appliance, with its site where there are several. */
export function label(facts: Facts, series: { site_id: string; appliance: string }): string {
  const several = (facts.consumption?.sites ?? 0) > 1 || (facts.generation?.sites ?? 0) > 1;
  if (series.appliance === WHOLE_SITE) return several ? `site ${formatName(series.site_id)}` : 'the site';
  const name = isRest(series) ? 'the rest without a meter of its own' : formatName(series.appliance);
  return several ? `${name} at ${formatName(series.site_id)}` : name;
}

/** The appliances that have a name of their own. */
export function namedAppliances(facts: Facts): ApplianceFacts[] {
  return facts.appliances.filter((each) => each.appliance !== WHOLE_SITE && !isRest(each));
}

/** How to speak of what is measured of the sites: of parts alone nothing is known of the rest. */
export function useWords({ basis }: Facts): UseWords {
  if (basis === 'grid') return USE_WORDS.grid;
  return basis === 'parts' ? { ...USE_WORDS.house, all: 'all that is metered' } : USE_WORDS.house;
}

/** `at your tariff`; `at 0.3 EUR per kWh, which is an assumption` where no tariff is kept. */
export function atPrice({ tariff }: Facts, rate: number): string {
  return tariff.assumed ? `at ${formatPrice(rate, tariff.currency)} per kWh, which is an assumption` : 'at your tariff';
}

/** So many days hold a heating and a cooling season: less says nothing of a year where the weather decides. */
const DAYS_OF_ALL_SEASONS = 330;

export function showsAllSeasons({ period }: Facts): boolean {
  return period.days >= DAYS_OF_ALL_SEASONS;
}

/** What an estimate of a year stands on: `If the year is like these 30 days, `; nothing where it is measured. */
export function ifAllYear(facts: Facts): string {
  return showsAllSeasons(facts) ? '' : `If all of the year is like these ${plural(facts.period.days, 'day')}, `;
}

/** What a kWh of an appliance costs on average. */
export function priceOf({ tariff }: Facts, { price }: ApplianceFacts): number {
  return price ?? tariff.rate;
}

/** Saved money of a year, to the cent, so that it is the number the text shows. */
export function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** Sentences of a text; what is null has nothing to say. */
export function sentences(...all: readonly (string | null)[]): string {
  return all.filter((sentence) => sentence !== null).join(' ');
}

/** A sentence's first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

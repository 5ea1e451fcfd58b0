/** Which tariff a site pays: the first that fits its name. */
import { fitsPattern } from '../text/wildcard.ts';
import type { Plan } from './schema.ts';

/** @returns undefined where no tariff fits, and the price of the settings holds */
export function planOfSite(site: string, plans: readonly Plan[]): Plan | undefined {
  return plans.find(({ sites }) => sites.some((pattern) => fitsPattern(site, pattern)));
}

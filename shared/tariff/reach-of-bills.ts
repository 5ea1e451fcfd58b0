/** How far a site's bill looks: at each month alone, or at the months of a period together. */
import { monthAfter } from '../text/days.ts';
import { planOfSite } from './plan-of-site.ts';
import type { Plan, Version } from './schema.ts';

/**
 * Each month alone; the months of a calendar year; or, beside those of the year, the peaks of the eleven months before
 * each.
 */
export const BILL_REACHES = ['month', 'year', 'twelve-months'] as const;
export type BillReach = (typeof BILL_REACHES)[number];
/** The peak of a month counts in it, and in so many after it. */
export const PEAK_COUNTS_MONTHS = 11;

/** How far a version looks, by the fields that do so. */
function reachesOf({ rates, tierPeriod, netPeriod, minimum, demand }: Version): BillReach[] {
  const tiers = tierPeriod === 'year' && rates.some(({ upTo }) => upTo !== undefined);
  return [
    ...(tiers || netPeriod === 'year' || minimum?.per === 'year' ? (['year'] as const) : []),
    ...(demand.some(({ of, ratchet }) => of !== 'month' || ratchet !== undefined) ? (['twelve-months'] as const) : []),
  ];
}

/** How far the bills of a site look, in any version of what it pays. */
export function billReach(site: string, plans: readonly Plan[]): BillReach {
  const reaches = new Set(planOfSite(site, plans)?.versions.flatMap(reachesOf));
  if (reaches.has('twelve-months')) return 'twelve-months';
  return reaches.has('year') ? 'year' : 'month';
}

/**
 * The months whose bills have to do with these: those of whole calendar years.
 * @param existing months that there are
 */
export function billedTogether(months: readonly string[], existing: readonly string[], reach: BillReach): string[] {
  if (reach === 'month') return [];
  const monthsAfter = reach === 'twelve-months' ? PEAK_COUNTS_MONTHS : 0;
  const years = new Set(months.flatMap((month) => [yearOf(month), yearOf(monthAfter(month, monthsAfter))]));
  return existing.filter((month) => years.has(yearOf(month)));
}

const yearOf = (month: string) => month.slice(0, 4);

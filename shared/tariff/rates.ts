/**
 * What a kWh costs at which hour. Rates change on whole hours of the site's wall clock only, so a day is 24 rates, the
 * many days of a year are a handful of patterns, and costs derive from the cells without a look at single readings.
 */
import { type DayKind, ratesOfDay } from './rates-of-day.ts';
import type { Plan, Rate, Version } from './schema.ts';

const SUNDAY = 7;

/** The kind of a local date, `2026-10-01`. */
export function kindOf(date: string, holidays: ReadonlySet<string>): DayKind {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || SUNDAY;
  return { month: Number(date.slice(5, 7)), weekday, holiday: holidays.has(date) };
}

/**
 * The version of a tariff that is valid on a local date: `from` is its first day, `until` the first day it is not valid
 * on any more.
 */
export function versionOn({ versions }: Pick<Plan, 'versions'>, date: string): Version | undefined {
  return versions.find(({ from, until }) => from <= date && (until === undefined || date < until));
}

/** The 24 rates of some days of one tariff. */
export interface DayPattern {
  readonly plan: number;
  readonly version: Version;
  /** By hour of day. */
  readonly rates: readonly Rate[];
}

/** Each day of a tariff has the pattern at its position. */
export interface PricedDays {
  readonly patterns: readonly DayPattern[];
  /** By tariff, in the order of the dates: a position in `patterns`, or null on a day without a valid version. */
  readonly days: readonly (readonly (number | null)[])[];
}

/**
 * The rates of each date under each tariff.
 * @param dates local dates
 * @param holidays of each tariff, in their order
 */
export function priceDays(
  plans: readonly Pick<Plan, 'versions'>[],
  dates: readonly string[],
  holidays: readonly ReadonlySet<string>[],
): PricedDays {
  const patterns: DayPattern[] = [];
  const days = plans.map((plan, index) => {
    const known = new Map<string, number>();
    return dates.map((date) => {
      const version = versionOn(plan, date);
      if (!version) return null;
      const kind = kindOf(date, holidays[index] ?? new Set());
      const key = `${version.from} ${kind.month} ${kind.weekday} ${kind.holiday}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const rates = ratesOfDay(version.rates, kind).flatMap((position) => version.rates[position ?? -1] ?? []);
      const position =
        samePattern(patterns, index, version, rates) ?? patterns.push({ plan: index, version, rates }) - 1;
      known.set(key, position);
      return position;
    });
  });
  return { patterns, days };
}

function samePattern(
  patterns: readonly DayPattern[],
  plan: number,
  version: Version,
  rates: readonly Rate[],
): number | undefined {
  const found = patterns.findIndex(
    (each) => each.plan === plan && each.version === version && each.rates.every((rate, hour) => rate === rates[hour]),
  );
  return found < 0 ? undefined : found;
}

/** The rates of days: the many days of a year are a handful of patterns. */
import type { DayKind } from './conditions.ts';
import { type DayStretch, stretchesOfDay } from './rates-of-day.ts';
import type { Plan, Version } from './schema.ts';

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

/** The stretches of some days of one tariff; their ladders are of its rates, its network's and its export's. */
export interface DayPattern {
  readonly plan: number;
  readonly version: Version;
  readonly stretches: readonly DayStretch[];
}

/** Each day of a tariff has the pattern at its position. */
export interface PatternDays {
  readonly patterns: readonly DayPattern[];
  /** By tariff, in the order of the dates: a position in `patterns`, or null on a day without a valid version. */
  readonly days: readonly (readonly (number | null)[])[];
}

/**
 * The pattern of each date under each tariff.
 * @param dates local dates
 * @param holidays of each tariff, in their order
 */
export function patternsOf(
  plans: readonly Pick<Plan, 'versions'>[],
  dates: readonly string[],
  holidays: readonly ReadonlySet<string>[],
): PatternDays {
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
      const stretches = stretchesOfDay([version.rates, version.network, version.export], kind);
      const position =
        samePattern(patterns, version, stretches) ?? patterns.push({ plan: index, version, stretches }) - 1;
      known.set(key, position);
      return position;
    });
  });
  return { patterns, days };
}

function samePattern(
  patterns: readonly DayPattern[],
  version: Version,
  stretches: readonly DayStretch[],
): number | undefined {
  const text = JSON.stringify(stretches);
  const found = patterns.findIndex((each) => each.version === version && JSON.stringify(each.stretches) === text);
  return found < 0 ? undefined : found;
}

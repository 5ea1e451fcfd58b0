/** What a site used in some days, beside as many before, the same a year before, and other sites of its group. */
import type { SiteFacts } from '../../shared/baseline/indicators.ts';
import { dayAfter, MS_PER_DAY } from '../../shared/text/days.ts';
import { formatDay } from '../../shared/text/format.ts';
import type { EnergyDay, SiteDays } from '../baseline/site-days.ts';
import { CliError, usageError } from '../errors.ts';

/** The periods, with what they are called; each lies whole weeks before, so that weekdays meet their like. */
export const BEFORE = {
  period: 'the days before',
  year: 'a year before',
} as const;

const WEEK = 7;
/** 52 weeks. */
const YEAR_DAYS = 364;
/** Four weeks, where nobody names days. */
const USUAL_DAYS = 28;

export interface Compared {
  readonly from: string;
  readonly to: string;
  /** Days that are whole in both. */
  readonly pairs: number;
  /** kWh a day of these days, then and now; null without any. */
  readonly then_kwh: number | null;
  readonly now_kwh: number | null;
  /** now / then − 1; null where less than half of the days are whole in both: a few days are no period */
  readonly change: number | null;
}

export interface SiteOfPeriod {
  readonly site: string;
  readonly days: number;
  readonly kwh_per_day: number;
  readonly kwh_per_m2_day: number | null;
  readonly kwh_per_person_day: number | null;
}

export interface Comparison {
  readonly energy: SiteDays['energy'];
  readonly from: string;
  readonly to: string;
  /** Of the calendar. */
  readonly days: number;
  readonly own: SiteOfPeriod;
  readonly before: Readonly<Record<keyof typeof BEFORE, Compared>>;
  /** Null where no other site of the group can be compared. */
  readonly group: ComparedGroup | null;
}

/** Sites over the days that are whole at each of them: a day that is known of one alone compares with nothing. */
export interface ComparedGroup {
  readonly days: number;
  /** The site itself first. */
  readonly sites: readonly SiteOfPeriod[];
  /** Sites that would leave less than half of the site's days: they are not compared, and shorten nothing. */
  readonly left_out: readonly { readonly site: string; readonly shared_days: number }[];
}

/** @param others sites of the same group. @throws CliError where the period has no whole day */
export function compare(
  own: SiteDays,
  others: readonly SiteDays[],
  named: { readonly from?: string | undefined; readonly to?: string | undefined },
  factsOf: (site: string) => SiteFacts,
): Comparison {
  const to = named.to ?? own.days.at(-1)?.day ?? '';
  const from = named.from ?? dayAfter(to, 1 - USUAL_DAYS);
  if (from > to) throw usageError(`The first day, ${from}, is later than the last one, ${to}.`);
  const days = daysBetween(from, to);
  const within = (site: SiteDays) => ({ ...site, days: site.days.filter(({ day }) => day >= from && day <= to) });
  const mine = within(own);
  if (mine.days.length === 0) throw new CliError(`From ${formatDay(from)} to ${formatDay(to)} no day is whole.`);
  const back = { period: Math.ceil(days / WEEK) * WEEK, year: YEAR_DAYS * Math.ceil(days / YEAR_DAYS) };
  return {
    energy: own.energy,
    ...{ from, to, days, own: meanOf(mine, factsOf(own.site)) },
    before: {
      period: pairsOf(own.days, from, to, back.period),
      year: pairsOf(own.days, from, to, back.year),
    },
    // What was used and what came from the grid are not alike.
    group: groupOf(mine, others.filter(({ energy }) => energy === own.energy).map(within), factsOf),
  };
}

/** @param own with a day at least */
function groupOf(
  own: SiteDays,
  others: readonly SiteDays[],
  factsOf: (site: string) => SiteFacts,
): ComparedGroup | null {
  const among = ({ days }: SiteDays, wanted: ReadonlySet<string>) => days.filter(({ day }) => wanted.has(day));
  const mine = new Set(own.days.map(({ day }) => day));
  const nearest = others
    .map((site) => ({ site, shared_days: among(site, mine).length }))
    .sort((a, b) => b.shared_days - a.shared_days);
  const compared = [own];
  const left: { site: string; shared_days: number }[] = [];
  let common: ReadonlySet<string> = mine;
  for (const { site, shared_days } of nearest) {
    const next = new Set(among(site, common).map(({ day }) => day));
    if (2 * next.size < mine.size) {
      left.push({ site: site.site, shared_days });
      continue;
    }
    compared.push(site);
    common = next;
  }
  if (others.length === 0) return null;
  const sites = compared.map((site) => meanOf({ ...site, days: among(site, common) }, factsOf(site.site)));
  return { days: common.size, sites, left_out: left };
}

/** Both included. */
function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / MS_PER_DAY + 1;
}

/** @param days at least one */
function meanOf({ site, days }: SiteDays, facts: SiteFacts): SiteOfPeriod {
  const daily = days.reduce((sum, { kwh }) => sum + kwh, 0) / days.length;
  return {
    site,
    days: days.length,
    kwh_per_day: daily,
    kwh_per_m2_day: facts.area_m2 === undefined ? null : daily / facts.area_m2,
    kwh_per_person_day: facts.persons === undefined ? null : daily / facts.persons,
  };
}

/** Each whole day beside the one so many days before, where that is whole, too. */
function pairsOf(days: readonly EnergyDay[], from: string, to: string, back: number): Compared {
  const known = new Map(days.map(({ day, kwh }) => [day, kwh]));
  const pairs = days.flatMap(({ day, kwh }) => {
    const then = day >= from && day <= to ? known.get(dayAfter(day, -back)) : undefined;
    return then === undefined ? [] : [{ then, now: kwh }];
  });
  const mean = (of: (pair: { then: number; now: number }) => number) =>
    pairs.length === 0 ? null : pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const few = 2 * pairs.length < daysBetween(from, to);
  const [then, now] = [mean((pair) => pair.then), mean((pair) => pair.now)];
  return {
    ...{ from: dayAfter(from, -back), to: dayAfter(to, -back), pairs: pairs.length, then_kwh: then, now_kwh: now },
    change: then === null || now === null || then <= 0 || few ? null : now / then - 1,
  };
}

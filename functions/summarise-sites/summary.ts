/** What a day came to, at each site against its habit, and in the machinery. */
import { SEVERITIES, type Severity } from '../../shared/energy/anomalies.ts';
import type { FailureKind } from '../../shared/failures/classes.ts';
import { type DayFigures, isWholeDay } from '../../shared/served/figures.ts';
import type { ForecastDay } from '../../shared/served/forecast.ts';
import type { Health } from '../../shared/served/health.ts';
import type { Overview, SiteOverview } from '../../shared/served/overview.ts';
import { dayAfter } from '../../shared/text/days.ts';
import { formatPeriod } from '../../shared/text/format.ts';
import type { DayRuns } from './runs.ts';

export interface SiteDay {
  readonly site: string;
  /** null where the site has no readings of the day. */
  readonly figures: DayFigures | null;
  /** Share of the day's readings that are there, where that is not the whole day: then it is compared with nothing. */
  readonly part: number | null;
  /** kWh that it uses on a usual day: the median of the days before; null where there are too few. */
  readonly usual: number | null;
  readonly anomalies: number;
  readonly worst: Severity | null;
  /** What was out of the ordinary, in sentences, the worst first. */
  readonly reasons: readonly string[];
  /** What it is to use in the days to come; null where there is no forecast. */
  readonly ahead: { readonly first: string; readonly last: string; readonly kwh: number } | null;
}

export interface DaySummary {
  readonly day: string;
  readonly sites: readonly SiteDay[];
  readonly runs: DayRuns;
  readonly errors: readonly { readonly code: string; readonly kind: FailureKind; readonly count: number }[];
  readonly health: Health;
}

const FEWEST_DAYS = 3;
const AHEAD_DAYS = 7;
const REASONS_TOLD = 3;

export function daySummary(overview: Overview, runs: DayRuns, health: Health): DaySummary {
  const day = overview.period.to;
  return { day, sites: overview.sites.map((site) => siteDay(site, day)), runs, errors: errorCounts(runs), health };
}

function siteDay(site: SiteOverview, day: string): SiteDay {
  const figures = site.days.find((each) => each.day === day) ?? null;
  const found = site.anomalous.filter(({ local }) => local.startsWith(day));
  const rank = (severity: Severity) => SEVERITIES.indexOf(severity);
  const ordered = found
    .flatMap(({ local, anomalies, anomaly_reasons }) =>
      anomalies.map(({ severity }, at) => ({ severity, text: `${local.slice(11, 16)} ${anomaly_reasons[at] ?? ''}` })),
    )
    .sort((a, b) => rank(b.severity) - rank(a.severity));
  return {
    site: site.site_id,
    figures,
    part: figures === null || isWholeDay(figures) ? null : figures.completeness,
    usual: usualUse(site.days.filter((each) => each.day < day)),
    anomalies: found.length,
    worst: ordered[0]?.severity ?? null,
    reasons: ordered.slice(0, REASONS_TOLD).map(({ text }) => text),
    ahead: weekAhead(site.forecast, day),
  };
}

function usualUse(days: readonly DayFigures[]): number | null {
  const known = days
    .filter(isWholeDay)
    .flatMap(({ energy_consumed_kwh: kwh }) => (kwh === null ? [] : [kwh]))
    .sort((a, b) => a - b);
  if (known.length < FEWEST_DAYS) return null;
  const middle = Math.floor(known.length / 2);
  const [upper = 0, lower = upper] = [known[middle], known[known.length % 2 === 0 ? middle - 1 : middle]];
  return (upper + lower) / 2;
}

function weekAhead(forecast: readonly ForecastDay[], day: string): SiteDay['ahead'] {
  const days = forecast.filter((each) => each.measure === 'consumption' && each.day > day).slice(0, AHEAD_DAYS);
  const [first, last] = [days[0], days.at(-1)];
  return first && last ? { first: first.day, last: last.day, kwh: days.reduce((sum, { kwh }) => sum + kwh, 0) } : null;
}

/** Which days those are: of an older upload they need not be the next ones. */
export function daysAhead({ first, last }: NonNullable<SiteDay['ahead']>): string {
  return formatPeriod(first, dayAfter(last, 1));
}

function errorCounts({ failures }: DayRuns): DaySummary['errors'] {
  const groups = Map.groupBy(failures, ({ code }) => code);
  return [...groups]
    .flatMap(([code, [first, ...others]]) => (first ? [{ code, kind: first.kind, count: 1 + others.length }] : []))
    .sort((a, b) => b.count - a.count);
}

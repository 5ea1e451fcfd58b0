/** What `energy baseline` works out, from the days of a site and their temperatures. */
import { type Baseline, type ClimateDay, FEWEST_DAYS, fitBaseline } from '../../shared/baseline/change-point.ts';
import { type Indicators, indicatorsOf, type SiteFacts } from '../../shared/baseline/indicators.ts';
import { type Savings, savingsOf } from '../../shared/baseline/savings.ts';
import { dayAfter, MS_PER_DAY } from '../../shared/text/days.ts';
import { formatDay, plural } from '../../shared/text/format.ts';
import { CliError, usageError } from '../errors.ts';
import type { SiteDays } from './site-days.ts';
import type { DailyTemperatures } from './temperature-file.ts';

/** Days that the person named; undefined where they are to be chosen. */
export interface Periods {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reportingFrom?: string | undefined;
  readonly reportingTo?: string | undefined;
}

export interface Period {
  readonly from: string;
  readonly to: string;
  /** Of the calendar. */
  readonly days: number;
  /** Whole, and with a temperature. */
  readonly used_days: number;
  readonly indicators: Indicators;
}

export interface BaselineResult {
  readonly site: string;
  readonly energy: SiteDays['energy'];
  readonly temperature: string;
  readonly assumed: readonly string[];
  readonly model: Baseline;
  readonly baseline: Period;
  readonly reporting: (Period & { readonly savings: Savings }) | null;
}

/** A year, the longest baseline that is chosen by itself: CalTRACK 2.0. */
const BASELINE_DAYS = 365;

/** @throws CliError where a period has too few days */
export function baselineResult(
  { site, energy, days }: SiteDays,
  { means, source, assumed }: DailyTemperatures,
  periods: Periods,
  facts: SiteFacts,
): BaselineResult {
  const known = days.flatMap(({ day, kwh }): ClimateDay[] => {
    const temperature = means.get(day);
    return temperature === undefined ? [] : [{ day, kwh, temperature }];
  });
  const [baseline, reporting] = periodsOf(days, periods);
  const within = ({ from, to }: { from: string; to: string }) => known.filter(({ day }) => day >= from && day <= to);
  const learned = within(baseline);
  const model = fitBaseline(learned);
  if (model === null) {
    throw new CliError(
      `From ${formatDay(baseline.from)} to ${formatDay(baseline.to)} ${plural(learned.length, 'day')} ` +
        `${learned.length === 1 ? 'is' : 'are'} whole and with a temperature; ` +
        `a baseline needs ${FEWEST_DAYS}, with some energy.`,
      { hint: 'Name other days with --from and --to, or give temperatures of these days.' },
    );
  }
  const period = (of: { from: string; to: string }, used: readonly ClimateDay[]): Period => ({
    ...of,
    days: (Date.parse(of.to) - Date.parse(of.from)) / MS_PER_DAY + 1,
    used_days: used.length,
    indicators: indicatorsOf(model, used, facts),
  });
  const result = { site, energy, temperature: source, assumed, model, baseline: period(baseline, learned) };
  if (reporting === null) return { ...result, reporting: null };
  const reported = within(reporting);
  const savings = savingsOf(model, reported);
  if (savings === null) {
    throw new CliError(
      `From ${formatDay(reporting.from)} to ${formatDay(reporting.to)} no day is whole and with a temperature.`,
    );
  }
  return { ...result, reporting: { ...period(reporting, reported), savings } };
}

/** The baseline ends where the reporting period begins, and is all that is known where there is none. */
function periodsOf(days: SiteDays['days'], named: Periods) {
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  const { reportingFrom, reportingTo } = named;
  if (reportingFrom === undefined && reportingTo !== undefined)
    throw usageError('--reporting-to needs --reporting-from.');
  const to = named.to ?? (reportingFrom === undefined ? last : dayAfter(reportingFrom, -1));
  const year = dayAfter(to, 1 - BASELINE_DAYS);
  const from = named.from ?? (reportingFrom === undefined || year < first ? first : year);
  if (from > to) throw usageError(`The baseline's first day, ${from}, is later than its last one, ${to}.`);
  if (reportingFrom === undefined) return [{ from, to }, null] as const;
  const until = reportingTo ?? last;
  if (reportingFrom > until)
    throw usageError(`The reporting period's first day, ${reportingFrom}, is later than ${until}.`);
  if (reportingFrom <= to)
    throw usageError(`The reporting period begins on ${reportingFrom}, within the baseline, which ends on ${to}.`);
  return [
    { from, to },
    { from: reportingFrom, to: until },
  ] as const;
}

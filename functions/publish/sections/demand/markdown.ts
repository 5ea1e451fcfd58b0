import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import {
  formatEnergy,
  formatMoney,
  formatMonth,
  formatPercent,
  formatPower,
  formatTime,
} from '../../../../shared/text/format.ts';
import { escapeMarkdown, table } from '../../../../shared/text/markdown.ts';
import { measureWords } from '../../text/measure-words.ts';
import type { PageInput } from '../section.ts';
import { changeText, relatedOf, shownMonths, shownYears } from './text.ts';

const MONTHS = ['Site', 'Month', 'Peak', 'When', 'Demand charge'] as const;
const YEARS = ['Site', 'Year', 'Peak', 'When', 'Demand charges of its months'] as const;
const HEADINGS = [
  'Site',
  'Always on',
  'Peak',
  'When',
  'Load factor',
  'By night',
  'Last weeks than those before',
  'Than a year before',
] as const;

export function demandMarkdown({ report }: PageInput): string | null {
  const sites = report.load?.sites.filter(({ measure, mean_kw }) => measure === 'consumption' && mean_kw !== null);
  if (!sites || sites.length === 0) return null;
  const known = (value: number | null, format: (value: number) => string) => (value === null ? '' : format(value));
  const related = relatedOf(sites);
  const headings = [...HEADINGS, ...related.map(({ title }) => title)];
  const rows = sites
    .slice(0, SHOWN_ROWS)
    .map((site) => [
      escapeMarkdown(site.site_id),
      known(site.base_load_kw, formatPower),
      known(site.peak_kw, formatPower),
      site.peak_at === null ? '' : formatTime(site.peak_at),
      known(site.load_factor, formatPercent),
      known(site.night_share, formatPercent),
      known(site.change, changeText),
      known(site.year_change, changeText),
      ...related.map(({ of }) => known(of(site), formatEnergy)),
    ]);
  const months = shownMonths(report.load?.months ?? []).map((each) => [
    ...[escapeMarkdown(each.site_id), formatMonth(each.month), formatPower(each.peak_kw), formatTime(each.peak_at)],
    each.demand_cost === null || each.currency === null ? '' : formatMoney(each.demand_cost, each.currency),
  ]);
  const years = shownYears(report.load?.years ?? []).map((each) => [
    ...[escapeMarkdown(each.site_id), each.year, formatPower(each.peak_kw), formatTime(each.peak_at)],
    each.demand_cost === null || each.currency === null ? '' : formatMoney(each.demand_cost, each.currency),
  ]);
  const byYear = years.length === 0 ? '' : `\n\nPeaks from the grid by year:\n\n${table(YEARS, years)}`;
  const peaks = months.length === 0 ? '' : `\n\nPeaks from the grid by month:\n\n${table(MONTHS, months)}`;
  const { what } = measureWords('consumption', report);
  return `## The shape of ${what}\n\n${table(headings, rows)}${byYear}${peaks}`;
}

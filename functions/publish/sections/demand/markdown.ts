import type { Report } from '../../../../shared/report/report.ts';
import { formatPercent, formatTime } from '../../../../shared/text/format.ts';
import { escapeMarkdown, table } from '../../markdown/syntax.ts';
import { formatChange, formatPower } from '../../text/power.ts';

/** Rows of a table in a text that somebody reads in a terminal. */
const SHOWN = 12;

export function load({ load: found }: Report): string {
  const sites = found?.sites.filter(({ measure, mean_kw }) => measure === 'consumption' && mean_kw !== null) ?? [];
  if (sites.length === 0) return '';
  const or = (value: number | null, format: (value: number) => string) => (value === null ? '' : format(value));
  const rows = sites
    .slice(0, SHOWN)
    .map((site) => [
      escapeMarkdown(site.site_id),
      or(site.base_load_kw, formatPower),
      or(site.peak_kw, formatPower),
      site.peak_at === null ? '' : formatTime(site.peak_at),
      or(site.load_factor, formatPercent),
      or(site.night_share, formatPercent),
      or(site.change, (by) => formatChange(by, formatPercent)),
    ]);
  return `## The shape of consumption\n\n${table(['Site', 'Always on', 'Highest hour', 'When', 'Load factor', 'By night', 'Change'], rows)}`;
}

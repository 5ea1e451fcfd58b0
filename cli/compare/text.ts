/** A comparison in words. */
import { keysOf } from '../../shared/keys-of.ts';
import { formatCount, formatDay, formatEnergy, formatPercent, plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { facts, table } from '../output/table.ts';
import { BEFORE, type ComparedGroup, type Comparison, type SiteOfPeriod } from './compared.ts';

export function comparisonText(comparison: Comparison): string {
  const { energy, from, to, days, own, group } = comparison;
  const head = facts([
    ['Site', `${own.site}, energy ${energy}`],
    ['Period', `${formatDay(from)} – ${formatDay(to)}: ${formatCount(own.days)} of ${plural(days, 'day')}`],
    ['A day', formatEnergy(own.kwh_per_day)],
  ]);
  return [head, beforeTable(comparison), ...(group ? groupParts(group) : [])].join('\n\n');
}

const RIGHT = { align: 'right' } as const;

function beforeTable({ before }: Comparison): string {
  const known = (kwh: number | null) => (kwh === null ? '–' : formatEnergy(kwh));
  const rows = keysOf(BEFORE).map((name) => {
    const { from, to, pairs, then_kwh, now_kwh, change } = before[name];
    const sign = change !== null && change > 0 ? '+' : '';
    return [
      ...[BEFORE[name], `${formatDay(from)} – ${formatDay(to)}`, formatCount(pairs), known(then_kwh), known(now_kwh)],
      change === null ? '–' : `${sign}${formatPercent(change)}`,
    ];
  });
  const columns = ['Whole in both', 'A day then', 'A day now', 'Change'].map((title) => ({ title, ...RIGHT }));
  return table([{ title: 'Compared with' }, { title: 'Days' }, ...columns], rows);
}

/** What is compared, and of which sites too little is known for that. */
function groupParts({ sites, left_out }: ComparedGroup): string[] {
  const left = left_out.map(({ site, shared_days }) => {
    const shared = plural(shared_days, 'day');
    return `${sanitize(site)} is left out: with its ${shared} less than half of these would be in common.`;
  });
  return [...(sites.length > 1 ? [sitesTable(sites)] : []), ...(left.length > 0 ? [left.join('\n')] : [])];
}

function sitesTable(sites: readonly SiteOfPeriod[]): string {
  const all = (of: 'kwh_per_m2_day' | 'kwh_per_person_day') => sites.some((site) => site[of] !== null);
  const [area, persons] = [all('kwh_per_m2_day'), all('kwh_per_person_day')];
  const known = (kwh: number | null) => (kwh === null ? '' : formatEnergy(kwh));
  const rows = sites.map((each) => [
    ...[each.site, formatCount(each.days), formatEnergy(each.kwh_per_day)],
    ...(area ? [known(each.kwh_per_m2_day)] : []),
    ...(persons ? [known(each.kwh_per_person_day)] : []),
  ]);
  const titles = ['Common days', 'A day', ...(area ? ['Per m²'] : []), ...(persons ? ['Per person'] : [])];
  return table([{ title: 'Site' }, ...titles.map((title) => ({ title, ...RIGHT }))], rows);
}

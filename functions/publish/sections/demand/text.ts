import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import type { Demand } from '../../../../shared/report/demand.ts';
import { formatPercent } from '../../../../shared/text/format.ts';

/** A change as a person says it: `12 % more`. */
export function changeText(change: number): string {
  if (change === 0) return 'the same';
  return `${formatPercent(Math.abs(change))} ${change > 0 ? 'more' : 'less'}`;
}

/** Of many months those with the highest peaks; in the order of time. */
export function shownMonths(months: Demand['months']): Demand['months'] {
  const place = ({ site_id, month }: Demand['months'][number]) => JSON.stringify([site_id, month]);
  return months.slice(0, SHOWN_ROWS).sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** The same of years. */
export function shownYears(years: Demand['years']): Demand['years'] {
  const place = ({ site_id, year }: Demand['years'][number]) => JSON.stringify([site_id, year]);
  return years.slice(0, SHOWN_ROWS).sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** What a peak is the highest of. */
export function peakName(minutes: number | null): string {
  if (minutes === null || minutes === 60) return 'Highest hour';
  return minutes === 15 ? 'Highest quarter hour' : `Highest ${minutes} minutes`;
}

type Site = Demand['sites'][number];

/** What a site uses for what people said of it in `config/sites.json`, kWh. */
export const RELATED: readonly { readonly title: string; readonly of: (site: Site) => number | null }[] = [
  { title: 'Per m² and year', of: ({ kwh_per_m2_year }) => kwh_per_m2_year },
  { title: 'Per person and day', of: ({ kwh_per_person_day }) => kwh_per_person_day },
];

/** Those that are known of one of the sites. */
export function relatedOf(sites: readonly Site[]): typeof RELATED {
  return RELATED.filter(({ of }) => sites.some((site) => of(site) !== null));
}

/** What the grid is asked for: its peaks by year and month, what they cost, and how long which demand lasts. */
import { durationChart } from '../../../../shared/page/chart/duration.ts';
import { type Column, table } from '../../../../shared/page/parts/table.ts';
import type { Demand } from '../../../../shared/report/demand.ts';
import {
  formatCount,
  formatMoney,
  formatMonth,
  formatPercent,
  formatPower,
  formatTime,
} from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { peakName, shownMonths, shownYears } from './text.ts';

/** Hours of a week: of less time a curve shows little more than single days. */
const ENOUGH_HOURS = 168;

/** A month and a year have these in common. */
type Peak = Pick<Demand['years'][number], 'site_id' | 'peak_kw' | 'peak_at' | 'demand_cost' | 'currency'>;

export function peaksHtml({ months, years, duration }: Demand): Html {
  return html`${byYearAndMonth(months, years)}${lasting(duration)}`;
}

/** The peaks that a grid operator bills; one month of one site has its peak above. */
function byYearAndMonth(months: Demand['months'], years: Demand['years']): Html | null {
  if (months.length < 2 && months.every(({ demand_cost }) => demand_cost === null)) return null;
  const several = new Set(months.map(({ site_id }) => site_id)).size > 1;
  const paid = months.some(({ demand_cost }) => demand_cost !== null);
  const columns: Column<Demand['months'][number]>[] = [
    { title: 'Month', kind: 'name', cell: ({ month }) => formatMonth(month) },
    ...peakColumns<Demand['months'][number]>(several, paid ? 'Demand charge' : null, {
      ...{ title: 'Load factor', kind: 'number', optional: true },
      cell: ({ load_factor }) => (load_factor === null ? '' : formatPercent(load_factor)),
    }),
  ];
  const yearColumns: Column<Demand['years'][number]>[] = [
    { title: 'Year', kind: 'name', cell: ({ year }) => year },
    ...peakColumns<Demand['years'][number]>(several, paid ? 'Demand charges of its months' : null, {
      ...{ title: 'Months', kind: 'number', optional: true },
      cell: ({ months: known }) => formatCount(known),
    }),
  ];
  const [{ peak_minutes: minutes }] = [months[0] ?? { peak_minutes: 60 }];
  return html`<div class="together"><h3>Peaks from the grid by year and month</h3>
<p class="hint">${peakName(minutes)} of each${paid ? ', and what the demand charges of its months come to' : ''}. All
of them are in demand.csv.</p>${table(yearColumns, shownYears(years))}
${table(columns, shownMonths(months))}</div>`;
}

/** @param cost title of the column of costs; null where nothing is paid for demand */
function peakColumns<Row extends Peak>(several: boolean, cost: string | null, own: Column<Row>): Column<Row>[] {
  return [
    ...(several ? [{ title: 'Site', cell: ({ site_id }) => html`<bdi>${site_id}</bdi>` } satisfies Column<Row>] : []),
    { title: 'Peak', kind: 'number', cell: ({ peak_kw }) => formatPower(peak_kw) },
    { title: 'When', cell: ({ peak_at }) => formatTime(peak_at) },
    own,
    ...(cost === null ? [] : [{ title: cost, kind: 'number', cell: costOf } satisfies Column<Row>]),
  ];
}

function costOf({ demand_cost, currency }: Peak): string {
  return demand_cost === null || currency === null ? '' : formatMoney(demand_cost, currency);
}

function lasting(duration: Demand['duration']): Html | null {
  if (duration === null || duration.hours < ENOUGH_HOURS) return null;
  const { points, site_id } = duration;
  const picture = durationChart({
    id: 'load-duration',
    title: 'Demand from the grid by how long it lasts',
    description: 'A curve from the highest demand to the lowest. The figures are in load-duration.csv.',
    points,
  });
  const kwAt = (percent: number) => formatPower(points.find((point) => point.percent === percent)?.kw ?? 0);
  return html`<div class="together"><h3>How long which demand lasts</h3>
<p class="hint">From the grid, at <bdi>${site_id}</bdi>: ${kwAt(0)} at most, ${kwAt(1)} or more for 1 % of the time,
${kwAt(50)} or more for half of it. All sites are in load-duration.csv.</p>${picture}</div>`;
}

/** Who takes, or generates, how much. */

import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import { shareBar } from '../../../../shared/page/parts/share-bar.ts';
import { type Column, table } from '../../../../shared/page/parts/table.ts';
import type { Measure } from '../../../../shared/tables/schema.ts';
import { energiesFormat, formatCount, formatHour, formatPercent } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { measureWords } from '../../text/measure-words.ts';
import { namer } from '../../text/names.ts';
import type { PageInput } from '../section.ts';
import { type MeasuredSeries, seriesOf } from './series.ts';

const PEAK_HOUR: Column<MeasuredSeries> = {
  ...{ title: 'Peak hour', kind: 'number', optional: true },
  cell: ({ peak_hour }) => formatHour(peak_hour),
};

export function bySeries({ report }: PageInput, measure: Measure): Html | null {
  const found = seriesOf(report, measure);
  if (!found) return null;
  const { series, total } = found;
  const nameOf = namer(report);
  const shareOf = (kwh: number) => (total === 0 ? 0 : kwh / total);
  const shown = series.slice(0, SHOWN_ROWS);
  const energy = energiesFormat(shown.flatMap(({ total_kwh, avg_kwh, max_kwh }) => [total_kwh, avg_kwh, max_kwh]));
  const columns: Column<MeasuredSeries>[] = [
    { title: 'Name', kind: 'name', cell: nameOf },
    {
      title: 'Share of all',
      cell: ({ total_kwh }) => html`${formatPercent(shareOf(total_kwh))}${shareBar(shareOf(total_kwh), measure)}`,
    },
    { title: 'Energy', kind: 'number', cell: ({ total_kwh }) => energy(total_kwh) },
    { title: 'Mean reading', kind: 'number', optional: true, cell: ({ avg_kwh }) => energy(avg_kwh) },
    { title: 'Highest', kind: 'number', optional: true, cell: ({ max_kwh }) => energy(max_kwh) },
    ...(series.some(({ peak_hour }) => peak_hour !== null) ? [PEAK_HOUR] : []),
    { title: 'Complete', kind: 'number', optional: true, cell: ({ completeness }) => formatPercent(completeness) },
  ];
  const rest = series.slice(SHOWN_ROWS);
  const restKwh = rest.reduce((sum, { total_kwh }) => sum + total_kwh, 0);
  const restRow =
    rest.length === 0
      ? null
      : html`<tr><th scope="row">and ${formatCount(rest.length)} more</th><td>${formatPercent(shareOf(restKwh))}</td>
<td class="n">${energy(restKwh)}</td>
<td class="n optional" colspan="${columns.length - 3}">all of them in appliances.csv</td></tr>`;
  const heading = series.length === 1 ? 'in figures' : measure === 'consumption' ? 'who takes how much' : 'by site';
  return html`<section><h2>${measureWords(measure, report).noun}: ${heading}</h2>
${table(columns, shown, restRow)}</section>`;
}

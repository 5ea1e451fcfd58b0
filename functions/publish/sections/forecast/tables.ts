/** The models of a site, and the sites of a report, with how far off each was. */

import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import { table } from '../../../../shared/page/parts/table.ts';
import type { ReportForecastSite } from '../../../../shared/report/forecast.ts';
import { formatCount, formatEnergy, formatNumber, formatPercent, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { chosenModel, triedModels } from './text.ts';

/** Nothing where a figure is not known. */
function known(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '' : format(value);
}

export function modelsTable(site: ReportForecastSite): Html | null {
  const models = triedModels(site);
  if (models.length === 0) return null;
  const tried = table(
    [
      { title: 'Model', kind: 'name', cell: ({ model, chosen }) => `${model}${chosen ? ' (chosen)' : ''}` },
      { title: 'Share of the forecast', kind: 'number', cell: ({ weight }) => formatPercent(weight) },
      { title: 'Error', kind: 'number', cell: ({ wape }) => known(wape, formatPercent) },
      { title: 'Error a day', kind: 'number', optional: true, cell: ({ mae_kwh }) => known(mae_kwh, formatEnergy) },
      { title: 'Against naive', kind: 'number', cell: ({ relative_error }) => known(relative_error, formatNumber) },
      { title: 'MASE', kind: 'number', optional: true, cell: ({ mase }) => known(mase, formatNumber) },
      {
        title: 'In the interval',
        kind: 'number',
        optional: true,
        cell: ({ coverage }) => known(coverage, formatPercent),
      },
      { title: 'Tried from', kind: 'number', optional: true, cell: ({ origins }) => plural(origins, 'day') },
    ],
    models,
  );
  return html`<details><summary>The models that were tried</summary>
<p class="hint">Error: how far a day was off on average, as a share of the energy. Against naive: that error divided by
the one of repeating the week before; below 1 is better.</p>${tried}</details>`;
}

export function sitesTable(sites: readonly ReportForecastSite[]): Html | null {
  const scored = sites.flatMap((site) => {
    const chosen = chosenModel(site);
    return chosen ? [{ ...site, chosen }] : [];
  });
  if (scored.length === 0) return null;
  const left = scored.length - SHOWN_ROWS;
  const more =
    left > 0
      ? html`<tr><th scope="row">and ${formatCount(left)} more</th>
<td colspan="5">all of them in forecast-models.csv</td></tr>`
      : null;
  const trust = table(
    [
      { title: 'Site', kind: 'name', cell: ({ site_id }) => site_id },
      { title: 'By', cell: ({ model }) => model },
      { title: 'Error', kind: 'number', cell: ({ chosen }) => known(chosen.wape, formatPercent) },
      { title: 'Against naive', kind: 'number', cell: ({ chosen }) => known(chosen.relative_error, formatNumber) },
      {
        ...{ title: 'In the interval', kind: 'number', optional: true },
        cell: ({ chosen }) => known(chosen.coverage, formatPercent),
      },
      {
        ...{ title: 'Made from', kind: 'number', optional: true },
        cell: ({ training }) => plural(training?.days ?? 0, 'day'),
      },
    ],
    scored.slice(0, SHOWN_ROWS),
    more,
  );
  return html`<details><summary>How far the forecasts can be trusted</summary>${trust}</details>`;
}

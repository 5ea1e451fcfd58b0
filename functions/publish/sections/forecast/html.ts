/** What stands below the picture of a forecast: how it was made, and how far it can be trusted. */
import type { ReportForecastSite } from '../../../../shared/report/forecast.ts';
import type { Report } from '../../../../shared/report/report.ts';
import type { Measure } from '../../../../shared/tables/schema.ts';
import { formatCount, formatEnergy, formatNumber, formatPercent, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../html/html.ts';
import type { ForecastDay } from '../../report/periods.ts';
import { chosenModel, trainingText, trustText } from './text.ts';

/** Sites in a table that is read; all of them are in forecast-models.csv. */
const SHOWN = 12;

/** @param drawn the days in the picture */
export function forecastNote(report: Report, measure: Measure, drawn: readonly ForecastDay[]): Html | null {
  const { forecast } = report;
  const sites = forecast.sites.filter((site) => site.measure === measure);
  if (forecast.status === 'INSUFFICIENT_DATA') {
    return html`<p class="hint">No forecast: ${forecast.reason ?? 'there are too few days'}</p>`;
  }
  const [only] = sites;
  if (!only) return null;
  if (sites.length === 1 && drawn.length > 0) {
    return html`<p class="hint">Forecast by ${only.model}. ${trustText(only)} ${trainingText(only, forecast)}</p>${modelsTable(only)}`;
  }
  const whole =
    drawn.length === 0
      ? html`<p class="hint">Only ${plural(sites.length, 'site')} could be forecast, so there is no forecast of the whole; theirs are in forecast.csv.</p>`
      : html`<p class="hint">The forecast adds up ${plural(sites.length, 'site')}; their 80 % intervals are added too, which is wider than 80 %.</p>`;
  return html`${whole}${sitesTable(sites)}`;
}

function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '' : formatPercent(share);
}

function modelsTable({ models }: ReportForecastSite): Html | null {
  if (models.length === 0) return null;
  return html`<details><summary>The models that were tried</summary><p class="hint">Error: how far a day was off on average, as a part of the energy. Against naive: that error divided by the one of repeating the week before; below 1 is better.</p><div class="scroll"><table><thead><tr><th scope="col">Model</th><th scope="col" class="n">Part of the forecast</th><th scope="col" class="n">Error</th><th scope="col" class="n optional">Error a day</th><th scope="col" class="n">Against naive</th><th scope="col" class="n optional">MASE</th><th scope="col" class="n optional">In the interval</th><th scope="col" class="n optional">Tried from</th></tr></thead><tbody>${models.map(
    (each) =>
      html`<tr><th scope="row">${each.model}${each.chosen ? ' (chosen)' : ''}</th><td class="n">${formatPercent(each.weight)}</td><td class="n">${percent(each.wape)}</td><td class="n optional">${each.mae_kwh === null ? '' : formatEnergy(each.mae_kwh)}</td><td class="n">${each.relative_error === null ? '' : formatNumber(each.relative_error)}</td><td class="n optional">${each.mase === null ? '' : formatNumber(each.mase)}</td><td class="n optional">${percent(each.coverage)}</td><td class="n optional">${plural(each.origins, 'day')}</td></tr>`,
  )}</tbody></table></div></details>`;
}

function sitesTable(sites: readonly ReportForecastSite[]): Html | null {
  const scored = sites.filter((site) => chosenModel(site));
  if (scored.length === 0) return null;
  const rest = scored.length - SHOWN;
  return html`<details><summary>How far the forecasts can be trusted</summary><div class="scroll"><table><thead><tr><th scope="col">Site</th><th scope="col">By</th><th scope="col" class="n">Error</th><th scope="col" class="n">Against naive</th><th scope="col" class="n optional">In the interval</th><th scope="col" class="n optional">Made from</th></tr></thead><tbody>${scored
    .slice(0, SHOWN)
    .map((site) => {
      const chosen = chosenModel(site);
      const ratio = chosen?.relative_error;
      return html`<tr><th scope="row"><bdi>${site.site_id}</bdi></th><td>${site.model}</td><td class="n">${percent(chosen?.wape)}</td><td class="n">${ratio === null || ratio === undefined ? '' : formatNumber(ratio)}</td><td class="n optional">${percent(chosen?.coverage)}</td><td class="n optional">${plural(site.training?.days ?? 0, 'day')}</td></tr>`;
    })}${rest > 0 ? html`<tr><th scope="row">and ${formatCount(rest)} more</th><td colspan="5">all of them in forecast-models.csv</td></tr>` : null}</tbody></table></div></details>`;
}

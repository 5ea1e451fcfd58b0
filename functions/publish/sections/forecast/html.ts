/** How the forecast was made and how far it can be trusted; a picture where the one of the energy cannot hold it. */

import { measureDays } from '../../../../shared/page/chart/measure-days.ts';
import { type ForecastDay, stepFor } from '../../../../shared/page/chart/periods.ts';
import type { ReportForecastSite } from '../../../../shared/report/forecast.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { MEASURES, type Measure } from '../../../../shared/tables/schema.ts';
import { plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { measureWords } from '../../text/measure-words.ts';
import { barsOf } from '../energy/bars.ts';
import type { PageInput } from '../section.ts';
import { modelsTable, sitesTable } from './tables.ts';
import { trainingText, trustText } from './text.ts';
import { forecastOfAll } from './whole.ts';

/** Days with readings that stand in front of the forecast, where the picture of the energy holds weeks or months. */
const RECENT_DAYS = 28;

export function forecastHtml(page: PageInput): Html | null {
  const { forecast } = page.report;
  if (forecast.status === 'INSUFFICIENT_DATA') {
    const reason = forecast.reason ?? 'there are too few days';
    return html`<section><h2>Forecast</h2><p class="hint">No forecast: ${reason}</p></section>`;
  }
  const measures = MEASURES.filter((measure) => forecast.sites.some((site) => site.measure === measure));
  if (measures.length === 0) return null;
  const parts = measures.map((measure) => {
    const heading = measures.length > 1 ? html`<h3>${measureWords(measure, page.report).noun}</h3>` : null;
    return html`<div class="together">${heading}${ofMeasure(page, measure)}</div>`;
  });
  return html`<section><h2>Forecast</h2>${parts}</section>`;
}

function ofMeasure(page: PageInput, measure: Measure): Html {
  const whole = forecastOfAll(page.facts, measure);
  const sites = page.report.forecast.sites.filter((site) => site.measure === measure);
  return html`${whole && recentDays(page, measure, whole)}${note(page.report.forecast, sites, whole !== null)}`;
}

function recentDays({ report, facts }: PageInput, measure: Measure, forecast: readonly ForecastDay[]): Html | null {
  const days = barsOf(facts, measure, 'day');
  if (stepFor(days.length) === 'day') return null;
  const picture = measureDays({
    ...{ id: `ahead-${measure}`, measure, bars: days.slice(-RECENT_DAYS), step: 'day', forecast },
    noun: measureWords(measure, report).noun,
    figuresIn: 'daily.csv and in forecast.csv',
  });
  return html`<p class="hint">The last ${RECENT_DAYS} days and the forecast.</p>${picture}`;
}

function note(forecast: Report['forecast'], sites: readonly ReportForecastSite[], whole: boolean): Html | null {
  const [only] = sites;
  if (!only) return null;
  if (sites.length === 1 && whole) {
    const text = `Forecast by ${only.model}. ${trustText(only)} ${trainingText(only, forecast)}`;
    return html`<p class="hint">${text}</p>${modelsTable(only)}`;
  }
  const number = plural(sites.length, 'site');
  const text = whole
    ? `The forecast adds up ${number}; their 80 % intervals are added too, which is wider than 80 %.`
    : `Only ${number} could be forecast, so there is no forecast of the whole; theirs are in forecast.csv.`;
  return html`<p class="hint">${text}</p>${sitesTable(sites)}`;
}

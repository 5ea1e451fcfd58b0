/** The sections about one measure: over time, over the day, by appliance or site. */

import type { Report } from '../../../../shared/report/report.ts';
import type { Measure } from '../../../../shared/tables/schema.ts';
import {
  energyUnit,
  formatCount,
  formatDay,
  formatEnergy,
  formatHour,
  formatMonth,
  formatPercent,
  plural,
} from '../../../../shared/text/format.ts';
import { daysChart } from '../../chart/days.ts';
import { heatChart } from '../../chart/heat.ts';
import { hoursChart } from '../../chart/hours.ts';
import { type Html, html } from '../../html/html.ts';
import type { PageInput } from '../../html/page.ts';
import type { Facts } from '../../report/facts.ts';
import { type Bar, type ForecastDay, forecastOfAll, gather, type Step, stepFor } from '../../report/periods.ts';
import { namer, zoneName } from '../../text/names.ts';
import { forecastNote } from '../forecast/html.ts';

const WORDS = {
  consumption: { noun: 'Consumption', verb: 'used', key: 'k-use', ahead: 'k-ahead' },
  generation: { noun: 'Generation', verb: 'generated', key: 'k-gen', ahead: 'k-ahead-gen' },
} as const;

/** Where bars are weeks or months, the forecast stands beside as many single days as this. */
const RECENT_DAYS = 28;

export function overTime(page: PageInput, measure: Measure): Html {
  const { report, facts } = page;
  const days = gather(facts, measure, 'day');
  const step = stepFor(days.length);
  const forecast = forecastOfAll(facts, measure) ?? [];
  const bars = step === 'day' ? days : gather(facts, measure, step);
  const note = forecastNote(report, measure, forecast);
  const heading = { day: 'Day by day', week: 'Week by week', month: 'Month by month' }[step];
  const main = picture({ id: `time-${measure}`, measure, bars, step, forecast: step === 'day' ? forecast : [] });
  const ahead =
    step !== 'day' && forecast.length > 0
      ? html`<div class="together"><h3>The last ${RECENT_DAYS} days and the forecast</h3>${picture({
          id: `ahead-${measure}`,
          measure,
          bars: days.slice(-RECENT_DAYS),
          step: 'day',
          forecast,
        })}</div>`
      : null;
  return html`<section><h2>${WORDS[measure].noun}: ${heading.toLowerCase()}</h2>${
    step === 'day' ? null : html`<p class="hint">Each bar is the mean day of its ${step}.</p>`
  }${main}${ahead}${note}${daysTable(bars, step, forecast)}</section>`;
}

function picture(input: {
  id: string;
  measure: Measure;
  bars: readonly Bar[];
  step: Step;
  forecast: readonly ForecastDay[];
}): Html {
  const { id, measure, bars, step, forecast } = input;
  const { noun, key, ahead } = WORDS[measure];
  const highest = bars.reduce<Bar | undefined>(
    (best, bar) => ((bar.kwh ?? 0) > (best?.kwh ?? 0) ? bar : best),
    undefined,
  );
  const unit = energyUnit([...bars, ...forecast].reduce((most, { kwh }) => Math.max(most, Math.abs(kwh ?? 0)), 0));
  const description =
    `${plural(bars.length, step)} from ${formatDay(bars[0]?.day ?? '')}. ` +
    (highest
      ? `The highest is ${formatDay(highest.day)} with ${formatEnergy(highest.kwh ?? 0)}${step === 'day' ? '' : ' a day'}. `
      : '') +
    (forecast.length > 0 ? `${plural(forecast.length, 'forecast day')} follow. ` : '') +
    'The same figures are in the table below and in daily.csv.';
  // A mark on every bar says nothing.
  const marked = bars.some(({ events }) => events > 0) && bars.some(({ events }) => events === 0);
  return html`<ul class="legend"><li><i class="${key}"></i>${noun}</li>${
    forecast.length > 0 ? html`<li><i class="${ahead}"></i>Forecast with its 80 % interval</li>` : null
  }${marked ? html`<li><i class="k-mark"></i>A serious event begins</li>` : null}</ul>${daysChart({
    id,
    title: `${noun} by ${step}`,
    description,
    bars,
    forecast,
    step,
    unit,
    tone: measure,
    marked,
  })}`;
}

const TABLE_ROWS = 400;

function daysTable(bars: readonly Bar[], step: Step, forecast: readonly ForecastDay[]): Html {
  const label = (day: string) => (step === 'month' ? formatMonth(day) : formatDay(day));
  const heading = { day: 'Day', week: 'Week of', month: 'Month' }[step];
  return html`<details><summary>The figures as a table</summary><div class="scroll"><table><thead><tr><th scope="col">${heading}</th><th scope="col" class="n">${
    step === 'day' ? 'Energy' : 'Energy a day'
  }</th><th scope="col" class="n">Serious events</th></tr></thead><tbody>${bars
    .slice(-TABLE_ROWS)
    .map(
      ({ day, kwh, events }) =>
        html`<tr><th scope="row">${label(day)}</th><td class="n">${kwh === null ? 'no readings' : formatEnergy(kwh)}</td><td class="n">${formatCount(events)}</td></tr>`,
    )}${forecast.map(
    ({ day, kwh, lower, upper }) =>
      html`<tr><th scope="row">${formatDay(day)} (forecast)</th><td class="n">${formatEnergy(kwh)} (${formatEnergy(lower)} – ${formatEnergy(upper)})</td><td class="n"></td></tr>`,
  )}</tbody></table></div></details>`;
}

export function overTheDay({ report, facts }: PageInput, measure: Measure): Html {
  const hours = typicalDay(facts, measure, report.period.days);
  const peak = [...hours].reduce<[number, number] | undefined>(
    (best, each) => (!best || each[1] > best[1] ? each : best),
    undefined,
  );
  const { noun, verb } = WORDS[measure];
  const unit = energyUnit(peak?.[1] ?? 0);
  const told = peak ? `Most is ${verb} from ${formatHour(peak[0])}: ${formatEnergy(peak[1])} on a typical day.` : '';
  const rows = heatRows(report, facts, measure);
  return html`<section><div class="together"><h2>${noun}: a typical day</h2><p class="hint">${told} Hours are wall clock in ${zoneName(report)}.</p>${hoursChart(
    {
      id: `hours-${measure}`,
      title: `${noun} by hour of day`,
      description: `${told} The figures are in hourly.csv.`,
      hours,
      peak: peak?.[0] ?? 0,
      unit,
      tone: measure,
    },
  )}</div>${
    rows.length < 2
      ? null
      : html`<div class="together"><h3>When each one ${measure === 'consumption' ? 'runs' : 'generates'}</h3><p class="hint">The stronger the colour, the closer to that row’s own highest hour.</p>${heatChart(
          {
            id: `heat-${measure}`,
            title: `${noun} by hour of day, each series for itself`,
            description: `${plural(rows.length, 'row')}, 24 hours each. The figures are in hourly.csv.`,
            rows,
            tone: measure,
          },
        )}</div>`
  }</section>`;
}

/** Spreads the average day over its hours in proportion to the mean reading of each; kWh by hour. */
function typicalDay(facts: Facts, measure: Measure, days: number): Map<number, number> {
  const hours = facts.hours.filter((each) => each.measure === measure);
  const total = facts.series.find((each) => each.measure === measure)?.measure_total_kwh ?? 0;
  const sum = hours.reduce((of, { mean_kwh }) => of + mean_kwh, 0);
  const average = total / Math.max(1, days);
  return new Map(hours.map(({ hour, mean_kwh }) => [hour, sum === 0 ? 0 : (mean_kwh / sum) * average]));
}

function heatRows(report: Report, facts: Facts, measure: Measure) {
  const nameOf = namer(report);
  const rows = new Map<string, { name: string; hours: Map<number, number> }>();
  for (const { measure: of, hour, mean_kwh, ...series } of facts.seriesHours) {
    if (of !== measure) continue;
    const key = JSON.stringify([series.site_id, series.appliance]);
    const row = rows.get(key) ?? { name: nameOf(series), hours: new Map<number, number>() };
    row.hours.set(hour, mean_kwh);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** As many rows as a page reads well with; all of them are in appliances.csv. */
const SHOWN = 12;

export function bySeries({ report }: PageInput, measure: Measure): Html | null {
  const series = measure === 'consumption' ? report.consumption?.appliances : report.generation?.sites;
  const total = measure === 'consumption' ? report.consumption?.total_kwh : report.generation?.total_kwh;
  if (!series || total === undefined) return null;
  const nameOf = namer(report);
  const { noun } = WORDS[measure];
  const rest = series.slice(SHOWN);
  const restKwh = rest.reduce((sum, { total_kwh }) => sum + total_kwh, 0);
  const heading = series.length === 1 ? 'in figures' : measure === 'consumption' ? 'who takes how much' : 'by site';
  return html`<section><h2>${noun}: ${heading}</h2><div class="scroll"><table><thead><tr><th scope="col">Name</th><th scope="col">Share of all</th><th scope="col" class="n">Energy</th><th scope="col" class="n optional">Mean reading</th><th scope="col" class="n optional">Highest</th><th scope="col" class="n optional">Peak hour</th><th scope="col" class="n optional">Complete</th></tr></thead><tbody>${series
    .slice(0, SHOWN)
    .map((each) => {
      const share = total === 0 ? 0 : each.total_kwh / total;
      return html`<tr><th scope="row"><bdi>${nameOf(each)}</bdi></th><td>${formatPercent(share)}<span class="share${measure === 'generation' ? ' gen' : ''}"><span style="width:${widthOf(share)}%"></span></span></td><td class="n">${formatEnergy(each.total_kwh)}</td><td class="n optional">${formatEnergy(each.avg_kwh)}</td><td class="n optional">${formatEnergy(each.max_kwh)}</td><td class="n optional">${formatHour(each.peak_hour)}</td><td class="n optional">${formatPercent(each.completeness)}</td></tr>`;
    })}${
    rest.length === 0
      ? null
      : html`<tr><th scope="row">and ${formatCount(rest.length)} more</th><td>${formatPercent(total === 0 ? 0 : restKwh / total)}</td><td class="n">${formatEnergy(restKwh)}</td><td class="n optional" colspan="4">all of them in appliances.csv</td></tr>`
  }</tbody></table></div></section>`;
}

/** Per cent of the bar's room; a negative share draws nothing. */
function widthOf(share: number): string {
  return (Math.min(1, Math.max(0, share)) * 100).toFixed(1);
}

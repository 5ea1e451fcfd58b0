/** A typical day of a measure, and when each of its series runs. */

import { type HeatRow, heatChart } from '../../../../shared/page/chart/heat.ts';
import { hoursChart } from '../../../../shared/page/chart/hours.ts';
import type { Report } from '../../../../shared/report/report.ts';
import type { Measure } from '../../../../shared/tables/schema.ts';
import { energyUnit, formatEnergy, formatHour, plural } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { measureWords } from '../../text/measure-words.ts';
import { namer, zoneName } from '../../text/names.ts';
import type { PageInput } from '../section.ts';
import { type EnergyFacts, totalOf } from './facts.ts';

export function overTheDay({ report, facts }: PageInput, measure: Measure): Html | null {
  const hours = typicalDay(facts.energy, measure, report.period.days);
  if (hours.size === 0) return null;
  const peak = [...hours].reduce<[number, number] | undefined>(
    (best, each) => (!best || each[1] > best[1] ? each : best),
    undefined,
  );
  const { noun, participle } = measureWords(measure, report);
  const most = peak
    ? `Most is ${participle} from ${formatHour(peak[0])}: ${formatEnergy(peak[1])} on a typical day.`
    : '';
  const picture = hoursChart({
    id: `hours-${measure}`,
    title: `${noun} by hour of day`,
    description: `${most} The figures are in hourly.csv.`,
    hours,
    peak: peak?.[0] ?? 0,
    unit: energyUnit(peak?.[1] ?? 0),
    tone: measure,
  });
  return html`<section><div class="together"><h2>${noun}: a typical day</h2>
<p class="hint">${most} Hours are wall clock in ${zoneName(report)}.</p>${picture}</div>
${whenEachRuns(report, facts.energy, measure)}</section>`;
}

/** Spreads the average day over its hours in proportion to the mean reading of each; kWh by hour. */
function typicalDay(facts: EnergyFacts, measure: Measure, days: number): Map<number, number> {
  const hours = facts.hours.filter((each) => each.measure === measure);
  const sum = hours.reduce((of, { mean_kwh }) => of + mean_kwh, 0);
  const average = (totalOf(facts, measure) ?? 0) / Math.max(1, days);
  return new Map(hours.map(({ hour, mean_kwh }) => [hour, sum === 0 ? 0 : (mean_kwh / sum) * average]));
}

function whenEachRuns(report: Report, facts: EnergyFacts, measure: Measure): Html | null {
  const rows = heatRows(report, facts, measure);
  if (rows.length < 2) return null;
  const picture = heatChart({
    id: `heat-${measure}`,
    title: `${measureWords(measure, report).noun} by hour of day, each series for itself`,
    description: `${plural(rows.length, 'row')}, 24 hours each. The figures are in hourly.csv.`,
    rows,
    tone: measure,
  });
  return html`<div class="together"><h3>When each one ${measure === 'consumption' ? 'runs' : 'generates'}</h3>
<p class="hint">The stronger the colour, the closer to that row’s own highest hour.</p>${picture}</div>`;
}

function heatRows(report: Report, facts: EnergyFacts, measure: Measure): HeatRow[] {
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

/** The days of a measure, gathered into weeks or months where there are many. */

import { measureDays } from '../../../../shared/page/chart/measure-days.ts';
import { type Bar, type ForecastDay, type Step, stepFor } from '../../../../shared/page/chart/periods.ts';
import { table } from '../../../../shared/page/parts/table.ts';
import type { Measure } from '../../../../shared/tables/schema.ts';
import { formatCount, formatDay, formatEnergy, formatMonth } from '../../../../shared/text/format.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import { measureWords } from '../../text/measure-words.ts';
import { forecastOfAll } from '../forecast/whole.ts';
import type { PageInput } from '../section.ts';
import { barsOf } from './bars.ts';

export function overTime({ report, facts }: PageInput, measure: Measure): Html {
  const days = barsOf(facts, measure, 'day');
  const step = stepFor(days.length);
  const bars = step === 'day' ? days : barsOf(facts, measure, step);
  // Days of a forecast do not stand among weeks or months; the section of the forecast shows them.
  const forecast = step === 'day' ? (forecastOfAll(facts, measure) ?? []) : [];
  const heading = { day: 'day by day', week: 'week by week', month: 'month by month' }[step];
  const hint = step === 'day' ? null : html`<p class="hint">Each bar is the mean day of its ${step}.</p>`;
  const figuresIn = 'the table below and in daily.csv';
  const { noun } = measureWords(measure, report);
  const picture = measureDays({ id: `time-${measure}`, measure, noun, bars, step, forecast, figuresIn });
  return html`<section><h2>${noun}: ${heading}</h2>
${hint}${picture}${daysTable(bars, step, forecast)}</section>`;
}

/** More rows than this are read as a file. */
const TABLE_ROWS = 400;

interface Row {
  readonly label: string;
  readonly energy: string;
  readonly events: string;
}

function daysTable(bars: readonly Bar[], step: Step, forecast: readonly ForecastDay[]): Html {
  const rows: Row[] = [
    ...bars.slice(-TABLE_ROWS).map(({ day, kwh, events }) => ({
      label: step === 'month' ? formatMonth(day) : formatDay(day),
      energy: kwh === null ? 'no readings' : formatEnergy(kwh),
      events: formatCount(events),
    })),
    ...forecast.map(({ day, kwh, lower, upper }) => ({
      label: `${formatDay(day)} (forecast)`,
      energy: `${formatEnergy(kwh)} (${formatEnergy(lower)} – ${formatEnergy(upper)})`,
      events: '',
    })),
  ];
  const figures = table(
    [
      { title: { day: 'Day', week: 'Week of', month: 'Month' }[step], kind: 'name', cell: ({ label }) => label },
      { title: step === 'day' ? 'Energy' : 'Energy a day', kind: 'number', cell: ({ energy }) => energy },
      { title: 'Serious events', kind: 'number', cell: ({ events }) => events },
    ],
    rows,
  );
  return html`<details><summary>The figures as a table</summary>${figures}</details>`;
}

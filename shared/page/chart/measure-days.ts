/** The days of a measure and the forecast after them: a legend and the picture. */
import type { Measure } from '../../tables/schema.ts';
import { energyUnit, formatDay, formatEnergy, plural } from '../../text/format.ts';
import { type Html, html } from '../../text/html.ts';
import { daysChart } from './days.ts';
import type { Layer } from './frame.ts';
import type { Bar, ForecastDay, Step } from './periods.ts';

const KEYS = {
  consumption: { measured: 'k-use', ahead: 'k-ahead' },
  generation: { measured: 'k-gen', ahead: 'k-ahead-gen' },
} as const satisfies Record<Measure, unknown>;

export interface MeasureDays {
  /** Unique in the page. */
  readonly id: string;
  readonly measure: Measure;
  /** What the report calls it. */
  readonly noun: string;
  readonly bars: readonly Bar[];
  readonly step: Step;
  readonly forecast: readonly ForecastDay[];
  /** Where the same figures stand as text. */
  readonly figuresIn: string;
}

export function measureDays({ id, measure, noun, bars, step, forecast, figuresIn }: MeasureDays): Html {
  const key = KEYS[measure];
  const unit = energyUnit([...bars, ...forecast].reduce((most, { kwh }) => Math.max(most, Math.abs(kwh ?? 0)), 0));
  // A mark on every bar says nothing.
  const marked = bars.some(({ events }) => events > 0) && bars.some(({ events }) => events === 0);
  const item = (layer: Layer, look: string, name: string) =>
    html`<li data-layer="${layer}"><i class="${look}"></i>${name}</li>`;
  const ahead = forecast.length > 0 ? item('forecast', key.ahead, 'Forecast with its 80 % interval') : null;
  const mark = marked ? item('mark', 'k-mark', 'A serious event begins') : null;
  return daysChart({
    ...{ id, bars, forecast, step, unit, marked, tone: measure },
    legend: html`<ul class="legend">${item('measured', key.measured, noun)}${ahead}${mark}</ul>`,
    title: `${noun} by ${step}`,
    description: `${describe(bars, step, forecast)} The same figures are in ${figuresIn}.`,
  });
}

function describe(bars: readonly Bar[], step: Step, forecast: readonly ForecastDay[]): string {
  const highest = bars.reduce<Bar | undefined>(
    (best, bar) => ((bar.kwh ?? 0) > (best?.kwh ?? 0) ? bar : best),
    undefined,
  );
  const rate = step === 'day' ? '' : ' a day';
  return [
    `${plural(bars.length, step)} from ${formatDay(bars[0]?.day ?? '')}.`,
    ...(highest ? [`The highest is ${formatDay(highest.day)} with ${formatEnergy(highest.kwh ?? 0)}${rate}.`] : []),
    ...(forecast.length > 0 ? [`${plural(forecast.length, 'forecast day')} follow.`] : []),
  ].join(' ');
}

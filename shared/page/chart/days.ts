import { formatEnergy, formatMonth, plural, shortDay, weekday } from '../../text/format.ts';
import { type Html, html } from '../../text/html.ts';
import { BOTTOM, type Caption, chart, type Figures, grid, labelEvery, RIGHT, type Size, TOP } from './frame.ts';
import type { Bar, ForecastDay, Step } from './periods.ts';
import { linearScale, px } from './scale.ts';

export interface DaysChart extends Caption {
  readonly bars: readonly Bar[];
  readonly forecast: readonly ForecastDay[];
  readonly step: Step;
  /** What the axis counts in: a unit of energy, or with `say` anything else. */
  readonly unit: { readonly name: string; readonly kwh: number };
  /** How a bar's value is said; as an energy where left out. */
  readonly say?: (value: number) => string;
  /** Name of the value in a file; kwh where left out. */
  readonly amount?: string;
  /** Whether bars in which a serious event begins carry a mark. */
  readonly marked: boolean;
  /** Class of the bars: what they count. */
  readonly tone: 'consumption' | 'generation';
}

/**
 * Bars over time; forecast days follow in a lighter tone with their interval, days on which a serious event begins
 * carry a mark.
 */
export function daysChart(input: DaysChart): Html {
  return chart(input, undefined, figuresOf(input), (size) => draw(input, size));
}

function figuresOf({ bars, forecast, step, amount = 'kwh' }: DaysChart): Figures {
  const value = step === 'day' ? amount : `${amount}_a_day`;
  const ahead = forecast.length > 0;
  return {
    columns: [step, value, 'serious_events', ...(ahead ? ['lower', 'upper', 'forecast'] : [])],
    rows: [
      ...bars.map(({ day, kwh, events }) => [day, kwh, events, ...(ahead ? [null, null, 'no'] : [])]),
      ...forecast.map(({ day, kwh, lower, upper }) => [day, kwh, null, lower, upper, 'yes']),
    ],
  };
}

function draw({ bars, forecast, step, unit, tone, marked, say = formatEnergy }: DaysChart, size: Size): Html {
  const bottom = size.height - BOTTOM;
  const inUnit = (kwh: number) => kwh / unit.kwh;
  const values = [...bars.map(({ kwh }) => kwh ?? 0), ...forecast.flatMap(({ lower, upper }) => [lower, upper])];
  // Room for the marks above the highest bar.
  const scale = linearScale(values.map(inUnit), TOP + 4, bottom);
  const count = bars.length + forecast.length;
  const slot = (size.width - size.left - RIGHT) / Math.max(1, count);
  const width = Math.min(46, Math.max(1, slot * 0.74));
  const center = (index: number) => size.left + slot * (index + 0.5);
  const zero = scale.y(0);
  const every = labelEvery(count, size);
  const label = (day: string, index: number) =>
    index % every === 0
      ? html`<text class="label" x="${px(center(index))}" y="${size.height - 8}"
 text-anchor="middle">${labelOf(day, step)}</text>`
      : null;

  const rectangle = (index: number, kwh: number, kind: string) => {
    const y = scale.y(inUnit(kwh));
    const height = Math.max(0.5, Math.abs(zero - y));
    return html`<rect class="${kind}" x="${px(center(index) - width / 2)}" y="${px(Math.min(y, zero))}"
 width="${px(width)}" height="${px(height)}" rx="${px(Math.min(3, width / 4))}"/>`;
  };

  return html`${grid(scale, size, unit.name)}${bars.map(({ day, kwh, events }, index) => {
    if (kwh === null) return label(day, index);
    const top = Math.min(scale.y(inUnit(kwh)), zero);
    const mark =
      marked && events > 0
        ? html`<circle class="mark" cx="${px(center(index))}" cy="${px(top - 7)}"
 r="${px(Math.min(3.2, Math.max(1.6, slot / 3)))}"/>`
        : null;
    const rate = step === 'day' ? '' : ' a day';
    const serious = events > 0 ? `, ${plural(events, 'serious event')}` : '';
    const title = html`<title>${titleOf(day, step)}: ${say(kwh)}${rate}${serious}</title>`;
    return html`<g class="measured">${title}${rectangle(index, kwh, tone)}${mark}</g>${label(day, index)}`;
  })}${forecast.map(({ day, kwh, lower, upper }, offset) => {
    const index = bars.length + offset;
    const x = px(center(index));
    const [high, low] = [px(scale.y(inUnit(upper))), px(scale.y(inUnit(lower)))];
    const cap = Math.min(5, width / 2);
    const [from, to] = [px(center(index) - cap), px(center(index) + cap)];
    const range = `${formatEnergy(lower)} to ${formatEnergy(upper)}`;
    const title = html`<title>${titleOf(day, 'day')}, forecast: ${say(kwh)} (${range})</title>`;
    const interval = `M${from} ${high}H${to}M${x} ${high}V${low}M${from} ${low}H${to}`;
    const bar = rectangle(index, kwh, `${tone} ahead`);
    return html`<g class="forecast">${title}${bar}<path class="interval" d="${interval}"/></g>${label(day, index)}`;
  })}`;
}

function labelOf(day: string, step: Step): string {
  return step === 'month' ? formatMonth(day) : shortDay(day);
}

function titleOf(day: string, step: Step): string {
  switch (step) {
    case 'day':
      return `${weekday(day)} ${shortDay(day)}`;
    case 'week':
      return `Week of ${shortDay(day)}`;
    case 'month':
      return formatMonth(day);
  }
}

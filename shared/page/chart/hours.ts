import { type EnergyUnit, formatEnergy, formatHour } from '../../text/format.ts';
import { type Html, html } from '../../text/html.ts';
import { BOTTOM, type Caption, chart, grid, hourLabel, RIGHT, TOP } from './frame.ts';
import { linearScale, px } from './scale.ts';

export interface HoursChart extends Caption {
  /** kWh of a typical day by hour; an hour without readings is absent. */
  readonly hours: ReadonlyMap<number, number>;
  readonly peak: number;
  readonly unit: EnergyUnit;
  readonly tone: 'consumption' | 'generation';
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** A typical day: one bar an hour, the highest one stronger. */
export function hoursChart(input: HoursChart): Html {
  const { hours, peak, unit, tone } = input;
  const figures = { columns: ['hour', 'kwh'], rows: HOURS.map((hour) => [hour, hours.get(hour) ?? null]) };
  return chart(input, undefined, figures, (size) => {
    const bottom = size.height - BOTTOM;
    const scale = linearScale(
      [...hours.values()].map((kwh) => kwh / unit.kwh),
      TOP,
      bottom,
    );
    const slot = (size.width - size.left - RIGHT) / HOURS.length;
    const zero = scale.y(0);
    const every = size.name === 'wide' ? 2 : 4;
    const bars = HOURS.map((hour) => {
      const x = size.left + slot * hour;
      const kwh = hours.get(hour);
      const label =
        hour % every === 0
          ? html`<text class="label" x="${px(x + slot / 2)}" y="${size.height - 8}"
 text-anchor="middle">${hourLabel(hour)}</text>`
          : null;
      if (kwh === undefined) return label;
      const y = scale.y(kwh / unit.kwh);
      const height = Math.max(0.5, Math.abs(zero - y));
      return html`<g><title>${formatHour(hour)}: ${formatEnergy(kwh)}</title>
<rect class="${tone}${hour === peak ? '' : ' soft'}" x="${px(x + slot * 0.12)}" y="${px(Math.min(y, zero))}"
 width="${px(slot * 0.76)}" height="${px(height)}" rx="${size.name === 'wide' ? 3 : 2}"/></g>${label}`;
    });
    return html`${grid(scale, size, unit.name)}${bars}`;
  });
}

import { formatEnergy, formatHour, shortened } from '../../text/format.ts';
import { type Html, html } from '../../text/html.ts';
import { type Caption, chart, hourLabel, RIGHT } from './frame.ts';
import { px } from './scale.ts';

export interface HeatRow {
  readonly name: string;
  /** Mean reading by hour of day, kWh. */
  readonly hours: ReadonlyMap<number, number>;
}

export interface HeatChart extends Caption {
  readonly rows: readonly HeatRow[];
  readonly tone: 'consumption' | 'generation';
}

const ROW = 26;
const AXIS = 24;
const LABELS = { wide: { width: 190, characters: 26 }, narrow: { width: 112, characters: 15 } } as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** One row a series, one field an hour; the darkest field of each row is its own highest hour. */
export function heatChart(input: HeatChart): Html {
  const { rows, tone } = input;
  const height = rows.length * ROW + AXIS;
  const figures = {
    columns: ['name', 'hour', 'mean_kwh'],
    rows: rows.flatMap(({ name, hours }) => HOURS.map((hour) => [name, hour, hours.get(hour) ?? null])),
  };
  return chart(input, height, figures, (size) => {
    const labels = LABELS[size.name];
    const slot = (size.width - labels.width - RIGHT) / HOURS.length;
    const every = size.name === 'wide' ? 2 : 6;
    const hourLabels = HOURS.filter((hour) => hour % every === 0).map((hour) => {
      const x = px(labels.width + slot * (hour + 0.5));
      return html`<text class="label" x="${x}" y="${height - 6}" text-anchor="middle">${hourLabel(hour)}</text>`;
    });
    const drawn = rows.map(({ name, hours }, index) => {
      const y = index * ROW;
      const label = html`<text class="name" x="${labels.width - 10}" y="${px(y + ROW / 2)}" dy="0.32em"
 text-anchor="end"><title>${name}</title>${shortened(name, labels.characters)}</text>`;
      const highest = [...hours.values()].reduce((most, kwh) => Math.max(most, kwh), 0);
      const fields = HOURS.map((hour) => {
        const kwh = hours.get(hour);
        const strength = kwh === undefined || highest === 0 ? 0 : Math.max(0, kwh) / highest;
        const opacity = (0.06 + 0.94 * strength).toFixed(2);
        const value = kwh === undefined ? 'no readings' : formatEnergy(kwh);
        return html`<rect class="${tone}" fill-opacity="${opacity}" x="${px(labels.width + slot * hour + 1)}"
 y="${px(y + 1)}" width="${px(slot - 2)}" height="${ROW - 2}" rx="2">
<title>${name}, ${formatHour(hour)}: ${value}</title></rect>`;
      });
      return html`${label}${fields}`;
    });
    return html`${drawn}${hourLabels}`;
  });
}

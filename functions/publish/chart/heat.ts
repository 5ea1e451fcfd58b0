import { formatEnergy, formatHour } from '../../../shared/text/format.ts';
import { type Html, html } from '../html/html.ts';
import { shorten } from '../text/names.ts';
import { type Caption, chart, RIGHT } from './frame.ts';
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

/** One row a series, one cell an hour; the darkest cell of each row is its own highest hour. */
export function heatChart(input: HeatChart): Html {
  const { rows, tone } = input;
  const height = rows.length * ROW + AXIS;
  return chart(input, height, (size) => {
    const labels = LABELS[size.name];
    const slot = (size.width - labels.width - RIGHT) / HOURS.length;
    const every = size.name === 'wide' ? 2 : 6;
    return html`${rows.map(({ name, hours }, row) => {
      const highest = [...hours.values()].reduce((most, kwh) => Math.max(most, kwh), 0);
      const y = row * ROW;
      return html`<text class="name" x="${labels.width - 10}" y="${px(y + ROW / 2)}" dy="0.32em" text-anchor="end"><title>${name}</title>${shorten(name, labels.characters)}</text>${HOURS.map(
        (hour) => {
          const kwh = hours.get(hour);
          const strength = kwh === undefined || highest === 0 ? 0 : Math.max(0, kwh) / highest;
          const opacity = 0.06 + 0.94 * strength;
          const told = kwh === undefined ? 'no readings' : formatEnergy(kwh);
          return html`<rect class="${tone}" fill-opacity="${opacity.toFixed(2)}" x="${px(labels.width + slot * hour + 1)}" y="${px(y + 1)}" width="${px(slot - 2)}" height="${ROW - 2}" rx="2"><title>${name}, ${formatHour(hour)}: ${told}</title></rect>`;
        },
      )}`;
    })}${HOURS.filter((hour) => hour % every === 0).map(
      (hour) =>
        html`<text class="label" x="${px(labels.width + slot * (hour + 0.5))}" y="${height - 6}" text-anchor="middle">${String(hour).padStart(2, '0')}</text>`,
    )}`;
  });
}

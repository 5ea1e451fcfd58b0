import { type EnergyUnit, formatEnergy, shortened } from '../../text/format.ts';
import { type Html, html } from '../../text/html.ts';
import { type Caption, chart, RIGHT } from './frame.ts';
import { px } from './scale.ts';

export interface ComparedRow {
  readonly name: string;
  /** kWh of each measure; null where it is not known. */
  readonly consumption: number | null;
  readonly generation: number | null;
}

export interface ComparedChart extends Caption {
  readonly rows: readonly ComparedRow[];
  readonly unit: EnergyUnit;
}

const ROW = 40;
const BAR = 14;
/** Beside each bar stands its value. */
const LABELS = {
  wide: { width: 190, characters: 26, value: 90 },
  narrow: { width: 100, characters: 13, value: 76 },
} as const;

/** Two bars a name, one scale for all of them. */
export function comparedChart(input: ComparedChart): Html {
  const { rows, unit } = input;
  const most = rows.reduce((max, { consumption, generation }) => Math.max(max, consumption ?? 0, generation ?? 0), 0);
  const figures = {
    columns: ['name', 'consumption_kwh', 'generation_kwh'],
    rows: rows.map(({ name, consumption, generation }) => [name, consumption, generation]),
  };
  return chart(input, rows.length * ROW, figures, (size) => {
    const { width: left, characters, value: right } = LABELS[size.name];
    const room = size.width - left - right - RIGHT;
    const bar = (tone: 'consumption' | 'generation', kwh: number | null, y: number, name: string) => {
      if (kwh === null) return null;
      const long = most === 0 ? 0 : (Math.max(0, kwh) / most) * room;
      const said = formatEnergy(kwh, unit);
      return html`<g><title>${name}, ${tone}: ${said}</title><rect class="${tone}" x="${left}" y="${px(y)}"
 width="${px(Math.max(1, long))}" height="${BAR}" rx="2"/><text x="${px(left + long + 6)}" y="${px(y + BAR / 2)}"
 dy="0.34em">${said}</text></g>`;
    };
    return html`${rows.map(({ name, consumption, generation }, index) => {
      const y = index * ROW + 4;
      return html`<text class="name" x="${left - 10}" y="${px(y + BAR)}" dy="0.32em"
 text-anchor="end"><title>${name}</title>${shortened(name, characters)}</text>${[
   bar('consumption', consumption, y, name),
   bar('generation', generation, y + BAR + 2, name),
 ]}`;
    })}`;
  });
}

import { csvField, withoutFormula } from '../../text/csv.ts';
import { twoDigits } from '../../text/days.ts';
import { formatNumber } from '../../text/format.ts';
import { type Html, html } from '../../text/html.ts';
import { px, type Scale } from './scale.ts';

/** A chart is drawn twice, because text in a picture shrinks with it; the style sheet shows the one that fits. */
export const SIZES = [
  { name: 'wide', width: 920, height: 292, left: 54, labelWidth: 58 },
  { name: 'narrow', width: 400, height: 256, left: 44, labelWidth: 52 },
] as const;
export type Size = (typeof SIZES)[number];

export const TOP = 26;
export const BOTTOM = 28;
export const RIGHT = 6;

export interface Caption {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** What the picture shows, in a sentence, for a person who does not see it. */
  readonly description: string;
  /** Stands above the picture. */
  readonly legend?: Html;
}

/** What of a picture the items of its legend show and hide, by the class of its marks. */
export const LAYERS = ['measured', 'forecast', 'mark'] as const;
export type Layer = (typeof LAYERS)[number];

/** What a picture is drawn from, as the page's script gives it to a spreadsheet. Energies are kWh. */
export interface Figures {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** @param draw gives what stands inside the picture of a size */
export function chart(
  { id, title, description, legend }: Caption,
  height: number | undefined,
  figures: Figures,
  draw: (size: Size) => Html,
): Html {
  const pictures = SIZES.map((size) => {
    const name = `${id}-${size.name}`;
    const tall = height ?? size.height;
    return html`<svg class="chart ${size.name}" role="img" aria-labelledby="${name}-t ${name}-d"
 viewBox="0 0 ${size.width} ${tall}" width="${size.width}" height="${tall}">
<title id="${name}-t">${title}</title><desc id="${name}-d">${description}</desc>${draw(size)}</svg>`;
  });
  return html`<div class="plot" data-name="${id}" data-csv="${csvOf(figures)}">${legend}${pictures}</div>`;
}

function csvOf({ columns, rows }: Figures): string {
  const field = (cell: string | number | null) =>
    typeof cell === 'string' ? csvField(withoutFormula(cell)) : cell === null ? '' : String(cell);
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

/** Horizontal lines with their values; the line at zero is stronger. */
export function grid(scale: Scale, size: Size, unit: string): Html {
  const lines = scale.ticks.map((tick) => {
    const y = px(scale.y(tick));
    const zero = tick === 0 ? html` class="zero"` : null;
    return html`<line x1="${size.left}" x2="${size.width - RIGHT}" y1="${y}" y2="${y}"${zero}/>
<text x="${size.left - 8}" y="${y}" dy="0.32em" text-anchor="end">${formatNumber(tick)}</text>`;
  });
  return html`<g class="grid">${lines}
<text class="unit" x="${size.left - 8}" y="10" text-anchor="end">${unit}</text></g>`;
}

/** Every how many bars a label has room. */
export function labelEvery(bars: number, size: Size): number {
  const room = Math.floor((size.width - size.left - RIGHT) / size.labelWidth);
  return Math.max(1, Math.ceil(bars / Math.max(1, room)));
}

/** `07`, below a picture of the hours of a day. */
export function hourLabel(hour: number): string {
  return twoDigits(hour);
}

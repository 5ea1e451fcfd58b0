import { formatPercent, shortened } from '../../text/format.ts';
import { type Html, html } from '../../text/html.ts';
import { type Caption, chart, RIGHT } from './frame.ts';
import { px } from './scale.ts';

export interface Zone {
  /** Class of its colour, and what it means in words. */
  readonly tone: 'poor' | 'fair' | 'good';
  readonly words: string;
  /** It begins at this share, 0 to 1. */
  readonly from: number;
}

export interface ZonesChart extends Caption {
  /** In the order of their shares, from 0 on. */
  readonly zones: readonly Zone[];
  /** Shares, 0 to 1. */
  readonly rows: readonly { readonly name: string; readonly share: number }[];
}

const ROW = 30;
const AXIS = 22;
const LABELS = { wide: { width: 190, characters: 26 }, narrow: { width: 100, characters: 13 } } as const;

/** @returns the zone in which a share lies */
export function zoneOf(share: number, zones: readonly Zone[]): Zone | undefined {
  return zones.findLast(({ from }) => share >= from);
}

/** Shares from 0 to 1 as marks over the zones in which they lie. */
export function zonesChart(input: ZonesChart): Html {
  const { zones, rows } = input;
  const height = rows.length * ROW + AXIS;
  const figures = { columns: ['name', 'share'], rows: rows.map(({ name, share }) => [name, share]) };
  return chart(input, height, figures, (size) => {
    const { width: left, characters } = LABELS[size.name];
    const at = (share: number) => left + share * (size.width - left - RIGHT - 40);
    const bands = zones.map(({ tone, from, words }, index) => {
      const to = zones[index + 1]?.from ?? 1;
      return html`<rect class="zone ${tone}" x="${px(at(from))}" y="0" width="${px(at(to) - at(from))}"
 height="${rows.length * ROW}"><title>${words}</title></rect><text class="label" x="${px(at(from))}" y="${height - 6}"
 text-anchor="middle">${formatPercent(from)}</text>`;
    });
    const marks = rows.map(({ name, share }, index) => {
      const y = index * ROW + ROW / 2;
      const zone = zoneOf(share, zones);
      const said = formatPercent(share);
      return html`<g><title>${name}: ${said}, ${zone?.words}</title><text class="name" x="${left - 10}" y="${px(y)}"
 dy="0.32em" text-anchor="end">${shortened(name, characters)}</text><circle class="dot ${zone?.tone}"
 cx="${px(at(share))}" cy="${px(y)}" r="6"/><text class="share-value" x="${px(at(share) + 11)}" y="${px(y)}"
 dy="0.34em">${said}</text></g>`;
    });
    return html`${bands}${marks}<text class="label" x="${px(at(1))}" y="${height - 6}"
 text-anchor="middle">100 %</text>`;
  });
}

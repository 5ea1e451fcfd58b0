import { formatPercent, formatPower, powerUnit } from '../../text/format.ts';
import { type Html, html } from '../../text/html.ts';
import { BOTTOM, type Caption, chart, grid, RIGHT, TOP } from './frame.ts';
import { linearScale, px } from './scale.ts';

export interface DurationChart extends Caption {
  /** The demand that is reached for a share of the time, from the highest on. */
  readonly points: readonly { readonly percent: number; readonly kw: number }[];
}

const LABELS = [0, 25, 50, 75, 100];
/** Every how many percent the picture tells its value to a pointer. */
const TOLD = 5;

/** A load duration curve: demand over the share of the time for which it is reached. */
export function durationChart(input: DurationChart): Html {
  const { points } = input;
  const unit = powerUnit(points.reduce((most, { kw }) => Math.max(most, kw), 0));
  const figures = { columns: ['percent', 'kw'], rows: points.map(({ percent, kw }) => [percent, kw]) };
  return chart(input, undefined, figures, (size) => {
    const bottom = size.height - BOTTOM;
    const scale = linearScale(
      points.map(({ kw }) => kw / unit.kw),
      TOP,
      bottom,
    );
    const room = size.width - size.left - RIGHT;
    const at = (percent: number) => size.left + (percent / 100) * room;
    const line = points.map(({ percent, kw }) => `${px(at(percent))} ${px(scale.y(kw / unit.kw))}`).join('L');
    const zero = px(scale.y(0));
    const told = points.filter(({ percent }) => percent % TOLD === 0 && percent < 100);
    const width = px((TOLD / 100) * room);
    return html`${grid(scale, size, unit.name)}
<path class="consumption soft" d="M${px(at(0))} ${zero}L${line}L${px(at(100))} ${zero}Z"/>${told.map(
      ({
        percent,
        kw,
      }) => html`<g><title>${formatPercent(percent / 100)} of the time: ${formatPower(kw)} or more</title>
<rect fill="none" pointer-events="all" x="${px(at(percent))}" y="${TOP}" width="${width}"
 height="${px(bottom - TOP)}"/></g>`,
    )}${LABELS.map(
      (percent) => html`<text class="label" x="${px(at(percent))}" y="${size.height - 8}"
 text-anchor="${percent === 0 ? 'start' : percent === 100 ? 'end' : 'middle'}">${formatPercent(percent / 100)}</text>`,
    )}`;
  });
}

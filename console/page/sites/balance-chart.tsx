/** The balance of a site over time: what flows in above zero, what flows out below, the net as a line, events. */
import { useMemo } from 'react';
import { linearScale } from '../../../shared/page/chart/scale.ts';
import { energyUnit, formatCount, formatEnergy, plural } from '../../../shared/text/format.ts';
import type { Part, SiteEvent } from '../../api/sites.ts';
import { EDGE, Frame, HEIGHT, slots, usePictureWidth } from '../parts/frame.tsx';
import { costsOf } from './cost.ts';
import { barLabel, barName } from './spans.ts';
import { type Bar, type Flow, sidesOf } from './sums.ts';

interface BalanceChartProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** Of the bars of which not all is known. */
  readonly parts: ReadonlyMap<string, Part>;
  readonly events: readonly SiteEvent[];
  readonly open?: ((key: string) => void) | undefined;
  readonly zoom?: ((first: string, last: string) => void) | undefined;
  readonly back?: (() => void) | undefined;
}

export function BalanceChart({ title, bars, parts, events, open, zoom, back }: BalanceChartProps) {
  const picture = useMemo(() => {
    const sides = sidesOf(bars);
    const sumOf = (bar: Bar, flows: readonly Flow[]) =>
      flows.reduce((sum, { of }) => sum + Math.max(0, bar[of] ?? 0), 0);
    const tops = bars.map((bar) => sumOf(bar, sides.above));
    const bottoms = bars.map((bar) => -sumOf(bar, sides.below));
    const nets = bars.map((bar) => bar.net_energy_kwh ?? 0);
    const most = [...tops, ...bottoms].reduce((found, kwh) => Math.max(found, Math.abs(kwh)), 0);
    const unit = energyUnit(most);
    const values = [...tops, ...bottoms, ...nets].map((kwh) => kwh / unit.kwh);
    return { sides, unit, scale: linearScale(values, EDGE.top, HEIGHT - EDGE.bottom) };
  }, [bars]);
  const found = useMemo(() => {
    const length = bars[0]?.key.length ?? 0;
    return Map.groupBy(events, ({ local }) => local.slice(0, length));
  }, [bars, events]);
  const { sides, unit, scale } = picture;
  const y = (kwh: number) => scale.y(kwh / unit.kwh);
  const { x, width, middle } = slots(bars.length, usePictureWidth());
  const flows = [...sides.above, ...sides.below];
  const hasNet = bars.some(({ net_energy_kwh }) => net_energy_kwh !== null);

  function said(at: number) {
    const bar = bars[at];
    if (!bar) return null;
    const energies = flows.flatMap(({ name, of }) => {
      const kwh = bar[of];
      return kwh === null ? [] : [`${name.toLowerCase()} ${formatEnergy(kwh)}`];
    });
    const net = bar.net_energy_kwh === null ? [] : [`net ${formatEnergy(bar.net_energy_kwh)}`];
    const begun = found.get(bar.key) ?? [];
    const cost = costsOf(begun);
    const told = `${plural(begun.length, 'event')}${cost === '' ? '' : ` that cost ${cost}`}`;
    const part = parts.get(bar.key);
    return [
      `${barName(bar.key)}: ${[...energies, ...net].join(', ')}`,
      ...(part ? [partText(part)] : []),
      ...(begun.length > 0 ? [told] : []),
    ].join('; ');
  }

  return (
    <>
      <ul className="keys">
        {sides.above.map(({ name, tone }) => (
          <li key={name}>
            <i className={`flow-${tone}`} />
            {`${name}${sides.below.length > 0 ? ' ↑' : ''}`}
          </li>
        ))}
        {sides.below.map(({ name, tone }) => (
          <li key={name}>
            <i className={`flow-${tone} below`} />
            {`${name} ↓`}
          </li>
        ))}
        {hasNet && (
          <li>
            <i className="net" />
            Net
          </li>
        )}
        {bars.some(({ key }) => parts.has(key)) && (
          <li>
            <i className="part" />
            Part of the time
          </li>
        )}
        {found.size > 0 && (
          <li>
            <i className="event" />
            An event begins
          </li>
        )}
      </ul>
      <Frame
        title={title}
        unit={unit.name}
        scale={scale}
        labels={bars.map(({ key }) => barLabel(key))}
        said={said}
        open={
          open &&
          ((at) => {
            const key = bars[at]?.key;
            if (key !== undefined) open(key);
          })
        }
        zoom={
          zoom &&
          ((from, to) => {
            const [first, last] = [bars[from]?.key, bars[to]?.key];
            if (first !== undefined && last !== undefined) zoom(first, last);
          })
        }
        back={back}
      >
        {bars.map((bar, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour of the clock may come twice.
          <g key={`${at} ${bar.key}`} className={parts.has(bar.key) ? 'part' : undefined}>
            <Stack bar={bar} flows={sides.above} sign={1} x={x(at)} width={width} y={y} />
            <Stack bar={bar} flows={sides.below} sign={-1} x={x(at)} width={width} y={y} />
            {found.has(bar.key) && <circle className="event-mark" cx={middle(at)} cy={10} r={4} />}
          </g>
        ))}
        {hasNet && <path className="net-line" d={linePath(bars, middle, y)} />}
      </Frame>
    </>
  );
}

/** A sum over some of the hours is not that of a day. */
function partText({ hours, period_hours }: Part): string {
  const of = formatCount(period_hours);
  if (hours >= period_hours) return 'some of it in part of the time only';
  return `of ${Math.round(hours * 10) / 10} of ${of} hours only`;
}

interface StackProps {
  readonly bar: Bar;
  readonly flows: readonly Flow[];
  readonly sign: 1 | -1;
  readonly x: number;
  readonly width: number;
  readonly y: (kwh: number) => number;
}

function Stack({ bar, flows, sign, x, width, y }: StackProps) {
  let sum = 0;
  return flows.map(({ of, tone }) => {
    const kwh = Math.max(0, bar[of] ?? 0);
    if (kwh === 0) return null;
    const [from, to] = [y(sum * sign), y((sum + kwh) * sign)];
    sum += kwh;
    const height = Math.max(0.5, Math.abs(to - from));
    return <rect key={of} className={`flow-${tone}`} x={x} width={width} y={Math.min(from, to)} height={height} />;
  });
}

/** Where the net is not known the line has a gap. */
function linePath(bars: readonly Bar[], middle: (at: number) => number, y: (kwh: number) => number): string {
  let drawing = false;
  return bars
    .map(({ net_energy_kwh: net }, at) => {
      const step = net === null ? '' : `${drawing ? 'L' : 'M'}${middle(at).toFixed(1)},${y(net).toFixed(1)}`;
      drawing = net !== null;
      return step;
    })
    .join('');
}

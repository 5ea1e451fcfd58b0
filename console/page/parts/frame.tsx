/** What all charts have in common: an axis, names below, a bar that is looked at by pointer or keyboard. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState, useSyncExternalStore } from 'react';
import type { Scale } from '../../../shared/page/chart/scale.ts';
import { formatNumber } from '../../../shared/text/format.ts';

/** Text in a picture shrinks with it: on a narrow screen the picture itself is narrower. */
const WIDTHS = { wide: 900, narrow: 420 } as const;
const NARROW = '(max-width: 760px)';
export const HEIGHT = 300;
export const EDGE = { left: 64, right: 12, top: 22, bottom: 30 };
const LABEL_WIDTH = 84;
const CHARACTER_WIDTH = 6;

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** @returns how many units of a picture the screen is wide */
export function usePictureWidth(): number {
  return useSyncExternalStore(subscribe, () => (window.matchMedia(NARROW).matches ? WIDTHS.narrow : WIDTHS.wide));
}

/** Place and width of each of as many bars in a picture. */
export function slots(count: number, pictureWidth: number) {
  const inner = pictureWidth - EDGE.left - EDGE.right;
  const step = inner / Math.max(1, count);
  return {
    inner,
    step,
    width: Math.max(1, step * 0.78),
    x: (at: number) => EDGE.left + at * step + step * 0.11,
    middle: (at: number) => EDGE.left + (at + 0.5) * step,
  };
}

interface FrameProps {
  readonly title: string;
  readonly unit: string;
  readonly scale: Scale;
  /** Below each bar; every one that has room is shown. */
  readonly labels: readonly string[];
  /** What is said of the bar that is looked at. */
  readonly said: (at: number) => ReactNode;
  /** Looks closer at a bar. */
  readonly open?: ((at: number) => void) | undefined;
  /** Looks closer at several, from the first to the last. */
  readonly zoom?: ((first: number, last: number) => void) | undefined;
  /** Goes back to what was looked at before. */
  readonly back?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function Frame({ title, unit, scale, labels, said, open, zoom, back, children }: FrameProps) {
  const [chosen, choose] = useState<number>();
  /** The other end of the bars that are marked. */
  const [anchor, setAnchor] = useState<number>();
  const pictureWidth = usePictureWidth();
  const { inner, step, middle } = slots(labels.length, pictureWidth);
  const every = Math.max(1, Math.ceil(labels.length / (inner / LABEL_WIDTH)));
  const room = Math.floor((step * every) / CHARACTER_WIDTH);
  const at = chosen !== undefined && chosen < labels.length ? chosen : undefined;
  const marked = zoom && anchor !== undefined && at !== undefined && anchor !== at ? ordered(anchor, at) : undefined;

  function look(): void {
    if (marked) zoom?.(...marked);
    else if (at !== undefined) open?.(at);
    setAnchor(undefined);
  }

  function leave(): void {
    setAnchor(undefined);
    choose(undefined);
  }

  function move(event: KeyboardEvent): void {
    const last = labels.length - 1;
    const places = { ArrowRight: (at ?? -1) + 1, ArrowLeft: (at ?? labels.length) - 1, Home: 0, End: last };
    const place = Object.entries(places).find(([key]) => key === event.key)?.[1];
    if (place !== undefined) {
      setAnchor(event.shiftKey ? (anchor ?? at) : undefined);
      choose(Math.min(last, Math.max(0, place)));
    } else if (event.key === 'Enter' && (marked || (at !== undefined && open))) look();
    else if (event.key === 'Escape' && anchor !== undefined) setAnchor(undefined);
    else if (event.key === 'Escape' && back) back();
    else return;
    event.preventDefault();
  }

  function placeOf(event: { readonly clientX: number; readonly currentTarget: Element }): number {
    const box = event.currentTarget.getBoundingClientRect();
    const place = Math.floor(((event.clientX - box.left) / box.width) * labels.length);
    return Math.max(0, Math.min(labels.length - 1, place));
  }

  function press(event: PointerEvent<Element>): void {
    if (event.button !== 0) return;
    // A drag that leaves the picture goes on.
    event.currentTarget.setPointerCapture(event.pointerId);
    choose(placeOf(event));
    setAnchor(placeOf(event));
  }

  return (
    <figure className="chart">
      <svg
        viewBox={`0 0 ${pictureWidth} ${HEIGHT}`}
        role="img"
        aria-label={title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its bars are read out one by one with the arrow keys.
        tabIndex={0}
        onKeyDown={move}
        onBlur={leave}
      >
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line
              className={tick === 0 ? 'grid zero' : 'grid'}
              x1={EDGE.left}
              x2={pictureWidth - EDGE.right}
              y1={scale.y(tick)}
              y2={scale.y(tick)}
            />
            <text className="tick" x={EDGE.left - 8} y={scale.y(tick) + 4} textAnchor="end">
              {formatNumber(tick)}
            </text>
          </g>
        ))}
        <text className="tick" x={EDGE.left - 8} y={12} textAnchor="end">
          {unit}
        </text>
        {labels.map((label, place) =>
          place % every === 0 ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: names repeat where clocks change.
            <text key={`${place} ${label}`} className="tick" x={middle(place)} y={HEIGHT - 10} textAnchor="middle">
              {shortened(label, room)}
            </text>
          ) : null,
        )}
        {at !== undefined && (
          <rect
            className="looked-at"
            x={EDGE.left + (marked ?? [at])[0] * step}
            y={EDGE.top}
            width={(marked ? marked[1] - marked[0] + 1 : 1) * step}
            height={HEIGHT - EDGE.top - EDGE.bottom}
          />
        )}
        {children}
        <rect
          className={open ? 'catcher opens' : 'catcher'}
          x={EDGE.left}
          y={EDGE.top}
          width={inner}
          height={HEIGHT - EDGE.top - EDGE.bottom}
          onPointerMove={(event) => choose(placeOf(event))}
          onPointerLeave={leave}
          onPointerDown={press}
          onPointerUp={() => anchor !== undefined && look()}
          onPointerCancel={leave}
        />
      </svg>
      <figcaption className="chart-said" aria-live="polite">
        {at === undefined && <span className="quiet">{title}</span>}
        {marked && `${labels[marked[0]]} – ${labels[marked[1]]}: let go, or Enter, to look into these`}
        {at !== undefined && !marked && said(at)}
      </figcaption>
    </figure>
  );
}

/** A name that has no room would run into the next one. */
function shortened(name: string, room: number): string {
  return name.length > room ? `${name.slice(0, Math.max(1, room - 1))}…` : name;
}

function ordered(a: number, b: number): [first: number, last: number] {
  return a < b ? [a, b] : [b, a];
}

/** Charts of the console, on the axes of the report's own charts. A table beside each says the same. */
import { useState } from 'react';
import { linearScale } from '../../../shared/page/chart/scale.ts';
import { formatNumber } from '../../../shared/text/format.ts';

export interface Point {
  readonly name: string;
  readonly value: number;
}

const WIDTH = 900;
const HEIGHT = 320;
const FRAME = { left: 64, right: 12, top: 12, bottom: 34 };
const INNER = WIDTH - FRAME.left - FRAME.right;
const NAME_WIDTH = 90;

interface ChartProps {
  readonly title: string;
  readonly points: readonly Point[];
}

export function Bars({ title, points }: ChartProps) {
  const { scale, chosen, choose } = useChart(points);
  const step = INNER / Math.max(1, points.length);
  return (
    <Frame title={title} points={points} scale={scale} chosen={chosen}>
      {points.map(({ name, value }, at) => {
        const [top, bottom] = [scale.y(Math.max(0, value)), scale.y(Math.min(0, value))];
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: names of a result may repeat.
            key={`${at} ${name}`}
            className={at === chosen ? 'bar-mark chosen' : 'bar-mark'}
            x={FRAME.left + at * step + step * 0.12}
            width={step * 0.76}
            y={top}
            height={Math.max(1, bottom - top)}
            onPointerEnter={() => choose(at)}
            onPointerLeave={() => choose(undefined)}
          />
        );
      })}
    </Frame>
  );
}

export function Lines({ title, points }: ChartProps) {
  const { scale, chosen, choose } = useChart(points);
  const x = (at: number) => FRAME.left + (at / Math.max(1, points.length - 1)) * INNER;
  const path = points.map(({ value }, at) => `${at === 0 ? 'M' : 'L'}${x(at)},${scale.y(value)}`).join('');
  const found = chosen === undefined ? undefined : points[chosen];
  return (
    <Frame title={title} points={points} scale={scale} chosen={chosen}>
      <path className="line-mark" d={path} />
      {found && chosen !== undefined && <circle className="dot-mark" cx={x(chosen)} cy={scale.y(found.value)} r="4" />}
      <rect
        className="catcher"
        x={FRAME.left}
        y={FRAME.top}
        width={INNER}
        height={HEIGHT - FRAME.top - FRAME.bottom}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          choose(Math.round(((event.clientX - box.left) / box.width) * (points.length - 1)));
        }}
        onPointerLeave={() => choose(undefined)}
      />
    </Frame>
  );
}

function useChart(points: readonly Point[]) {
  const [chosen, choose] = useState<number>();
  const values = points.map(({ value }) => value);
  return { scale: linearScale(values, FRAME.top, HEIGHT - FRAME.bottom), chosen, choose };
}

function Frame(props: {
  readonly title: string;
  readonly points: readonly Point[];
  readonly scale: ReturnType<typeof linearScale>;
  readonly chosen: number | undefined;
  readonly children: React.ReactNode;
}) {
  const { title, points, scale, chosen, children } = props;
  const found = chosen === undefined ? undefined : points[chosen];
  const every = Math.max(1, Math.ceil(points.length / (INNER / NAME_WIDTH)));
  const step = INNER / Math.max(1, points.length);
  return (
    <>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line className="grid" x1={FRAME.left} x2={WIDTH - FRAME.right} y1={scale.y(tick)} y2={scale.y(tick)} />
            <text className="tick" x={FRAME.left - 8} y={scale.y(tick) + 4} textAnchor="end">
              {formatNumber(tick)}
            </text>
          </g>
        ))}
        {points.map(({ name }, at) =>
          at % every === 0 ? (
            <text
              // biome-ignore lint/suspicious/noArrayIndexKey: names of a result may repeat.
              key={`${at} ${name}`}
              className="tick"
              x={FRAME.left + (at + 0.5) * step}
              y={HEIGHT - 12}
              textAnchor="middle"
            >
              {name.length > 14 ? `${name.slice(0, 13)}…` : name}
            </text>
          ) : null,
        )}
        {children}
      </svg>
      <p className="chart-said" aria-live="polite">
        {found ? `${found.name}: ${formatNumber(found.value)}` : title}
      </p>
    </>
  );
}

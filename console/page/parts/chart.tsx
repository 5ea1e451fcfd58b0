/** Bars and lines, on the axes of the report's own charts. A table beside each says the same. */
import { linearScale } from '../../../shared/page/chart/scale.ts';
import { formatNumber } from '../../../shared/text/format.ts';
import { EDGE, Frame, HEIGHT, slots, usePictureWidth } from './frame.tsx';

export interface Point {
  readonly name: string;
  readonly value: number;
}

interface ChartProps {
  readonly title: string;
  readonly points: readonly Point[];
}

export function Bars({ title, points }: ChartProps) {
  const scale = scaleOf(points);
  const { x, width } = slots(points.length, usePictureWidth());
  return (
    <Frame {...named(title, points)} scale={scale}>
      {points.map(({ name, value }, at) => {
        const [top, bottom] = [scale.y(Math.max(0, value)), scale.y(Math.min(0, value))];
        const key = `${at} ${name}`;
        return (
          <rect key={key} className="bar-mark" x={x(at)} width={width} y={top} height={Math.max(1, bottom - top)} />
        );
      })}
    </Frame>
  );
}

export function Lines({ title, points }: ChartProps) {
  const scale = scaleOf(points);
  const { middle } = slots(points.length, usePictureWidth());
  const path = points.map(({ value }, at) => `${at === 0 ? 'M' : 'L'}${middle(at)},${scale.y(value)}`).join('');
  return (
    <Frame {...named(title, points)} scale={scale}>
      <path className="line-mark" d={path} />
    </Frame>
  );
}

const scaleOf = (points: readonly Point[]) =>
  linearScale(
    points.map(({ value }) => value),
    EDGE.top,
    HEIGHT - EDGE.bottom,
  );

function named(title: string, points: readonly Point[]) {
  return {
    title,
    unit: '',
    labels: points.map(({ name }) => name),
    said: (at: number) => {
      const point = points[at];
      return point && `${point.name}: ${formatNumber(point.value)}`;
    },
  };
}

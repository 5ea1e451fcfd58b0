/** When a site uses or produces most: a field for each part of each row of time, the stronger the more. */
import { useMemo, useState } from 'react';
import { formatEnergy, formatMonth, shortDay, weekday } from '../../../shared/text/format.ts';
import type { Balance } from '../../api/sites.ts';
import { usePictureWidth } from './frame.tsx';
import type { Span } from './spans.ts';
import { type Bar, barsOf, type EnergyName } from './sums.ts';

const ROW = 14;
const LEFT = 84;
const TOP = 16;
const LABEL_WIDTH = 46;

interface Rows {
  /** How much of a local time names a row, and a field in it. */
  readonly row: number;
  readonly field: number;
  readonly columns: number;
  readonly columnOf: (local: string) => number;
  readonly column: (at: number) => string;
  readonly name: (row: string) => string;
}

const HOURS: Rows = {
  row: 10,
  field: 13,
  columns: 24,
  columnOf: (local) => Number(local.slice(11, 13)),
  column: (at) => `${String(at).padStart(2, '0')}:00`,
  name: (row) => `${weekday(row)} ${shortDay(row)}`,
};
const DAYS: Rows = {
  row: 7,
  field: 10,
  columns: 31,
  columnOf: (local) => Number(local.slice(8, 10)) - 1,
  column: (at) => String(at + 1),
  name: formatMonth,
};
const MONTHS: Rows = {
  row: 4,
  field: 7,
  columns: 12,
  columnOf: (local) => Number(local.slice(5, 7)) - 1,
  column: (at) => formatMonth(`2000-${String(at + 1).padStart(2, '0')}`).slice(0, 3),
  name: (row) => row,
};
const ROWS: Readonly<Record<Span, Rows>> = { day: HOURS, week: HOURS, month: HOURS, year: DAYS, all: MONTHS };

export function Heat(props: { readonly span: Span; readonly items: readonly Balance[]; readonly of: EnergyName }) {
  const { span, items, of } = props;
  const rows = ROWS[span];
  const { names, fields, highest } = useMemo(() => {
    const known = barsOf(items, rows.field).filter((bar) => bar[of] !== null);
    return {
      names: [...new Set(known.map(({ key }) => key.slice(0, rows.row)))],
      fields: known,
      highest: known.reduce((most, bar) => Math.max(most, bar[of] ?? 0), 0),
    };
  }, [items, rows, of]);
  const [chosen, choose] = useState<Bar>();
  const pictureWidth = usePictureWidth();
  const step = (pictureWidth - LEFT) / rows.columns;
  if (fields.length === 0) return null;
  const height = TOP + names.length * ROW;
  const title = of === 'energy_consumed_kwh' ? 'When it uses most' : 'When it produces most';
  const said = (bar: Bar) =>
    `${rows.name(bar.key.slice(0, rows.row))}, ${rows.column(rows.columnOf(bar.key))}: ${formatEnergy(bar[of] ?? 0)}`;
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${pictureWidth} ${height}`} role="img" aria-label={title}>
        {Array.from({ length: rows.columns }, (_, at) => at)
          .filter((at) => at % (rows.columns > 12 ? Math.ceil(LABEL_WIDTH / step) : 1) === 0)
          .map((at) => (
            <text key={at} className="tick" x={LEFT + (at + 0.5) * step} y={11} textAnchor="middle">
              {rows.column(at)}
            </text>
          ))}
        {names.map((name, at) => (
          <text key={name} className="tick" x={LEFT - 8} y={TOP + (at + 0.75) * ROW} textAnchor="end">
            {rows.name(name)}
          </text>
        ))}
        {fields.map((bar) => (
          <rect
            key={bar.key}
            className={of === 'energy_consumed_kwh' ? 'flow-use' : 'flow-own'}
            fillOpacity={0.06 + 0.94 * (highest > 0 ? Math.max(0, bar[of] ?? 0) / highest : 0)}
            x={LEFT + rows.columnOf(bar.key) * step + 0.5}
            y={TOP + names.indexOf(bar.key.slice(0, rows.row)) * ROW + 0.5}
            width={step - 1}
            height={ROW - 1}
            onPointerEnter={() => choose(bar)}
            onPointerLeave={() => choose(undefined)}
          />
        ))}
      </svg>
      <figcaption className="chart-said">
        {chosen ? said(chosen) : <span className="quiet">{`${title}: the strongest is ${formatEnergy(highest)}`}</span>}
      </figcaption>
    </figure>
  );
}

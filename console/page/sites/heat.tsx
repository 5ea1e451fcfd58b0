/** When a site uses or produces most: a field for each part of each row of time, the stronger the more. */
import { type KeyboardEvent, useMemo, useState } from 'react';
import { formatEnergy, formatMonth, shortDay, weekday } from '../../../shared/text/format.ts';
import type { Balance } from '../../api/sites.ts';
import { usePictureWidth } from '../parts/frame.tsx';
import type { Span } from './spans.ts';
import { barsOf, type EnergyName } from './sums.ts';

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
  const [chosen, choose] = useState<number>();
  const pictureWidth = usePictureWidth();
  const step = (pictureWidth - LEFT) / rows.columns;
  if (fields.length === 0) return null;
  const height = TOP + names.length * ROW;
  const title = of === 'energy_consumed_kwh' ? 'When it uses most' : 'When it produces most';
  const bar = chosen === undefined ? undefined : fields[chosen];
  const said =
    bar &&
    `${rows.name(bar.key.slice(0, rows.row))}, ${rows.column(rows.columnOf(bar.key))}: ${formatEnergy(bar[of] ?? 0)}`;

  /** To the field before or after, or to the one above or below. */
  function move(event: KeyboardEvent): void {
    const at = chosen ?? -1;
    const columns = fields.map(({ key }) => rows.columnOf(key));
    const places: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at < 0 ? fields.length - 1 : at - 1,
      ArrowDown: at < 0 ? 0 : columns.indexOf(columns[at] ?? 0, at + 1),
      ArrowUp: at < 0 ? fields.length - 1 : columns.slice(0, at).lastIndexOf(columns[at] ?? 0),
      Home: 0,
      End: fields.length - 1,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    if (fields[place]) choose(place);
  }
  return (
    <figure className="chart">
      <svg
        viewBox={`0 0 ${pictureWidth} ${height}`}
        role="img"
        aria-label={title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its fields are read out one by one with the arrow keys.
        tabIndex={0}
        onKeyDown={move}
        onBlur={() => choose(undefined)}
      >
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
        {fields.map((field, at) => (
          <rect
            key={field.key}
            className={`${of === 'energy_consumed_kwh' ? 'flow-use' : 'flow-own'} ${at === chosen ? 'chosen-field' : ''}`}
            fillOpacity={0.06 + 0.94 * (highest > 0 ? Math.max(0, field[of] ?? 0) / highest : 0)}
            x={LEFT + rows.columnOf(field.key) * step + 0.5}
            y={TOP + names.indexOf(field.key.slice(0, rows.row)) * ROW + 0.5}
            width={step - 1}
            height={ROW - 1}
            onPointerEnter={() => choose(at)}
            onPointerLeave={() => choose(undefined)}
          />
        ))}
      </svg>
      <figcaption className="chart-said" aria-live="polite">
        {said ?? <span className="quiet">{`${title}: the strongest is ${formatEnergy(highest)}`}</span>}
      </figcaption>
    </figure>
  );
}

/** A result as a chart: its first numbers over its first names or times. */
import { useId, useState } from 'react';
import type { QueryRows } from '../../api/queries.ts';
import { Bars, Lines, type Point } from '../parts/chart.tsx';

/** More bars than that are not told apart. */
const MOST_BARS = 60;
const MOST_POINTS = 2000;
const TIME = /^\d{4}-\d{2}(-\d{2})?/;

export function ResultChart({ columns, rows }: Pick<QueryRows, 'columns' | 'rows'>) {
  const numbers = columns.flatMap(({ name, isNumber }, at) => (isNumber ? [{ name, at }] : []));
  const [chosen, choose] = useState(numbers[0]?.at);
  const id = useId();
  const label = columns.findIndex(({ isNumber }) => !isNumber);
  const of = columns[chosen ?? -1]?.name;
  if (chosen === undefined || of === undefined || rows.length === 0) {
    return <p className="empty">A chart needs rows with a column of numbers.</p>;
  }
  const points = rows.slice(0, MOST_POINTS).flatMap((row, line): Point[] => {
    const value = Number(row[chosen] ?? Number.NaN);
    const name = label < 0 ? String(line + 1) : (row[label] ?? 'null');
    return Number.isFinite(value) ? [{ name, value }] : [];
  });
  const isTime = label >= 0 && points.every(({ name }) => TIME.test(name));
  const isLine = isTime && points.length > 1;
  const shown = isLine ? points : points.slice(0, MOST_BARS);
  const title = `${of} by ${label < 0 ? 'row' : columns[label]?.name}`;
  return (
    <>
      <div className="bar">
        <label htmlFor={id}>Values</label>
        <select id={id} value={chosen} onChange={(event) => choose(Number(event.target.value))}>
          {numbers.map(({ name, at }) => (
            <option key={name} value={at}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {isLine ? <Lines title={title} points={points} /> : <Bars title={title} points={shown} />}
      {shown.length < rows.length && <p className="quiet">{`The first ${shown.length} rows.`}</p>}
    </>
  );
}

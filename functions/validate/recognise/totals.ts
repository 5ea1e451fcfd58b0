/** Tells a column that is the total of the others, so that its energy is not counted twice. */
import type { LayoutColumn } from '../../../shared/layout.ts';
import { valueName } from './names.ts';
import { type NumberFormat, toNumber } from './numbers.ts';
import type { Sample } from './sample.ts';
import type { ValueColumn } from './values.ts';

const ROWS = 500;
const ROUNDING = 0.01;

/** @returns the columns, with the role total given to those that hold the sum of the others of their measure */
export function markTotals(columns: readonly ValueColumn[], sample: Sample, format: NumberFormat): ValueColumn[] {
  if (columns.some(({ role }) => role === 'total') || columns.length < 3) return [...columns];
  return columns.map((column) => {
    const others = columns.filter(
      (each) =>
        each.index !== column.index &&
        each.measure === column.measure &&
        each.unit === column.unit &&
        each.role === column.role,
    );
    if (others.length < 2) return column;
    const named = valueName(column.name).total || column.appliance === undefined;
    const { rows, equal, covers, positive } = compare(column, others, sample, format);
    if (rows < 3 || positive < rows / 10) return column;
    const sums = equal >= 0.95 * rows;
    if (!sums && !(named && covers >= 0.95 * rows)) return column;
    const why = sums
      ? 'its values are the sum of the others'
      : 'its name, and its values are never less than the others together';
    return { ...column, role: 'total' as const, why: `${column.why}; total: ${why}` };
  });
}

function compare(column: LayoutColumn, others: readonly LayoutColumn[], sample: Sample, format: NumberFormat) {
  const seen = { rows: 0, equal: 0, covers: 0, positive: 0 };
  for (const row of sample.rows.slice(0, ROWS)) {
    const value = toNumber(row[column.index] ?? '', format);
    const sum = others.reduce((total, { index }) => total + toNumber(row[index] ?? '', format), 0);
    if (Number.isNaN(value) || Number.isNaN(sum)) continue;
    seen.rows += 1;
    if (value > 0 && sum > 0) seen.positive += 1;
    const tolerance = ROUNDING * Math.max(Math.abs(value), Math.abs(sum)) + 1e-9;
    if (Math.abs(value - sum) <= tolerance) seen.equal += 1;
    if (value >= sum - tolerance) seen.covers += 1;
  }
  return seen;
}

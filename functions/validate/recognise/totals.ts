/** Tells a column that is the total of the others, so that its energy is not counted twice. */
import type { LayoutColumn, Unit } from '../../../shared/readings/layout.ts';
import { valueName } from './names.ts';
import { type NumberFormat, toNumber } from './numbers.ts';
import type { Sample } from './sample.ts';
import type { ValueColumn } from './values.ts';

const ROWS = 500;
const ROUNDING = 0.01;

/** @returns the columns, with the role total given to those that hold the sum of the others of their measure */
export function markTotals(columns: readonly ValueColumn[], sample: Sample, format: NumberFormat): ValueColumn[] {
  if (columns.some(({ role }) => role === 'total') || columns.length < 2) return [...columns];
  return columns.map((column) => {
    const others = columns.filter(
      (each) =>
        each.index !== column.index &&
        each.measure === column.measure &&
        (each.unit === undefined) === (column.unit === undefined) &&
        each.role === column.role,
    );
    const named = isNamedTotal(column);
    // Of two series that are alike none is the sum of the other, unless it alone is named so.
    if (others.length < 2 && (!named || others.every(isNamedTotal))) return column;
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

function isNamedTotal({ name, appliance }: ValueColumn): boolean {
  return valueName(name).total || appliance === undefined;
}

/** Kilowatt-hours or kilowatts in one of the unit. */
const SCALE = { Wh: 0.001, kWh: 1, MWh: 1000, W: 0.001, kW: 1, MW: 1000 } as const satisfies Record<Unit, number>;

function compare(column: LayoutColumn, others: readonly LayoutColumn[], sample: Sample, format: NumberFormat) {
  const seen = { rows: 0, equal: 0, covers: 0, positive: 0 };
  for (const row of sample.rows.slice(0, ROWS)) {
    const energyOf = ({ index, unit }: LayoutColumn) => toNumber(row[index] ?? '', format) * (unit ? SCALE[unit] : 1);
    const value = energyOf(column);
    const sum = others.reduce((total, each) => total + energyOf(each), 0);
    if (Number.isNaN(value) || Number.isNaN(sum)) continue;
    seen.rows += 1;
    if (value > 0 && sum > 0) seen.positive += 1;
    const tolerance = ROUNDING * Math.max(Math.abs(value), Math.abs(sum)) + 1e-9;
    if (Math.abs(value - sum) <= tolerance) seen.equal += 1;
    if (value >= sum - tolerance) seen.covers += 1;
  }
  return seen;
}

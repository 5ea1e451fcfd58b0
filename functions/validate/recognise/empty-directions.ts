/**
 * The two directions of a meter or a battery of which each row fills one: an empty cell is none there, where zeros are
 * never written. Without that nothing would be known of what both of them tell together.
 */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { Assigned } from './parts.ts';
import type { Series } from './series.ts';

const OPPOSITE: readonly (readonly [Flow, Flow])[] = [
  ['import', 'export'],
  ['discharge', 'charge'],
];
const ROWS_NEEDED = 12;
/** Of the rows so many may be filled in both, or, without a battery, in none. */
const SELDOM = 0.05;

/** @returns columns whose empty cells are no energy */
export function emptyDirections(assigned: readonly Assigned[]): ReadonlySet<Series> {
  const of = (wanted: Flow) =>
    assigned.filter(({ flow, series }) => flow === wanted && series.role !== 'register').map(({ series }) => series);
  const battery = assigned.some(({ flow }) => flow === 'charge' || flow === 'discharge' || flow === 'battery');
  const found = OPPOSITE.flatMap(([into, out]) => {
    const [one, ...more] = of(into);
    const [other, ...others] = of(out);
    return one && other && more.length + others.length === 0 && takeTurns(one, other, battery) ? [one, other] : [];
  });
  return new Set(found);
}

function takeTurns(one: Series, other: Series, restsAtOnce: boolean): boolean {
  const rows = [...one.evidence.values.keys()];
  const filled = ({ evidence }: Series, row: number) => !Number.isNaN(evidence.values[row] ?? Number.NaN);
  const count = (is: (row: number) => boolean) => rows.filter(is).length;
  const both = count((row) => filled(one, row) && filled(other, row));
  const none = count((row) => !filled(one, row) && !filled(other, row));
  const alone = [one, other].map((each) => count((row) => filled(each, row)) - both);
  return (
    one.evidence.zero + other.evidence.zero === 0 &&
    rows.length >= ROWS_NEEDED &&
    alone.every((some) => some > 0) &&
    both <= SELDOM * rows.length &&
    (restsAtOnce || none <= SELDOM * rows.length)
  );
}

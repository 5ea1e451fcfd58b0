/** What a change of the record does to each month of a site, and in all. */
import type { MonthChange, MonthFigures } from '../../shared/record/preview.ts';
import { formatMoney, roundedMoney } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { producedText, usedText } from './energies.ts';
import { type TableColumn, table } from './table.ts';

/** A table before anything lays it out. */
export interface PlainTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
}

const right = { align: 'right' } as const;
const COLUMNS = [
  { title: 'Site' },
  { title: 'Month' },
  { title: 'Used now', ...right },
  { title: 'then', ...right },
  { title: 'Produced now', ...right },
  { title: 'then', ...right },
  { title: 'Cost now', ...right },
  { title: 'then', ...right },
] as const;

export function changesTable(changes: readonly MonthChange[]): string {
  const { columns, rows } = changeRows(changes);
  return table(columns, rows);
}

export function changeRows(changes: readonly MonthChange[]): PlainTable {
  const rows = changes.map(({ site, month, before, after }) => [sanitize(site), month, ...cells(before, after)]);
  if (changes.length > 1) {
    const all = (which: 'before' | 'after') => changes.map((each) => each[which]).reduce(added);
    rows.push(['all', '', ...cells(all('before'), all('after'))]);
  }
  return { columns: COLUMNS, rows };
}

function cells(before: MonthFigures, after: MonthFigures): string[] {
  return [
    ...[before, after].map(({ used, bases }) => usedText(used, bases.used)),
    ...[before, after].map(({ produced, bases }) => producedText(produced, bases.produced)),
    ...[before.costs, after.costs].map(money),
  ];
}

function money(costs: MonthFigures['costs']): string {
  const sums = Object.entries(costs).map(([currency, cost]) => formatMoney(cost, currency));
  return sums.length > 0 ? sums.join(', ') : '–';
}

function added(a: MonthFigures, b: MonthFigures): MonthFigures {
  const sum = (x: number | null, y: number | null) => (x === null && y === null ? null : (x ?? 0) + (y ?? 0));
  const currencies = new Set([...Object.keys(a.costs), ...Object.keys(b.costs)]);
  const costs = [...currencies].map((each) => {
    const [one, other] = [a.costs[each] ?? 0, b.costs[each] ?? 0].map((cost) => roundedMoney(cost, each));
    return [each, (one ?? 0) + (other ?? 0)] as const;
  });
  return {
    used: sum(a.used, b.used),
    produced: sum(a.produced, b.produced),
    costs: Object.fromEntries(costs),
    bases: {
      used: [...new Set([...a.bases.used, ...b.bases.used])],
      produced: [...new Set([...a.bases.produced, ...b.bases.produced])],
    },
  };
}

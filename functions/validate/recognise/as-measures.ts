/** Flows as the two measures that the readers go by until they go by flows: what neither of them can say is left out. */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { LayoutColumn } from '../../../shared/readings/layout.ts';
import type { ValueColumn } from './values.ts';

const READ_AS: Readonly<Partial<Record<Flow, readonly Flow[]>>> = {
  consumption: ['consumption', 'import', 'net'],
  production: ['production', 'export'],
};

/** @returns the columns of which each kilowatt-hour is read once, and those that are left out for that */
export function asMeasures(columns: readonly ValueColumn[]): { kept: ValueColumn[]; left: LayoutColumn[] } {
  const flows = new Set(columns.map(({ flow }) => flow));
  const chosen = (wanted: readonly Flow[] = []) => wanted.find((flow) => flows.has(flow));
  const use = chosen(READ_AS.consumption);
  const made = chosen(READ_AS.production);
  const parts = columns.some(({ flow }) => flow === 'submeter');
  const kept: ValueColumn[] = [];
  const left: LayoutColumn[] = [];
  for (const column of columns) {
    const { flow } = column;
    if (flow === use) kept.push(parts && column.role === 'energy' ? { ...column, role: 'total' } : column);
    else if (flow === made || flow === 'submeter') kept.push(column);
    else left.push({ ...column, role: 'ignored', why: `${column.why}; no measure of the site's use or production` });
  }
  return { kept, left };
}

/** What a change of the record does to each month of a site. */
import type { MonthChange } from '../../shared/record/preview.ts';
import { formatEnergy } from '../../shared/text/format.ts';
import { sanitize } from './sanitize.ts';
import { table } from './table.ts';

export function changesTable(changes: readonly MonthChange[]): string {
  const columns = [
    { title: 'Site' },
    { title: 'Month' },
    { title: 'Used now', align: 'right' },
    { title: 'then', align: 'right' },
    { title: 'Produced now', align: 'right' },
    { title: 'then', align: 'right' },
  ] as const;
  const energy = (kwh: number | null) => (kwh === null ? '–' : formatEnergy(kwh));
  return table(
    columns,
    changes.map(({ site, month, before, after }) => [
      sanitize(site),
      month,
      ...[before.used, after.used, before.produced, after.produced].map(energy),
    ]),
  );
}

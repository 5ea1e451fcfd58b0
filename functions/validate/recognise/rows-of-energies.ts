/** What numbers say of energies is read from rows of energies: a temperature in between looks like no counter. */
import { otherUnitOf } from '../../../shared/readings/units.ts';
import type { Roles } from './roles.ts';
import type { Sample } from './sample.ts';

/** @returns the sample without rows whose unit is that of another quantity; as it was where it has no others */
export function rowsOfEnergies(sample: Sample, { ids: { unit } }: Roles): Sample {
  if (!unit) return sample;
  const others = new Map<string, boolean>();
  const isOther = (cell: string) => {
    const known = others.get(cell) ?? otherUnitOf(cell) !== undefined;
    others.set(cell, known);
    return known;
  };
  const rows = sample.rows.filter((row) => !isOther(row[unit.index] ?? ''));
  return rows.length === 0 || rows.length === sample.rows.length ? sample : { ...sample, rows };
}

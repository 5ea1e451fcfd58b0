/** What numbers say of energies is read from rows of energies: a temperature in between looks like no counter. */
import { isPower } from '../../../shared/readings/layout.ts';
import { otherUnitOf, unitOf } from '../../../shared/readings/units.ts';
import type { Roles } from './roles.ts';
import type { Sample } from './sample.ts';

type Kind = 'energy' | 'power' | 'other' | 'unknown';

function kindOf(cell: string): Kind {
  const unit = unitOf(cell);
  if (unit !== undefined) return isPower(unit) ? 'power' : 'energy';
  return otherUnitOf(cell) === undefined ? 'unknown' : 'other';
}

/**
 * @returns the sample without rows whose unit is that of another quantity, nor of power beside energies; as it was
 *   where all are of one kind
 */
export function rowsOfEnergies(sample: Sample, { ids: { unit } }: Roles): Sample {
  if (!unit) return sample;
  const kinds = new Map<string, Kind>();
  for (const row of sample.rows) {
    const cell = row[unit.index] ?? '';
    if (!kinds.has(cell)) kinds.set(cell, kindOf(cell));
  }
  const has = (kind: Kind) => [...kinds.values()].includes(kind);
  const left: readonly Kind[] = has('energy') ? ['other', 'power'] : ['other'];
  const rows = sample.rows.filter((row) => !left.includes(kinds.get(row[unit.index] ?? '') ?? 'unknown'));
  return rows.length === 0 || rows.length === sample.rows.length ? sample : { ...sample, rows };
}

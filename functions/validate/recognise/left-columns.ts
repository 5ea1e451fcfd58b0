/** Columns that are no energies: what is kept of them, and under which name. */
import { isQuantity } from '../../../shared/energy/flows.ts';
import type { LayoutColumn } from '../../../shared/readings/layout.ts';
import { isVersionName } from '../vocabulary/column-names.ts';
import type { LeftOut } from './looks.ts';
import type { Profile } from './profile.ts';
import type { Roles } from './roles.ts';
import type { Sample } from './sample.ts';
import { meaningOf } from './words/meaning.ts';
import { isShortCode, qualityReader } from './words/quality-words.ts';
import { quantityUnit } from './words/quantity-units.ts';

/** What a column says in every row, it says of the whole file: `measuredBy` is `INVERTER`. */
export function constantTexts({ rest }: Roles, sample: Sample): string[] {
  return rest
    .filter(({ kind }) => kind === 'text')
    .flatMap(({ index }) => {
      const [only, ...more] = new Set(filledCells(sample, index));
      return only !== undefined && more.length === 0 ? [only] : [];
    });
}

/** A column of quality is one whose words or cells say so. */
export function leftColumn(
  { profile: { index, name }, role, why }: LeftOut,
  sample: Sample,
  around: { readonly constants: readonly string[]; readonly zone: string },
): LayoutColumn {
  if (role === 'ignored' && holdsQuality(sample, { index, name }))
    return { index, name, role: 'quality', why: 'its cells say how a reading came about' };
  if (role === 'ignored' && isVersionName(name) && new Set(filledCells(sample, index)).size > 1)
    return { index, name, role: 'version', why: 'of several records of one time the latest counts' };
  if (!isQuantity(role)) return { index, name, role, why };
  const unit = quantityUnit(role, name, filledCells(sample, index), around);
  return { index, name, role, ...(unit ? { quantity_unit: unit } : {}), why };
}

const CELLS_LOOKED_AT = 500;

function filledCells(sample: Sample, index: number): string[] {
  const cells = sample.rows.slice(0, CELLS_LOOKED_AT).map((row) => (row[index] ?? '').trim());
  return cells.filter((cell) => cell !== '');
}

export function holdsQuality(sample: Sample, { index, name }: Pick<Profile, 'index' | 'name'>): boolean {
  const filled = filledCells(sample, index);
  const cells = [...new Set(filled)];
  const qualityOf = qualityReader(name);
  return (
    cells.length > 0 &&
    cells.length <= 8 &&
    cells.every((cell) => qualityOf(cell) !== undefined) &&
    (meaningOf(name).concepts.has('flag') || !cells.every(isShortCode))
  );
}

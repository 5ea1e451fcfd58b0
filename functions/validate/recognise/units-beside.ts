/**
 * Several columns of units, each of which says that of one column of values: `Water Unit` beside `Water Use`. One of
 * them may say another in each row.
 */
import { namesUnits } from '../vocabulary/column-names.ts';
import { tokensOf } from '../vocabulary/tokens.ts';
import type { Profile } from './profile.ts';
import { columnTexts, type Sample } from './sample.ts';

export interface UnitBeside {
  /** As it stands in all rows. */
  readonly unit: string;
  /** Name of the column that says it. */
  readonly column: string;
}

/** One alone says the unit of all values, row by row. */
const COLUMNS_NEEDED = 2;

/** @returns units by the position of their values, and the columns that say them; empty where one says that of all */
export function unitsBeside(
  sample: Sample,
  profiles: readonly Profile[],
): { readonly units: ReadonlyMap<number, UnitBeside>; readonly columns: readonly Profile[] } {
  const all = profiles.filter(saysUnit);
  const columns = all.filter((each) => new Set(columnTexts(sample, each)).size === 1);
  const numbers = profiles.filter(({ kind }) => kind === 'number');
  const units = new Map<number, UnitBeside>();
  for (const column of columns) {
    const owner = ownerOf(column, numbers);
    const [unit] = columnTexts(sample, column);
    if (owner && unit !== undefined && !units.has(owner.index))
      units.set(owner.index, { unit: unit.trim(), column: column.name });
  }
  const row = all.filter((each) => new Set(columnTexts(sample, each)).size > 1);
  const apart = row.length <= 1 && row.every((each) => !units.has(ownerOf(each, numbers)?.index ?? -1));
  return columns.length + row.length >= COLUMNS_NEEDED && columns.length > 0 && units.size === columns.length && apart
    ? { units, columns }
    : { units: new Map(), columns: [] };
}

function saysUnit({ name, kind }: Profile): boolean {
  return (kind === 'unit' || kind === 'text') && namesUnits(name);
}

/** The column whose name begins as that of the unit does, else the one before it. */
function ownerOf(column: Profile, numbers: readonly Profile[]): Profile | undefined {
  const own = tokensOf(column.name);
  const alike = ({ name }: Profile) => {
    const at = tokensOf(name).findIndex((token, index) => token !== own[index]);
    return at < 0 ? own.length : at;
  };
  const best = numbers.reduce<Profile | undefined>(
    (most, each) => (alike(each) > (most ? alike(most) : 0) ? each : most),
    undefined,
  );
  return best && numbers.filter((each) => alike(each) === alike(best)).length === 1
    ? best
    : numbers.find(({ index }) => index === column.index - 1);
}

/**
 * A column that says of each record whether it came to be: `Actual` in some rows, `Forecast`, `Budget` or `Last year`
 * in others. Only the first are readings; the others tell the same time again.
 */
import type { Decision, LayoutColumn, LayoutSettings } from '../../../shared/readings/layout.ts';
import { listed } from '../../../shared/text/listed.ts';
import { tokensOf } from '../vocabulary/tokens.ts';
import { CAME_TO_BE, DID_NOT, HORIZONS } from '../vocabulary/value-kinds.ts';
import { conceptsOfToken } from '../vocabulary/vocabulary.ts';
import type { Profile } from './profile.ts';
import { columnTexts, type Sample } from './sample.ts';

const MOST_KINDS = 8;

export interface ValueKinds {
  readonly column: Profile;
  /** Cells of the records that count. */
  readonly counted: readonly string[];
  readonly others: readonly string[];
}

/** @returns undefined where no column has cells of both, and of nothing else, or a person said what it is */
export function valueKinds(
  sample: Sample,
  profiles: readonly Profile[],
  settings: LayoutSettings,
): ValueKinds | undefined {
  const said = new Set(Object.keys(settings.columns ?? {}).map((name) => name.trim().toLowerCase()));
  for (const column of profiles) {
    if (column.kind !== 'text' || said.has(column.name.trim().toLowerCase())) continue;
    const texts = columnTexts(sample, column);
    const cells = [...new Set(texts.map((text) => text.trim()))];
    if (cells.length > MOST_KINDS || texts.length < sample.rows.length) continue;
    const counted = cells.filter((cell) => isOf(CAME_TO_BE, cell));
    const others = cells.filter((cell) => isOf(DID_NOT, cell));
    if (counted.length > 0 && others.length > 0 && counted.length + others.length === cells.length)
      return { column, counted, others };
  }
  return undefined;
}

/** @returns the sample with the records that count, and the settings with the column as none of names */
export function withoutOthers(
  sample: Sample,
  { column, counted }: ValueKinds,
  settings: LayoutSettings,
): { sample: Sample; settings: LayoutSettings } {
  const rows = sample.rows.filter((row) => counted.includes((row[column.index] ?? '').trim()));
  const columns = { ...settings.columns, [column.name]: { role: 'ignored' as const } };
  return { sample: { ...sample, rows }, settings: { ...settings, columns } };
}

export function withOnly(column: LayoutColumn, kinds: ValueKinds | undefined): LayoutColumn {
  if (column.index !== kinds?.column.index) return column;
  return { ...column, only: [...kinds.counted], why: 'it says which records came to be' };
}

export function decisionOfKinds({ column, counted, others }: ValueKinds): Decision {
  const quoted = (cells: readonly string[]) =>
    listed(
      cells.map((cell) => JSON.stringify(cell)),
      MOST_KINDS,
    );
  return {
    what: 'records',
    chosen: `those of ${quoted(counted)}; those of ${quoted(others)} are left out`,
    why: `"${column.name}" says which came to be`,
  };
}

/** `Actual consumption`, `Budget kWh`, `Day-ahead forecast`: what is used is what each of them is of. */
function isOf(kinds: ReadonlySet<string>, cell: string): boolean {
  const isOfUse = (token: string) =>
    HORIZONS.has(token) ||
    /^[km]?wh$/.test(token) ||
    conceptsOfToken(token).some((each) => each === 'consumption' || each === 'energy');
  const tokens = tokensOf(cell);
  return (
    kinds.has(tokens.join(' ')) || kinds.has(tokens.filter((token) => kinds.has(token) || !isOfUse(token)).join(' '))
  );
}

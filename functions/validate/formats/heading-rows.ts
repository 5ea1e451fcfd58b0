/** Tells a row that says more of the columns below it from a line of the preamble that is as wide as the table. */
import { idNameOf, namesTime } from '../vocabulary/column-names.ts';
import { FLOW_WORDS } from '../vocabulary/flow-words.ts';
import { tokensOf } from '../vocabulary/tokens.ts';
import { conceptsOfToken } from '../vocabulary/vocabulary.ts';

type Cells = readonly string[];

export const UNIT_CELL =
  /^[[(]?((k|m|M|G)?(W|Wh|VA|VAh|var|varh|VAr|VArh|V|A|J)|Hz|%|°C|°F|l|m3|m³|€|EUR|ct|h|min)[\])]?$/;

/**
 * @param headings rows directly above the records, each as wide as they are
 * @returns those that belong to the heading. Where the last one names each column by itself, a row above it counts only
 *   if it begins as a heading does, or says a unit or a direction of half of the columns.
 */
export function withoutPreamble(headings: readonly Cells[]): Cells[] {
  const last = headings.at(-1) ?? [];
  if (headings.length < 2 || !isWhole(last)) return [...headings];
  const isLong = last.some((cell) => idNameOf(cell) !== undefined);
  const from = headings.findLastIndex((cells, at) => at < headings.length - 1 && !isMore(cells, isLong));
  return headings.slice(from + 1);
}

/** A time, and a name of its own for every other column. */
function isWhole(cells: Cells): boolean {
  return cells.some(namesTime) && !cells.includes('') && new Set(cells).size === cells.length;
}

/** @param isLong a column below holds names, so that the columns are not named by meters */
function isMore(cells: Cells, isLong: boolean): boolean {
  const [first = '', ...others] = cells;
  const telling = others.filter((cell) => UNIT_CELL.test(cell) || saysFlow(cell)).length;
  if (first === '' || namesTime(first) || telling >= others.length / 2) return true;
  return !isLong && idNameOf(first) !== undefined;
}

export function saysFlow(cell: string): boolean {
  return tokensOf(cell).some((token) => conceptsOfToken(token).some((concept) => Object.hasOwn(FLOW_WORDS, concept)));
}

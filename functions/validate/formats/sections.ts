/** Lines of a file whose table comes several times, one below the other. */
import type { Delimiter } from '../../../shared/readings/layout.ts';
import { isNumber, isTime, trimmed } from './cells.ts';
import { splitCells } from './csv.ts';

export function cellsOf(line: string, delimiter: Delimiter): string[] {
  return splitCells(line, delimiter).map(trimmed);
}

/** @returns whether a line has a time, and a number that is none */
export function isRecord(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.some(isTime) && cells.some((cell) => isNumber(cell) && !isTime(cell));
}

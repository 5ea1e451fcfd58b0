/** A small table that a person keeps, such as prices or temperatures: one line a row, no break in a cell. */
import { LINE_BREAK } from './lines.ts';

export interface SmallTable {
  readonly lines: readonly string[];
  /** Index of the line of its heading; -1 where nothing is written. */
  readonly header: number;
  readonly names: readonly string[];
  readonly delimiter: string;
  /** Without the quotes and white space around them. */
  readonly cellsOf: (line: string) => string[];
}

export function smallTable(text: string): SmallTable {
  const lines = text.replace(/^\uFEFF/, '').split(LINE_BREAK);
  const header = lines.findIndex((line) => line.trim() !== '');
  const heading = lines[header] ?? '';
  const delimiter = [';', '\t', ','].find((each) => heading.includes(each)) ?? ',';
  const cellsOf = (line: string) => line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  return { lines, header, names: cellsOf(heading), delimiter, cellsOf };
}

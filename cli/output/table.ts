import { sanitize } from '../../shared/text/sanitize.ts';
import { paint, type Style } from './style.ts';
import { truncate, widthOf } from './width.ts';

export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Colour of a cell, from its text. */
  readonly style?: (text: string) => Style | undefined;
  /** Longer cells are cut. */
  readonly maxWidth?: number;
}

const GAP = '  ';
const MAX_CELL = 200;

/** An aligned table; cells may hold anything, they are made harmless here. */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) =>
    columns.map(({ maxWidth = MAX_CELL }, at) => truncate(sanitize(row[at] ?? ''), maxWidth)),
  );
  const widths = columns.map(({ title }, at) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[at] ?? '')), widthOf(title)),
  );
  const line = (texts: readonly string[], styleOf: (at: number, text: string) => Style | undefined): string =>
    texts
      .map((text, at) => {
        const space = ' '.repeat((widths[at] ?? 0) - widthOf(text));
        const painted = paint(text, styleOf(at, text));
        return columns[at]?.align === 'right' ? space + painted : painted + space;
      })
      .join(GAP)
      .trimEnd();
  const header = line(
    columns.map(({ title }) => sanitize(title)),
    () => 'dim',
  );
  return [header, ...cells.map((row) => line(row, (at, text) => columns[at]?.style?.(text)))].join('\n');
}

/** Names and values, one pair a line. */
export function facts(pairs: readonly (readonly [name: string, value: string, style?: Style])[]): string {
  const width = pairs.reduce((widest, [name]) => Math.max(widest, name.length), 0);
  return pairs
    .map(([name, value, style]) => `${paint(name.padEnd(width), 'dim')}${GAP}${paint(sanitize(value), style)}`)
    .join('\n');
}

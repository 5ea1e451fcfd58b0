import type { ReactNode } from 'react';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  readonly mono?: boolean;
}

/** So many characters stay in one line. */
const SHORT = 48;

/** Fewer columns have room beside one another on a telephone. */
const STACKED_COLUMNS = 3;

/**
 * A table that scrolls by itself where it is wider than the page. On a narrow screen a row is a card, in which nothing
 * is beyond the edge.
 */
export function Table(props: {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly ReactNode[])[];
  readonly more?: ReactNode;
  /** Its rows are read down a column: it scrolls on a narrow screen, too. */
  readonly staysGrid?: boolean;
}) {
  const { caption, columns, rows, more, staysGrid = false } = props;
  const look = (at: number) => `${columns[at]?.align === 'right' ? 'right' : ''} ${columns[at]?.mono ? 'mono' : ''}`;
  const length = (cell: ReactNode) => (typeof cell !== 'string' ? '' : cell.length <= SHORT ? 'short' : 'long');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <section className="scroll" tabIndex={0} aria-label={caption}>
      <table className={!staysGrid && columns.length >= STACKED_COLUMNS ? 'stacks' : ''}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title }, at) => (
              <th key={title} scope="col" className={look(at)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a result have nothing else that tells them apart.
            <tr key={line}>
              {row.map((cell, at) => (
                <td key={columns[at]?.title} className={`${look(at)} ${length(cell)}`} data-title={columns[at]?.title}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </section>
  );
}

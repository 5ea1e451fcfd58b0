/** A table of the page, from named columns. */
import { type Html, html, type Part } from '../../text/html.ts';

export interface Column<Row> {
  /** A table whose columns have no titles has no head. */
  readonly title?: string;
  readonly cell: (row: Row) => Part;
  /** `name` heads its row and is text from the data; `number` stands to the right; `time` does not break on paper. */
  readonly kind?: 'name' | 'number' | 'time';
  /** Left out on a narrow screen. */
  readonly optional?: boolean;
}

/**
 * It scrolls by itself where it is wider than the page, also by the keyboard.
 * @param rest rows below the others, such as what was left out
 */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], rest: Part = null): Html {
  const head = columns.some(({ title }) => title !== undefined)
    ? html`<thead><tr>${columns.map(heading)}</tr></thead>`
    : null;
  const body = rows.map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>`);
  return scrolling(html`<table>${head}<tbody>${body}${rest}</tbody></table>`);
}

export function scrolling(content: Html): Html {
  return html`<div class="scroll" tabindex="0">${content}</div>`;
}

function heading<Row>({ title, kind, optional }: Column<Row>): Html {
  return html`<th scope="col"${classes(kind === 'number' && 'n', optional && 'optional')}>${title}</th>`;
}

function cell<Row>({ cell: content, kind, optional }: Column<Row>, row: Row): Html {
  if (kind === 'name') return html`<th scope="row"><bdi>${content(row)}</bdi></th>`;
  const classed = classes(kind === 'number' && 'n', kind === 'time' && 't', optional && 'optional');
  return html`<td${classed}>${content(row)}</td>`;
}

function classes(...names: readonly (string | false | undefined)[]): Html | null {
  const set = names.filter((name) => name !== false && name !== undefined);
  return set.length === 0 ? null : html` class="${set.join(' ')}"`;
}

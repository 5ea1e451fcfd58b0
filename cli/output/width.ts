/** How wide text is in a terminal: an East Asian sign or an emoji takes two columns, a mark on a letter none. */
import stringWidth from 'string-width';

const SEGMENTS = new Intl.Segmenter();
const PLAIN = /^[\x20-\x7e]*$/;

/** @returns the columns of a terminal that a text takes */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Cuts a text to a number of columns, with an ellipsis for what is left out. */
export function truncate(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    width += widthOf(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

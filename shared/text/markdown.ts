import { UNSAFE_CLASS } from './unsafe.ts';

const UNSAFE = new RegExp(`[${UNSAFE_CLASS}]`, 'gu');

/** Escapes what Markdown or the HTML within it would act on; a line break would end a table's row. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(UNSAFE, ' ')
    .replace(/[\\`*_{}[\]|~]/g, (character) => `\\${character}`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** The first column to the left, the others to the right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = headings.map((_, index) => (index === 0 ? '---' : '---:'));
  return [line(headings), line(rule), ...rows.map(line)].join('\n');
}

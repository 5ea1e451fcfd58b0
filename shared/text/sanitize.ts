import { UNSAFE_CLASS } from './unsafe.ts';

/** Characters that could change what a terminal shows: controls, and the marks that reorder or hide text. */
const UNSAFE = new RegExp(`[${UNSAFE_CLASS}]`, 'gu');

const NAMED = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * Text from data (a cell, a key, an error's message) as it may be printed: what a terminal would act on is shown as an
 * escape such as `\x1b` instead.
 */
export function sanitize(text: string): string {
  return text.replace(UNSAFE, (character) => NAMED.get(character) ?? escapeOf(character.codePointAt(0) ?? 0));
}

function escapeOf(code: number): string {
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** The same for several lines of prose: their line ends stay. */
export function sanitizeLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => sanitize(line))
    .join('\n');
}

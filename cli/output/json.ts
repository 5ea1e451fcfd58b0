import { UNSAFE_CLASS } from '../../shared/text/unsafe.ts';

/** What a terminal would act on in JSON text: line ends are the document's own, JSON escapes those of its strings. */
const UNSAFE = new RegExp(`(?!\\n)[${UNSAFE_CLASS}]`, 'gu');

/** A document as JSON, with everything a terminal could act on as an escape; it parses to the same value. */
export function jsonText(value: unknown, indent: 0 | 2 = 2): string {
  return JSON.stringify(value, null, indent).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

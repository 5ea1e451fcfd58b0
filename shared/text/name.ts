import { shortened } from './format.ts';
import { UNSAFE_CLASS } from './unsafe.ts';

const LONGEST = 60;
const BREAKS = new RegExp(`[${UNSAFE_CLASS}\\p{Cf}\\s]+`, 'gu');

/** A name from the data within a sentence: on one line, and no longer than a heading bears. */
export function formatName(text: string): string {
  return shortened(text.replace(BREAKS, ' ').trim(), LONGEST);
}

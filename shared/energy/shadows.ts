/** Why a reading does not count in the record of its site: another upload tells of the same time. */
import { keysOf } from '../keys-of.ts';

export const SHADOWS = {
  SAME_INTERVAL: 'another upload has the same interval',
  FINER: 'shorter readings cover all of it',
  PARTLY_COVERED: 'it meets a longer reading that is not covered whole',
  SHIFTED: 'it meets a reading of the same length from another upload',
  WITHIN_WHOLE: 'a submeter that the whole of the site, from another upload, cannot be told apart from',
} as const;

export type Shadow = keyof typeof SHADOWS;

/** In the order of their declaration. */
export const SHADOW_NAMES = keysOf(SHADOWS);

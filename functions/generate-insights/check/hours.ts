/** Hours of the day in a text. */

const CLOCK = /^:([0-5]\d)(?!\d)(?: ?([ap])\.?m\b\.?)?(?: h\b| o'clock)?/i;
const HALF_DAY = /^ ?(?:([ap])\.?m\b\.?|(?:o'clock )?in the (?:(?<morning>morning)|(?:afternoon|evening))\b)/i;
const WHOLE = /^(?: ?h\b| o'clock)/i;
/** What stands before an hour rather than a number of hours or things. */
const AT = /\b(?:at|from|to|until|till|between|and|after|before|by|around|about|-) ?$/i;

interface Hour {
  readonly kind: 'hour';
  readonly number: number;
  readonly end: number;
  /** Set when the text says am or pm. */
  readonly halfDay?: 'a' | 'p';
}

/** @param token the digits of a whole number @returns the hour that they begin, when they do */
export function hourAt(
  text: string,
  token: { start: number; end: number; number: number; decimals: number },
): Hour | undefined {
  if (token.decimals > 0 || token.number > 24) return undefined;
  const after = text.slice(token.end);
  const clock = CLOCK.exec(after);
  if (clock) return hour(token, clock[0].length, Number(clock[1]) / 60, clock[2]);
  const half = HALF_DAY.exec(after);
  if (half) return hour(token, half[0].length, 0, half[1] ?? (half.groups?.morning ? 'a' : 'p'));
  const whole = WHOLE.exec(after);
  if (whole && (whole[0].includes('clock') || AT.test(text.slice(0, token.start))))
    return hour(token, whole[0].length, 0);
  return undefined;
}

function hour(token: { end: number; number: number }, length: number, minutes: number, half?: string): Hour {
  const halfDay = half === undefined ? undefined : half.toLowerCase() === 'p' ? 'p' : 'a';
  const of = halfDay === undefined ? token.number % 24 : (token.number % 12) + (halfDay === 'p' ? 12 : 0);
  return { kind: 'hour', number: of + minutes, end: token.end + length, ...(halfDay ? { halfDay } : {}) };
}

/** Whether the bare beginning of a range "6 to 10 pm" takes on its end's afternoon. */
export function isHourBehind(full: { number: number; halfDay?: 'a' | 'p' }, bare: { number: number }): boolean {
  return full.halfDay === 'p' && bare.number < 12 && bare.number + 12 <= full.number;
}

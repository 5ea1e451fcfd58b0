/** What 95 % of a normal distribution lies below: 90 % lie between it and its negative. */
export const NORMAL_95 = 1.6448536269514722;

/** From here on the expansion below is right to three digits. */
export const FEWEST_DEGREES = 10;

/**
 * What 95 % of Student's distribution lies below.
 * Cornish and Fisher's expansion, Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
 * @param degrees of freedom, `FEWEST_DEGREES` or more
 */
export function student95(degrees: number): number {
  const z = NORMAL_95;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}

/** Exact decimals in TypeScript: whole numbers of their last digit. SQL has DECIMAL for the same. */

/**
 * @param text a decimal such as `-0.25`
 * @param digits digits after the point that are kept; the rest is rounded, halves away from zero
 */
export function scaled(text: string, digits: number): bigint {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const kept = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  const rounded = kept + (Number(fraction[digits] ?? '0') >= 5 ? 1n : 0n);
  return negative ? -rounded : rounded;
}

/** @returns the decimal of a whole number of last digits, without zeros at its end */
export function decimalText(value: bigint, digits: number): string {
  const negative = value < 0n;
  const all = (negative ? -value : value).toString().padStart(digits + 1, '0');
  const whole = all.slice(0, all.length - digits);
  const fraction = digits === 0 ? '' : all.slice(-digits).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The product of two decimals, with as many digits after the point, halves away from zero. */
export function timesDecimal(a: string, b: string, digits: number): string {
  const precision = 12;
  const product = scaled(a, precision) * scaled(b, precision);
  return decimalText(dividedRound(product, 10n ** BigInt(2 * precision - digits)), digits);
}

/** A quotient rounded to a whole number, halves away from zero. */
export function dividedRound(value: bigint, by: bigint): bigint {
  const half = by / 2n;
  return value < 0n ? -((-value + half) / by) : (value + half) / by;
}

/** Compares two decimals by value. */
export function compareDecimals(a: string, b: string): number {
  const digits = 12;
  const [first, second] = [scaled(a, digits), scaled(b, digits)];
  return first < second ? -1 : first > second ? 1 : 0;
}

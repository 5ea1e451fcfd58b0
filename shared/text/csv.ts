/** Fields of CSV as RFC 4180 has them. */

/** In quotes. */
export function quotedField(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * A spreadsheet runs a field that begins with one of these as a formula.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export const FORMULA_START = String.raw`^[=+\-@\t\r\n]`;

const FORMULA = new RegExp(FORMULA_START);

/** With an apostrophe before what a spreadsheet would take for a formula. */
export function withoutFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** In quotes where it must be. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? quotedField(text) : text;
}

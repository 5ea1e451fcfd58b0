/** The months and days of the week in English: every other form of them is made from these. */

/** From January on. */
export const MONTH_NAMES = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
] as const;
/** From Monday on. */
export const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** `jan`, `mon`: as a file or a tariff writes them. */
export const MONTH_CODES = MONTH_NAMES.map((name) => shortName(name).toLowerCase());
export const WEEKDAY_CODES = WEEKDAY_NAMES.map((name) => shortName(name).toLowerCase());

/** @returns `Jan`, `Thu` */
export function shortName(name: string): string {
  return name.slice(0, 3);
}

/** Calendar days as text, `2026-10-01`: counted on without any clock. */

export const MS_PER_DAY = 86_400_000;

/** @returns the day that comes `days` after `day`, or before it where `days` is negative */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** @returns the months from one to another, such as `2026-10`, both included */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = dayAfter(`${month}-01`, 31).slice(0, 7)) months.push(month);
  return months;
}

/** @param count below zero for earlier ones. @returns `2027-01` for two months after `2026-11` */
export function monthAfter(month: string, count: number): string {
  const [year = 1, number = 1] = month.split('-').map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, number - 1 + count, 1);
  return date.toISOString().slice(0, 7);
}

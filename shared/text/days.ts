/** Calendar days as text, `2026-10-01`: counted on without any clock. */

export const MS_PER_DAY = 86_400_000;

/** @returns the day that comes `days` after `day`, or before it where `days` is negative */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

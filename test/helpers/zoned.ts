import type { TestReading } from './step-bench.ts';

/** The wall clock of a zone at an instant, `2026-10-25 02:00:00`, by the runtime's calendar. */
export function wallClockIn(zone: string, at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
}

/**
 * Readings at equal intervals, with the wall clock of their zone.
 * @param start of the first interval, UTC: `2026-10-24T22:00Z`
 * @param value the reading of the interval that begins at a local hour of a local date; null for none
 */
export function zoned(
  zone: string,
  start: string,
  count: number,
  value: (hour: number, date: string) => Partial<TestReading> | null,
  minutes = 60,
): TestReading[] {
  return Array.from({ length: count }, (_, index) => Date.parse(start) + index * minutes * 60_000).flatMap((at) => {
    const timestamp = wallClockIn(zone, at);
    const reading = value(Number(timestamp.slice(11, 13)), timestamp.slice(0, 10));
    const utc = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
    return reading ? [{ timestamp, utc, interval_minutes: minutes, ...reading }] : [];
  });
}

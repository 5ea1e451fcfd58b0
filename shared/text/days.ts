/** Calendar days and times of UTC as text, `2026-10-01 18:00:00`; days are counted on without any clock. */

/** The day before the first one of 1900, as spreadsheets count, who take 1900 for a leap year; days before 1970. */
export const SPREADSHEET_EPOCH_DAYS = 25_569;
export const MS_PER_DAY = 86_400_000;

/** @param part a month, a day, an hour or a minute. @returns `07` */
export function twoDigits(part: number | string): string {
  return String(part).padStart(2, '0');
}

/** @param minute of the day. @returns `18:30` */
export function clockAt(minute: number): string {
  return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;
}

/** @param at an instant, or its milliseconds since 1970. @returns its day, `2026-10-01` */
export function utcDay(at: number | Date): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** @returns what tells the day of an instant on the clock of a zone such as Europe/Berlin */
export function daysOf(zone: string): (at: Date) => string {
  const formatter = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' },
  } as const);
  return (at) => formatter.format(at);
}

/** @returns the day of an instant on the clock of a zone such as Europe/Berlin */
export function dayIn(zone: string, at: Date): string {
  return daysOf(zone)(at);
}

/** @returns an instant on the clock of a zone such as Europe/Berlin, `2026-10-01 18:00` */
export function minuteIn(zone: string, at: Date): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  return `${dayIn(zone, at)} ${time.format(at)}`;
}

/** @returns the month of an instant, `2026-10` */
export function utcMonth(at: number | Date): string {
  return utcDay(at).slice(0, 7);
}

/** @returns an instant to the second, as SQL and people read it: `2026-10-01 18:00:00` */
export function utcSecond(at: number | Date): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** @returns an instant to the minute, as people read it: `2026-10-01 18:00` */
export function utcMinute(at: number | Date): string {
  return utcSecond(at).slice(0, 16);
}

/** @param end a local time, `2026-11-01T00:00:00`. @returns the day of the last instant before it, `2026-10-31` */
export function lastDayBefore(end: string): string {
  return utcDay(Date.parse(`${end}Z`) - 1);
}

/** @returns the day that comes `days` after `day`, or before it where `days` is negative */
export function dayAfter(day: string, days: number): string {
  return utcDay(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY);
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
  return utcMonth(date);
}

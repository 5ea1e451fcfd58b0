/** What the files of the Australian market have in common: comma-separated records that begin with a number. */
import { utcSecond } from '../../../shared/text/days.ts';

export const NEM_CLOCK = { offsetMinutes: 600, name: 'UTC+10' } as const;

export function nemCells(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/**
 * @param stamp `20261001`, `202610010030` or `20261001003000`.
 * @returns ISO text; as it stands where it is none of these
 */
export function nemTime(stamp: string): string {
  const parts = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?$/.exec(stamp);
  if (!parts) return stamp;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = parts;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** @returns the time that many minutes later; the same text where it is no time */
export function minutesAfter(time: string, minutes: number): string {
  const at = Date.parse(`${time.replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? time : utcSecond(at + minutes * 60_000);
}

import { InvalidArgumentError } from 'commander';
import { utcDay } from '../shared/text/days.ts';
import { isTimeZone, zoneLike } from '../shared/text/time-zone.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly lake?: string | undefined;
  readonly port: number;
  readonly endpoint?: string | undefined;
  /** A stack deployed on AWS. */
  readonly stack?: string | undefined;
}

/** @returns a parser for whole numbers in a range, for an option's argument */
export function integer(lowest: number, highest = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text.replaceAll('_', ''));
    if (!/^[\d_]+$/.test(text) || value < lowest || value > highest) {
      const range = highest === Number.MAX_SAFE_INTEGER ? `from ${lowest} on` : `from ${lowest} to ${highest}`;
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    }
    return value;
  };
}

/** @throws InvalidArgumentError when the text is not a date of the calendar such as 2026-10-01 */
export function date(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || utcDay(time) !== text) {
    throw new InvalidArgumentError('It must be a date such as 2026-10-01.');
  }
  return text;
}

export function httpUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:4566.');
  }
  return text.replace(/\/+$/, '');
}

/** @throws InvalidArgumentError when the text names no zone of the IANA database */
export function timeZone(text: string): string {
  if (isTimeZone(text)) return text;
  throw new InvalidArgumentError(`It must be a time zone such as ${zoneLike(text)}.`);
}

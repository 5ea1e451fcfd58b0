/**
 * Hours of a day by their numbers, with a letter for the one that the clock shows twice, by their two ends, or behind
 * the half of the day.
 */
import { clockAt, twoDigits } from '../../../shared/text/days.ts';
import { HOURS_PER_DAY } from '../../../shared/time-units.ts';

/** Hours from 1 to 24, of which the one that the clock shows twice in autumn is `3A` and `3B`. */
export const HOUR = /^(?:0?[1-9]|1\d|2[0-4])[ABX*]?$/;
export const LETTERED = /^0?[1-4][ABX*]$/;
/**
 * Hours are numbered by their ends, and 2 to 3 o'clock comes twice: `2A` between `2` and `3` is the first of them,
 * which ends when the clock shows two again.
 */
export const AGAIN_TWO = /^0?2A$/;
/** An hour by its two ends: `00 - 01`, `23-24`, `23h - 0h`, `0時〜1時`. */
export const HOUR_TO_HOUR = /^([01]?\d|2[0-3])\s?[h時时시]?\s?[-–—~〜～至]\s?([01]?\d|2[0-4])\s?[h時时시]?$/;

export function isHourToHour(cell: string): boolean {
  const [, from = '', to = ''] = HOUR_TO_HOUR.exec(cell) ?? [];
  return to !== '' && (Number(to) - Number(from) + HOURS_PER_DAY) % HOURS_PER_DAY === 1;
}

/** A date before such an hour: `26.10.2025 2A:15:00`, and `10/31/2025 02*`, whose hours are numbered by their ends. */
export const LETTERED_STAMP = /^(\d[\d./-]{5,9}) (?:0?[1-4][AB](?::[0-5]\d){1,2}|0[1-4][X*])$/;
export const STAMP = /^(\d[\d./-]{5,9}) (\d{1,2})[ABX*]?((?::[0-5]\d){0,2})$/;
/** Times of day of which those of that hour are `02:15A` and `02:15B`. */
export const CLOCK = /^(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?[AB]?$/;
export const LETTERED_CLOCK = /^0?[1-4]:[0-5]\d(?::[0-5]\d)?[AB]$/;

/** An hour alone is that of an end, from 1 to 24. */
export function withoutLetter(cell: string): string {
  const [, date = '', hour = '', rest = ''] = STAMP.exec(cell) ?? [];
  if (date === '') return cell;
  return rest === '' ? `${date} ${twoDigits(Number(hour) - 1)}:00` : `${date} ${hour}${rest}`;
}

/** `26. 1. 30. 오전 12:00`, `2026/1/30 下午 1:15:00`: year, month and day, and the half of the day before its hours. */
export const HALF_FIRST = new RegExp(
  String.raw`^(\d{2}|\d{4})[./-] ?(\d{1,2})[./-] ?(\d{1,2})\.? ?(?:(오전|午前|上午)|오후|午後|下午) ?` +
    String.raw`(\d{1,2}):(\d{2})(:\d{2})?$`,
);

export function withoutHalf(cell: string): string {
  const [, year = '', month = '', day = '', first, hour = '', minute = '', rest = ''] = HALF_FIRST.exec(cell) ?? [];
  if (year === '') return cell;
  const minutes = ((Number(hour) % 12) + (first === undefined ? 12 : 0)) * 60 + Number(minute);
  return `${year.padStart(4, '20')}-${twoDigits(month)}-${twoDigits(day)} ${clockAt(minutes)}${rest}`;
}

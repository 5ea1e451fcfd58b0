import { expect, test } from 'vitest';
import { isClock, partsOf, wallClock } from '../../../../../functions/validate/recognise/calendar.ts';

const at = (text: string) => {
  const parts = partsOf(text);
  const wall = parts && wallClock(parts, 'DMY');
  return wall === undefined ? undefined : new Date(wall).toISOString().slice(0, 16);
};

test.each([
  ['03/10/2026 12:15:am', '2026-10-03T00:15'],
  ['03-Oct-2026 01 PM', '2026-10-03T13:00'],
  ['03-Oct-2026 12 a.m.', '2026-10-03T00:00'],
  ['03/10/2026 01:00:pm', '2026-10-03T13:00'],
  ['03/10/2026 12:30:00 a. m.', '2026-10-03T00:30'],
  ['03/10/2026 1 p.\u00a0m.', '2026-10-03T13:00'],
  ['3.10.2026 klo 7.15', '2026-10-03T07:15'],
  ['03.10.2026 07:15 Uhr', '2026-10-03T07:15'],
  ['2026-10-03T07', '2026-10-03T07:00'],
  ['2026-10-03T07-05', '2026-10-03T07:00'],
  ['20261003T07Z', '2026-10-03T07:00'],
  ['20261003 7:30', '2026-10-03T07:30'],
  ['03.10.2026 г. 00:15', '2026-10-03T00:15'],
  ['3.10.2026г.', '2026-10-03T00:00'],
  ['115/10/03', '2026-10-03T00:00'],
  ['2026/10/03 23:30～24:00', '2026-10-03T23:30'],
  ['03/10/2026 02:00 (CEST) - 03/10/2026 03:00 (CEST)', '2026-10-03T02:00'],
  ['2026-10-03 07 h 15', '2026-10-03T07:15'],
  ['Du 2026-10-03 07\u00a0h\u00a015 au 2026-10-03 08\u00a0h\u00a000', '2026-10-03T07:15'],
  ['From 2026-10-03 07:15 to 2026-10-03 08:00', '2026-10-03T07:15'],
  ['民國115年10月3日 07:00', '2026-10-03T07:00'],
])('%s is a time', (text, expected) => {
  expect(at(text)).toBe(expected);
});

test('a time of day may have its half behind a colon', () => {
  expect(isClock('12:15:am')).toBe(true);
  expect(isClock('kl. 00.00-01.00')).toBe(true);
  expect(isClock('23:30~24:00')).toBe(true);
  expect(isClock('0時30分～1時00分')).toBe(true);
  expect(isClock('12:15:')).toBe(false);
});

test.each(['2026-10-03 07', '20261003 730', '20261003073', '89/10/03', '151/10/03', '115/13/03', '3/10/115'])(
  '%s is none',
  (text) => {
    expect(at(text)).toBeUndefined();
  },
);

import { expect, it } from 'vitest';
import { dayAfter, lastDayBefore, utcDay, utcMinute, utcMonth, utcSecond } from '../../../../shared/text/days.ts';

it('counts days over the ends of months and years, and back', () => {
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(dayAfter('2028-03-01', -1)).toBe('2028-02-29');
  expect(dayAfter('2026-10-25', 0)).toBe('2026-10-25');
});

it('writes an instant in UTC as far as it is asked for', () => {
  const at = Date.UTC(2026, 9, 1, 18, 5, 9);
  expect([utcMonth(at), utcDay(at), utcMinute(at), utcSecond(new Date(at))]).toEqual([
    '2026-10',
    '2026-10-01',
    '2026-10-01 18:05',
    '2026-10-01 18:05:09',
  ]);
});

it('takes midnight for the end of the day before', () => {
  expect(lastDayBefore('2026-11-01T00:00:00')).toBe('2026-10-31');
  expect(lastDayBefore('2026-11-01T00:15:00')).toBe('2026-11-01');
});

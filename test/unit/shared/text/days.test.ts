import { expect, it } from 'vitest';
import { dayAfter } from '../../../../shared/text/days.ts';

it('counts days over the ends of months and years, and back', () => {
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(dayAfter('2028-03-01', -1)).toBe('2028-02-29');
  expect(dayAfter('2026-10-25', 0)).toBe('2026-10-25');
});

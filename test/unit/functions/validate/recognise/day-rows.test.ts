/** A record that is a day, with a column for each of its intervals. */
import { expect, test } from 'vitest';
import { recogniseText } from '../../../../helpers/recognise.ts';

const hours = Array.from({ length: 24 }, (_, hour) => hour + 1);

test('times of day in brackets are the intervals, and the sum of the row is none', async () => {
  const ends = hours.map((hour) => `[${String(hour).padStart(2, '0')}:00]`);
  const values = hours.map((hour) => hour / 2);
  const days = [1, 2, 3].map((day) => [`2026-10-0${day}`, 'kWh', 150, ...values].join(','));
  const { shape, columns } = await recogniseText(
    [['Date', 'Units', 'Total Units', ...ends].join(','), ...days].join('\n'),
  );
  expect(shape).toBe('day-rows');
  const read = columns.filter(({ role }) => role === 'energy');
  expect(read.map(({ name, offset_minutes }) => [name, offset_minutes])).toEqual(
    ends.map((name, at) => [name, 60 * at]),
  );
});

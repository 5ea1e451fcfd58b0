import { expect, it } from 'vitest';
import { type Pace, slots } from '../../../../cli/feed/schedule.ts';

const NOW = Date.parse('2026-11-29T10:07:30Z');
function* firstSlots(pace: Pace, count: number) {
  let left = count;
  for (const slot of slots(pace, NOW)) {
    if (left === 0) return;
    left -= 1;
    yield slot;
  }
}
const firstOf = (pace: Pace, count: number) =>
  [...firstSlots(pace, count)].map(({ start, due }) => [
    new Date(start).toISOString().slice(0, 16),
    (due - NOW) / 1000,
  ]);

it('sends the last whole interval at once, and each later one when it is over', () => {
  expect(firstOf({ minutes: 5, speed: 1 }, 3)).toEqual([
    ['2026-11-29T10:00', 0],
    ['2026-11-29T10:05', 300],
    ['2026-11-29T10:10', 600],
  ]);
});

it('runs faster from the day before on, and never into the future', () => {
  const day = firstOf({ minutes: 5, speed: 60 }, 2);
  expect(day).toEqual([
    ['2026-11-28T00:00', 0],
    ['2026-11-28T00:05', 5],
  ]);
  for (const { start, due } of firstSlots({ minutes: 60, speed: 1e9 }, 100))
    expect(due).toBeGreaterThanOrEqual(start + 3_600_000);
});

it('begins where a person says', () => {
  expect(firstOf({ minutes: 15, speed: 900, start: '2026-10-01' }, 2)).toEqual([
    ['2026-10-01T00:00', 0],
    ['2026-10-01T00:15', 1],
  ]);
});

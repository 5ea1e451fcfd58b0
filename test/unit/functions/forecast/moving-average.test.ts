import { expect, test } from 'vitest';
import { weekdayOf, withinPossible } from '../../../../functions/forecast/model.ts';
import { movingAverage } from '../../../../functions/forecast/moving-average.ts';

const weeks = (n: number, value: (day: number) => number) => {
  const days = Array.from({ length: 7 * n }, (_, index) => index);
  return { days, totals: days.map(value) };
};

test('a perfect week repeats without any doubt', () => {
  const training = weeks(3, (day) => 10 + weekdayOf(day));
  expect(movingAverage(training, [21, 22, 27])).toEqual([
    { day: 21, yhat: 10, lower: 10, upper: 10 },
    { day: 22, yhat: 11, lower: 11, upper: 11 },
    { day: 27, yhat: 16, lower: 16, upper: 16 },
  ]);
});

test('only the last four of a weekday count', () => {
  const training = weeks(6, (day) => (day < 14 ? 1000 : 7));
  expect(movingAverage(training, [42])[0]?.yhat).toBe(7);
});

test('the interval is what the same rule would have missed', () => {
  // Mondays of 10, 20: the second week missed by 10 on each day, and nothing else is known.
  const training = weeks(2, (day) => (day < 7 ? 10 : 20));
  expect(movingAverage(training, [14])).toEqual([{ day: 14, yhat: 15, lower: 15, upper: 25 }]);
});

test('a weekday that was never complete takes the mean of the last four weeks', () => {
  const all = weeks(3, () => 0).days.filter((day) => weekdayOf(day) !== 3);
  const training = { days: all, totals: all.map(() => 6) };
  expect(movingAverage(training, [24])).toEqual([{ day: 24, yhat: 6, lower: 6, upper: 6 }]);
});

test('a series that was never negative stays so, and one that was does not', () => {
  const day = { day: 1, yhat: -1, lower: -5, upper: 3 };
  expect(withinPossible([day], [0, 4])).toEqual([{ day: 1, yhat: 0, lower: 0, upper: 3 }]);
  expect(withinPossible([{ ...day, upper: -0.5 }], [0, 4])).toEqual([{ day: 1, yhat: 0, lower: 0, upper: 0 }]);
  expect(withinPossible([day], [-2, 4])).toEqual([day]);
});

test('weekdays are counted before 1970 as well', () => {
  expect([-8, -7, -1, 0, 7].map(weekdayOf)).toEqual([6, 0, 6, 0, 0]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectEvents } from '../../../../../functions/detect-anomalies/events/detect.ts';
import { levelShifts } from '../../../../../functions/detect-anomalies/events/shifts.ts';
import { FIRST_HOUR, gridOf } from '../../../../helpers/grids.ts';

const DAY = 24;

const charging = (nights: readonly number[], days: number): number[] =>
  Array.from({ length: days * DAY }, (_, hour) =>
    nights.includes(Math.floor(hour / DAY)) && hour % DAY < 3 ? 7.055 : 0,
  );

test('a car that is charged now and then has no level that shifts', () => {
  const kinds = detectEvents(gridOf(charging([2, 3, 9, 12, 16, 17, 23, 26], 28))).map(({ kind }) => kind);
  expect(kinds).not.toContain('LEVEL_SHIFT');
  expect(kinds).not.toContain('BASE_LOAD_RISE');
});

test('a flat that is used for two of six weeks has one, with a score that is a number', () => {
  const values = Array.from({ length: 42 * DAY }, (_, hour) => (hour >= 20 * DAY && hour < 34 * DAY ? 0.0635 : 0));
  const shifts = detectEvents(gridOf(values)).filter(({ kind }) => kind === 'LEVEL_SHIFT');
  expect(shifts).toMatchObject([{ direction: 'HIGH', to: 34 * DAY - 1 }]);
  expect(shifts[0]?.score).toBeLessThan(1000);
});

test('what only comes on Mondays is a weekly pattern, whatever rounding leaves of it', () => {
  const day = Int32Array.from({ length: 56 }, (_, index) => FIRST_HOUR / DAY + index);
  const level = Float64Array.from(day, (date, index) => (date % 7 === 0 ? 0.1 + (index % 5) * Number.EPSILON : 0));
  const shifted = level.map((kwh, index) => kwh + (index < 28 ? 0 : Number.EPSILON));
  const days = { size: 56, from: day, to: day, day, night: new Float64Array(56) };
  expect(levelShifts({ ...days, level: shifted })).toEqual([]);
});

const stretchArbitrary = fc.record({
  from: fc.nat(60 * DAY),
  hours: fc.integer({ min: 1, max: 20 * DAY }),
  kwh: fc.constantFrom(0, 0.000000001, 0.5, 7.4, -1, 900_000),
});

test('the score of any event of a series that mostly rests, or never changes, is a finite number', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(0, 0, 0.000000001, 1),
      fc.array(stretchArbitrary, { maxLength: 6 }),
      fc.boolean(),
      (days, usual, stretches, generation) => {
        const values = Array<number>(days * DAY).fill(usual);
        for (const { from, hours, kwh } of stretches) {
          const start = from % values.length;
          values.fill(kwh, start, start + hours);
        }
        for (const { score } of detectEvents(gridOf(values, 1, generation))) {
          expect(score).toBeGreaterThanOrEqual(1);
          expect(score).toBeLessThan(Number.POSITIVE_INFINITY);
        }
      },
    ),
    { numRuns: 200 },
  );
});

/** What is no shift of a level, and what does not stray while one lasts. */
import { expect, test } from 'vitest';
import { detectEvents } from '../../../../../functions/detect-anomalies/events/detect.ts';
import { levelShifts } from '../../../../../functions/detect-anomalies/events/shifts.ts';
import { FIRST_HOUR, gridOf } from '../../../../helpers/grids.ts';
import { wiggle } from '../../../../helpers/profiles.ts';

const DAY = 24;

function daysOf(level: readonly number[]) {
  const day = Int32Array.from(level, (_, index) => FIRST_HOUR / DAY + index);
  return {
    size: day.length,
    from: day,
    to: day,
    day,
    night: new Float64Array(day.length),
    level: Float64Array.from(level),
  };
}

test('a heating that goes down in spring and up in autumn has no shift', () => {
  const season = Array.from(
    { length: 365 },
    (_, day) => (14 + 12 * Math.cos(((day - 100) / 365) * 2 * Math.PI)) * (1 + wiggle(day) / 20),
  );
  expect(levelShifts(daysOf(season))).toEqual([]);
});

test('a level that jumps within a season is one', () => {
  const season = Array.from(
    { length: 120 },
    (_, day) => (20 - day / 10) * (1 + wiggle(day) / 20) * (day >= 60 && day < 75 ? 1.6 : 1),
  );
  expect(levelShifts(daysOf(season))).toMatchObject([{ from: 60, to: 74 }]);
});

test('a weekend in quiet weeks is as quiet as ever, and nothing strays', () => {
  const values = Array.from({ length: 91 * DAY }, (_, hour) => {
    const day = Math.floor(hour / DAY);
    const works = day % 7 !== 2 && day % 7 !== 3 && hour % DAY >= 6 && hour % DAY < 22 && !(day >= 60 && day < 72);
    return (works ? 400 : 60) * (1 + wiggle(hour) / 5);
  });
  const kinds = detectEvents(gridOf(values)).map(({ kind }) => kind);
  expect(kinds).toEqual(['LEVEL_SHIFT']);
});

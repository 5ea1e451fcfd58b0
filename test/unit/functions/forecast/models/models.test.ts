import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import {
  movingAverage,
  recentMedian,
  seasonalNaive,
  weekdayMedian,
} from '../../../../../functions/forecast/models/baselines.ts';
import { type Candidate, candidates } from '../../../../../functions/forecast/models/index.ts';
import { intermittent } from '../../../../../functions/forecast/models/intermittent.ts';
import type { Training } from '../../../../../functions/forecast/models/model.ts';
import { revertingLevel } from '../../../../../functions/forecast/models/reverting-level.ts';
import { weeklyLevel } from '../../../../../functions/forecast/models/weekly-level.ts';
import { weeklyPattern } from '../../../../../functions/forecast/models/weekly-pattern.ts';
import { windowMedian } from '../../../../../functions/forecast/models/window-median.ts';
import { yearly } from '../../../../../functions/forecast/models/yearly.ts';
import { forecastModules } from '../../../../../functions/forecast/modules.ts';

/** From 1 October 2026, a Thursday. */
const FIRST = 20_727;

function training(days: number, totalOf: (day: number) => number): Training {
  return { firstDay: FIRST, values: Array.from({ length: days }, (_, day) => totalOf(day)) };
}

/** Numbers that look like noise and are the same every time, -1 to 1. */
const wobble = (day: number) => Math.sin(day * 12.9898) * Math.cos(day * 78.233);
const isWeekend = (day: number) => day % 7 === 2 || day % 7 === 3;

describe('baselines', () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 100];
  const fortnight: Training = { firstDay: FIRST, values };

  it('repeat the last week', () => {
    expect(seasonalNaive(fortnight, 9)).toEqual([8, 9, 10, 11, 12, 13, 100, 8, 9]);
  });

  it('go on with the mean of 30 days, or the median of 28', () => {
    expect(movingAverage(fortnight, 2)).toEqual([191 / 14, 191 / 14]);
    expect(recentMedian(fortnight, 2)).toEqual([7.5, 7.5]);
    const long = training(60, (day) => (day < 30 ? 1000 : 3));
    expect(movingAverage(long, 1)).toEqual([3]);
    expect(recentMedian(long, 1)).toEqual([3]);
  });

  it('take the median of the last eight of a weekday', () => {
    expect(weekdayMedian(fortnight, 7)).toEqual([4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 53.5]);
    const long = training(70, (day) => (day < 14 ? 1000 : day % 7));
    expect(weekdayMedian(long, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

test('what runs now and then is how often times how much, and fades when it is used no more', () => {
  const every = (days: number, until = 200) => training(200, (day) => (day % days === 0 && day < until ? 12 : 0));
  for (const days of [3, 9]) {
    const [first = 0, ...others] = intermittent(every(days), 7);
    expect(Math.abs(first - 12 / days)).toBeLessThan(0.2 * (12 / days));
    expect(new Set(others)).toEqual(new Set([first]));
  }
  expect(intermittent(every(3, 100), 1)[0]).toBeLessThan(0.1);
  expect(
    intermittent(
      training(20, () => 0),
      1,
    ),
  ).toEqual([0]);
});

describe('the weekly pattern', () => {
  it('is what each weekday differs by, where nothing else does', () => {
    const pattern = weeklyPattern(
      training(84, (day) => (isWeekend(day) ? 24 : 10)),
      'mean',
    );
    // 5 days of 10 and 2 of 24 have a mean of 14; 20,727 % 7 = 0, so the third and fourth are Saturday and Sunday.
    for (const [weekday, effect] of pattern.entries()) expect(effect).toBeCloseTo(isWeekend(weekday) ? 10 : -4, 9);
  });

  it('is none where chance explains it', () => {
    for (const centre of ['mean', 'median'] as const) {
      const pattern = weeklyPattern(
        training(84, (day) => 100 + 20 * wobble(day)),
        centre,
      );
      for (const effect of pattern) expect(Math.abs(effect)).toBeLessThan(3);
    }
  });

  it('knows weekends before it knows Tuesdays', () => {
    const noisy = training(28, (day) => 100 - (isWeekend(day) ? 25 : 0) + 20 * wobble(day));
    const pattern = weeklyPattern(noisy, 'mean');
    const workdays = pattern.filter((_, weekday) => !isWeekend(weekday));
    expect(Math.max(...workdays) - Math.min(...workdays)).toBeLessThan(8);
    expect(Math.min(...workdays) - Math.max(pattern[2] ?? 0, pattern[3] ?? 0)).toBeGreaterThan(12);
  });

  it('is none before two weeks are known', () => {
    expect(
      weeklyPattern(
        training(13, (day) => day % 7),
        'mean',
      ),
    ).toEqual(Array(7).fill(0));
  });
});

describe('models of a level and a weekly pattern', () => {
  const series = training(90, (day) => (isWeekend(day) ? 60 : 100) + 4 * wobble(day));

  it.each([
    ['weekly-level', weeklyLevel],
    ['reverting-level', revertingLevel],
    ['window-median', windowMedian],
  ])('%s forecasts the weekend lower', (_, model) => {
    // Day 90 is a Wednesday: 90 % 7 = 6.
    const forecast = model(series, 7);
    for (const [lead, value] of forecast.entries()) {
      const expected = isWeekend(90 + lead) ? 60 : 100;
      expect(Math.abs(value - expected)).toBeLessThan(5);
    }
  });

  it('follow a level that has moved for good', () => {
    const moved = training(90, (day) => (day < 60 ? 100 : 200) + wobble(day));
    for (const model of [weeklyLevel, revertingLevel, windowMedian]) {
      for (const value of model(moved, 7)) expect(Math.abs(value - 200)).toBeLessThan(15);
    }
  });

  it('are not moved by one odd day', () => {
    const odd = training(90, (day) => 100 + wobble(day) + (day === 89 ? 1000 : 0));
    for (const model of [windowMedian, revertingLevel]) {
      expect(Math.abs((model(odd, 7)[6] ?? 0) - 100)).toBeLessThan(30);
    }
  });

  it('return to what is usual, by and by', () => {
    // Spells of a week, every third week, that fade from 30 to nothing.
    const spells = training(182, (day) => 50 + (day % 21 < 7 ? 30 * 0.7 ** (day % 21) : 0) + wobble(day));
    const inSpell = revertingLevel({ firstDay: FIRST, values: spells.values.slice(0, 170) }, 7);
    expect(Math.abs((inSpell[6] ?? 0) - 50)).toBeLessThan(Math.abs((inSpell[0] ?? 0) - 50) + 1);
  });
});

test('two years tell the season of the year', () => {
  const season = (day: number) => 100 + 40 * Math.cos((2 * Math.PI * day) / 365.25);
  const series = training(731, (day) => season(day) + wobble(day));
  for (const [lead, value] of yearly(series, 90).entries()) {
    expect(Math.abs(value - season(731 + lead))).toBeLessThan(12);
  }
  // Without it, ninety days ahead of the peak nothing would be known of the fall.
  expect(Math.abs((weeklyLevel(series, 90)[89] ?? 0) - season(820))).toBeGreaterThan(30);
});

describe('every model', () => {
  let all: readonly Candidate[] = [];
  beforeAll(async () => {
    all = candidates(await forecastModules());
  });

  const total = fc.oneof(
    fc.constant(0),
    fc.double({ min: 0, max: 1e7, noNaN: true }),
    fc.double({ min: -50, max: 50, noNaN: true }),
  );
  const series = fc.array(total, { minLength: 21, maxLength: 60 });

  it('gives finite totals for any series, or says that it cannot', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 14 }), (values, horizon) => {
        for (const { name, model, fromDays } of all) {
          if (values.length < fromDays) continue;
          let forecast: readonly number[] | undefined;
          try {
            forecast = model({ firstDay: FIRST, values }, horizon);
          } catch (error) {
            expect(error, name).toBeInstanceOf(Error);
            continue;
          }
          expect(forecast, name).toHaveLength(horizon);
          expect(forecast.every(Number.isFinite), name).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('does not care for the unit', () => {
    const kwh = training(63, (day) => (isWeekend(day) ? 60 : 100) + 10 * wobble(day));
    const mwh = { firstDay: FIRST, values: kwh.values.map((value) => value / 1024) };
    for (const { name, model, fromDays } of all) {
      if (fromDays > 63) continue;
      const [large, small] = [model(kwh, 7), model(mwh, 7)];
      for (const [lead, value] of small.entries()) expect(value * 1024, name).toBeCloseTo(large[lead] ?? 0, 3);
    }
  });

  it('gives the same numbers again', () => {
    const values = training(63, (day) => 100 + 10 * wobble(day));
    for (const { name, model, fromDays } of all) {
      if (fromDays <= 63) expect(model(values, 7), name).toEqual(model(values, 7));
    }
  });
});

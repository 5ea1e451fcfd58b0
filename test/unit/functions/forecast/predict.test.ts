import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtest, workFor } from '../../../../functions/forecast/backtest.ts';
import { combine, weightsBefore } from '../../../../functions/forecast/ensemble.ts';
import { empiricalCoverage, halfWidths } from '../../../../functions/forecast/interval.ts';
import { type Candidate, candidates, ENSEMBLE, NAIVE } from '../../../../functions/forecast/models/index.ts';
import { predict, type Task } from '../../../../functions/forecast/predict.ts';
import { mostlyRests, type Series, toSeries, trainingBefore } from '../../../../functions/forecast/series.ts';

const FIRST = 20_727;
const UNKNOWN = Number.NaN;
const never = () => false;
const own = candidates(undefined);
const task: Task = { candidates: own, work: workFor(1000), horizon: 7, isHoliday: never };

const total = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1000, noNaN: true }), fc.constant(UNKNOWN));
const series = fc
  .array(total, { minLength: 20, maxLength: 80 })
  .filter((values) => values.filter((value) => !Number.isNaN(value)).length >= 14)
  .map((values): Series => ({ firstDay: FIRST, values: [10, ...values] }));

describe('the days that a model is shown', () => {
  it('leave no gap between the first complete day and the end of the upload', () => {
    expect(toSeries({ days: [3, 5], totals: [30, 50], lastDay: 6 })).toEqual({
      firstDay: 3,
      values: [30, UNKNOWN, 50, UNKNOWN],
    });
  });

  it('are filled with the mean of the weekday before and after, never with what came later than the origin', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, UNKNOWN, 10, 11, 12, 13, 14, 15, 22, 17];
    const shown = (end: number) => trainingBefore({ firstDay: 0, values }, end, never).values;
    expect(shown(17)[8]).toBe(12);
    expect(shown(15)[8]).toBe(2);
    expect(shown(15)).toHaveLength(15);
  });

  it('take the mean of all for a weekday that was never seen', () => {
    const values = [UNKNOWN, 2, 4, UNKNOWN];
    expect(trainingBefore({ firstDay: 0, values }, 4, never).values).toEqual([3, 2, 4, 3]);
  });
});

describe('a series that rests on most days', () => {
  const weekOf = (values: readonly number[]) =>
    predict({ firstDay: FIRST, values }, task).days.reduce((sum, { yhat }) => sum + yhat, 0);

  it.each([5, 9, 13, 17])('keeps the energy of a device that runs every %i days', (every) => {
    const size = 7.5;
    const values = Array.from({ length: 90 }, (_, day) => (day % every === 4 ? size : 0));
    const usual = (7 * size) / every;
    expect(weekOf(values)).toBeGreaterThan(0.6 * usual);
    expect(weekOf(values)).toBeLessThan(1.6 * usual);
  });

  it('says the day on which a device runs every week', () => {
    const values = Array.from({ length: 84 }, (_, day) => (day % 7 === 3 ? 10 : 0));
    expect(predict({ firstDay: FIRST, values }, task).days.map(({ yhat }) => yhat)).toEqual([0, 0, 0, 10, 0, 0, 0]);
  });

  it('is 0 where it has long been off', () => {
    const values = Array.from({ length: 200 }, (_, day) => (day < 90 ? 20 + (day % 3) : 0));
    expect(weekOf(values)).toBe(0);
  });
});

describe('a backtest', () => {
  const month: Series = { firstDay: FIRST, values: Array.from({ length: 30 }, (_, day) => 10 + (day % 5)) };

  it('goes back a day at a time where there are few, a week at a time where there are many', () => {
    const setting = { candidates: own, horizon: 7, isHoliday: never, faults: { count: 0 } };
    const origins = (days: number) =>
      backtest({ firstDay: FIRST, values: Array(days).fill(1) }, workFor(1), setting).map(({ at }) => at);
    expect(origins(14)).toEqual([7, 8, 9, 10, 11, 12, 13]);
    expect(origins(21)).toEqual([14, 15, 16, 17, 18, 19, 20]);
    expect(origins(30)).toEqual([14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
    expect(origins(365)).toEqual(Array.from({ length: 18 }, (_, index) => 365 - 7 * (18 - index)));
  });

  it('scores nothing where the models are still strangers, unless there are few origins', () => {
    const setting = { candidates: own, horizon: 7, isHoliday: never, faults: { count: 0 } };
    const scored = (days: number) =>
      backtest({ firstDay: FIRST, values: Array(days).fill(1) }, workFor(1), setting).map((origin) => origin.scored);
    expect(scored(365)).toEqual([...Array(4).fill(false), ...Array(14).fill(true)]);
    expect(scored(22)).toEqual(Array(8).fill(true));
    expect(scored(24)).toEqual([false, false, ...Array(8).fill(true)]);
  });

  it('shows a model nothing of what came after', () => {
    const seen: number[] = [];
    const spy: Candidate = {
      ...{ name: 'spy', fromDays: 7, usualError: 1, flatWeek: false, asked: 'always', costly: false },
      model: ({ values }, horizon) => {
        seen.push(values.length);
        expect(values).toEqual(month.values.slice(0, values.length));
        return Array(horizon).fill(0);
      },
    };
    predict(month, { ...task, candidates: [...own, spy] });
    expect(Math.max(...seen)).toBe(30);
    expect(seen.filter((length) => length === 30)).toHaveLength(1);
  });

  it('does less for each of many series, by their number alone', () => {
    expect(workFor(100).costlyOrigins).toBeGreaterThan(workFor(101).costlyOrigins);
    expect(workFor(401)).toEqual({ origins: 8, costlyOrigins: 0 });
  });
});

describe('the ensemble', () => {
  const candidate = (name: string, usualError: number): Candidate => ({
    ...{ name, usualError, fromDays: 7, flatWeek: false, asked: 'always', costly: false },
    model: () => [],
  });
  const models = [candidate(NAIVE, 1), candidate('good', 0.8), candidate('bad', 0.8)];
  const origin = (at: number) => ({
    at,
    actual: [10],
    forecasts: new Map([
      [NAIVE, [12]],
      ['good', [11]],
      ['bad', [14]],
    ]),
  });

  it('begins with what is usual, and learns', () => {
    const asked = origin(0).forecasts;
    expect(weightsBefore(5, [], models, asked, [])).toEqual(
      new Map([
        ['good', 0.5],
        ['bad', 0.5],
      ]),
    );
    // Two origins: errors 1 / 2 and 4 / 2 of naive's, drawn half way to 0.8: 0.65 and 1.4. The eighth
    // powers: 31.4 and 0.068.
    const weights = weightsBefore(5, [origin(3), origin(4)], models, asked, []);
    expect(weights.get('good')).toBeCloseTo(0.65 ** -8 / (0.65 ** -8 + 1.4 ** -8), 12);
    // What had not come yet is not known.
    expect(weightsBefore(4, [origin(3), origin(4)], models, asked, [])).not.toEqual(weights);
    expect(weightsBefore(3, [origin(3), origin(4)], models, asked, [])).toEqual(
      weightsBefore(3, [], models, asked, []),
    );
  });

  it('expects little of a model without weekdays where the week is all there is', () => {
    const flat = { ...candidate('flat', 1), flatWeek: true };
    const asked = new Map([...origin(0).forecasts, ['flat', [11]]]);
    const weightOfFlat = (values: readonly number[]) =>
      weightsBefore(values.length, [], [...models, flat], asked, values).get('flat') ?? 1;
    const noise = Array.from({ length: 28 }, (_, day) => 100 + ((day * 31) % 17));
    const factory = noise.map((value, day) => (day % 7 > 4 ? value : value + 1000));
    expect(weightOfFlat(noise)).toBeCloseTo(1 / (1 + 2 * 0.8 ** -8), 12);
    expect(weightOfFlat(factory)).toBeLessThan(0.001);
  });

  it('is the weighted mean, and seasonal naive where no other was asked', () => {
    const { forecasts } = origin(0);
    expect(
      combine(
        forecasts,
        new Map([
          ['good', 0.75],
          ['bad', 0.25],
        ]),
        1,
      ),
    ).toEqual([11.75]);
    expect(combine(forecasts, new Map(), 1)).toEqual([12]);
  });

  it('is not chosen when it lost to seasonal naive in its own backtest by more than bad luck', () => {
    fc.assert(
      fc.property(series, (given) => {
        const { scores, chosen, days } = predict(given, task);
        const score = scores.find((each) => each.chosen);
        expect(score?.model).toBe(chosen);
        expect(scores.filter((each) => each.chosen)).toHaveLength(1);
        const byDay = !mostlyRests(given, given.values.length);
        if (byDay && score?.relativeError !== null && score?.relativeError !== undefined) {
          expect(score.relativeError).toBeLessThanOrEqual(1 + 0.8 / score.origins + 1e-9);
        }
        const parts = scores.filter(({ model }) => model !== ENSEMBLE).reduce((sum, { weight }) => sum + weight, 0);
        expect(parts).toBeCloseTo(1, 9);
        for (const { yhat, lower, upper } of days) {
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(yhat).toBeGreaterThanOrEqual(lower);
          expect(upper).toBeGreaterThanOrEqual(yhat);
          expect(Number.isFinite(upper)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is not moved by one absurd day, wherever it is', () => {
    const values = Array.from({ length: 60 }, (_, day) => (day % 7 > 4 ? 60 : 100) + ((day * 31) % 17));
    const usual = predict({ firstDay: FIRST, values }, task).days;
    for (const day of [20, 52, 59]) {
      const odd = predict({ firstDay: FIRST, values: values.with(day, 5000) }, task).days;
      for (const [lead, { yhat }] of odd.entries())
        expect(Math.abs(yhat / (usual[lead]?.yhat ?? 0) - 1)).toBeLessThan(0.1);
    }
  });

  it('follows days below zero where there have been some', () => {
    const values = Array.from({ length: 40 }, (_, day) => -20 + ((day * 31) % 7));
    for (const { yhat, lower } of predict({ firstDay: FIRST, values }, task).days) {
      expect(yhat).toBeLessThan(0);
      expect(lower).toBeLessThanOrEqual(yhat);
    }
  });
});

describe('the interval', () => {
  const misses = (sizes: readonly number[]) => sizes.map((by) => ({ lead: 0, by }));

  it('holds the smallest misses that 80 % of all, one more to come, stay within', () => {
    // Nine misses: (9 + 1) x 0.8 = the eighth in order of size.
    expect(halfWidths(misses([-9, 1, 2, -3, 4, 5, 6, 7, -8]), 1)).toEqual([8]);
    // Of three the largest: the rank would be the fourth.
    expect(halfWidths(misses([1, -2, 3]), 1)).toEqual([3]);
  });

  it('is wider where more was missed', () => {
    const byWeek = [0, 1].flatMap((week) =>
      Array.from({ length: 7 }, (_, day) => ({ lead: 7 * week + day, by: week === 0 ? 1 : 3 })),
    );
    expect(halfWidths(byWeek, 14)).toEqual([...Array(7).fill(1), ...Array(7).fill(3)]);
    // A third week was never tried: it grows as a random walk would.
    expect(halfWidths(byWeek, 15)[14]).toBeCloseTo(3 * Math.sqrt(3 / 2), 12);
  });

  it('is as wide as the days differ where nothing could be tried', () => {
    // Two weeks, and half a year later a day that is not complete.
    const fortnight = Array.from({ length: 14 }, (_, day) => (day % 2 === 0 ? 10 : 20));
    const { days } = predict({ firstDay: FIRST, values: [...fortnight, ...Array(180).fill(UNKNOWN)] }, task);
    for (const { yhat, lower, upper } of days) expect((upper - lower) / 2).toBeCloseTo(Math.min(5, yhat), 9);
  });

  it('never narrows with time', () => {
    const miss = fc.record({
      lead: fc.integer({ min: 0, max: 27 }),
      by: fc.double({ min: -100, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(miss, { maxLength: 60 }), (all) => {
        const widths = halfWidths(all, 30);
        for (const [lead, width] of widths.entries()) expect(width).toBeGreaterThanOrEqual(widths[lead - 1] ?? 0);
      }),
    );
  });

  it('covers about 80 % of what is alike', () => {
    const origins = Array.from({ length: 40 }, (_, origin) =>
      Array.from({ length: 7 }, (_, lead) => ({ lead, by: Math.sin(origin * 12.9898 + lead * 78.233) * 10 })),
    );
    const coverage = empiricalCoverage(origins, 7) ?? 0;
    expect(coverage).toBeGreaterThan(0.75);
    expect(coverage).toBeLessThan(0.85);
    expect(empiricalCoverage([], 7)).toBeNull();
  });
});

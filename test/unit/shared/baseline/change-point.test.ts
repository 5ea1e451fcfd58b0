import { expect, test } from 'vitest';
import { type ClimateDay, expectedKwh, FEWEST_DAYS, fitBaseline } from '../../../../shared/baseline/change-point.ts';
import { dayAfter } from '../../../../shared/text/days.ts';

/** A year that goes from -5 to 30 °C and back, with what is used at each temperature. */
function year(kwhAt: (temperature: number, place: number) => number, days = 365): ClimateDay[] {
  return Array.from({ length: days }, (_, place) => {
    const temperature = 12.5 - 17.5 * Math.cos((2 * Math.PI * place) / 365);
    return { day: dayAfter('2025-01-01', place), temperature, kwh: kwhAt(temperature, place) };
  });
}

test('finds the base, the change point and the slope that made the days', () => {
  const heated = fitBaseline(year((t) => 8 + 2 * Math.max(0, 15 - t)));
  expect(heated).toMatchObject({ shape: 'heating', cooling: null, days: 365 });
  expect(heated?.base_kwh).toBeCloseTo(8, 9);
  expect(heated?.heating?.change_point).toBe(15);
  expect(heated?.heating?.kwh_per_degree).toBeCloseTo(2, 9);
  expect(heated?.cv_rmse).toBeCloseTo(0, 9);

  const cooled = fitBaseline(year((t) => 20 + 1.5 * Math.max(0, t - 22)));
  expect(cooled).toMatchObject({ shape: 'cooling', heating: null, cooling: { change_point: 22 } });
  expect(cooled?.cooling?.kwh_per_degree).toBeCloseTo(1.5, 9);

  const both = fitBaseline(year((t) => 10 + 3 * Math.max(0, 12 - t) + 0.5 * Math.max(0, t - 20)));
  expect(both).toMatchObject({ shape: 'both', heating: { change_point: 12 }, cooling: { change_point: 20 } });
  expect(both && [0, 15, 24].map((at) => Number(expectedKwh(both, at).toFixed(6)))).toEqual([46, 10, 12]);
});

test('takes no weather for a cause that chance explains, and none that saves energy in the cold', () => {
  // One more and one less in turn, whatever the weather: √(60 / 59) is missed.
  const even = fitBaseline(year((_, place) => 10 + (place % 2 === 0 ? 1 : -1), 60));
  expect(even).toMatchObject({ shape: 'mean', heating: null, cooling: null, base_kwh: 10, r2: 0 });
  expect(even?.rmse_kwh).toBeCloseTo(Math.sqrt(60 / 59), 12);
  expect(even?.cv_rmse).toBeCloseTo(Math.sqrt(60 / 59) / 10, 12);
  // Such misses undo each other: they are worth no more than the days that there are.
  expect(even).toMatchObject({ autocorrelation: -0.99, effective_days: 60 });
  expect(fitBaseline(year((t) => 40 + t))?.heating).toBeNull();
});

test('a constant site has a baseline that misses nothing', () => {
  expect(fitBaseline(year(() => 5))).toMatchObject({
    shape: 'mean',
    base_kwh: 5,
    r2: 1,
    cv_rmse: 0,
    autocorrelation: 0,
  });
});

test('days that follow one another alike are worth fewer', () => {
  // Weeks of one more and one less: of 14 days 12 are like the day before, so ρ is about 5/7; 1/6 of the days count.
  const weeks = fitBaseline(year((_, place) => 10 + (Math.floor(place / 7) % 2 === 0 ? 1 : -1), 364));
  expect(weeks?.shape).toBe('mean');
  expect(weeks?.autocorrelation).toBeCloseTo(5 / 7, 2);
  expect(weeks?.effective_days).toBeCloseTo(364 / 6, -1);
});

test('of too few days, or of no energy, there is none', () => {
  expect(fitBaseline(year(() => 5, FEWEST_DAYS - 1))).toBeNull();
  expect(fitBaseline(year(() => 0))).toBeNull();
});

import { expect, test } from 'vitest';
import type { Baseline } from '../../../../shared/baseline/change-point.ts';
import { indicatorsOf } from '../../../../shared/baseline/indicators.ts';
import { dayAfter } from '../../../../shared/text/days.ts';

const BASELINE: Baseline = {
  ...{ shape: 'heating', base_kwh: 8, heating: { change_point: 15, kwh_per_degree: 2 }, cooling: null },
  ...{ days: 365, mean_kwh: 20, coldest: -5, warmest: 30, rmse_kwh: 1, r2: 0.9, adjusted_r2: 0.9, cv_rmse: 0.05 },
  ...{ nmbe: 0, autocorrelation: 0, effective_days: 365 },
};

const cold = (days: number) =>
  Array.from({ length: days }, (_, place) => ({ day: dayAfter('2026-01-01', place), kwh: 24, temperature: 5 }));

test('what a period comes to by day, degree day, area, person and weather', () => {
  // 10 days of 10 K below 15 °C; 24 - 8 = 16 kWh a day for them; 28 are expected.
  expect(indicatorsOf(BASELINE, cold(10), { area_m2: 120, persons: 3 })).toEqual({
    ...{ kwh_per_day: 24, mean_temperature: 5, heating_degree_days: 100, cooling_degree_days: null },
    ...{ kwh_per_degree_day: 1.6, kwh_per_m2_year: null, kwh_per_person_day: 8, used_by_expected: 24 / 28 },
  });
});

test('a year stands for a year, and what nobody said of a site is not known', () => {
  expect(indicatorsOf(BASELINE, cold(365), { area_m2: 120 })).toMatchObject({
    ...{ kwh_per_m2_year: 73, kwh_per_person_day: null },
  });
  expect(indicatorsOf(BASELINE, cold(365), {}).kwh_per_m2_year).toBeNull();
});

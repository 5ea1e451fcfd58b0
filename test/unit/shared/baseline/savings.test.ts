import { expect, test } from 'vitest';
import type { Baseline } from '../../../../shared/baseline/change-point.ts';
import { savingsOf } from '../../../../shared/baseline/savings.ts';
import { dayAfter } from '../../../../shared/text/days.ts';

const BASELINE: Baseline = {
  ...{ shape: 'heating', base_kwh: 80, heating: { change_point: 15, kwh_per_degree: 2 }, cooling: null },
  ...{ days: 365, mean_kwh: 100, coldest: -5, warmest: 30, rmse_kwh: 10, r2: 0.9, adjusted_r2: 0.9, cv_rmse: 0.1 },
  ...{ nmbe: 0, autocorrelation: 0, effective_days: 365 },
};

const period = (days: number, kwh: number, temperature: number) =>
  Array.from({ length: days }, (_, place) => ({ day: dayAfter('2026-01-01', place), kwh, temperature }));

test('what a month saved at its weather, and how sure that is', () => {
  // At 5 °C a day is expected to use 80 + 2 × 10 = 100 kWh.
  const savings = savingsOf(BASELINE, period(30, 90, 5));
  expect(savings).toMatchObject({ days: 30, used_kwh: 2700, expected_kwh: 3000, saved_kwh: 300, share: 0.1 });
  // t(95 %, 362) = 1.6491; 1.03797 for one month; × 0.1 × 3000 × √((1 + 2/365) / 30)
  expect(savings?.uncertainty_kwh).toBeCloseTo(1.6491 * 1.03797 * 300 * Math.sqrt((1 + 2 / 365) / 30), 1);
  expect(savings?.outside_days).toBe(0);
});

test('alike days are fewer, and make it less sure', () => {
  const alike = { ...BASELINE, autocorrelation: 0.5, effective_days: 365 / 3 };
  const [few = 0, all = 0] = [alike, BASELINE].map((each) => savingsOf(each, period(30, 90, 5))?.uncertainty_kwh ?? 0);
  expect(few / all).toBeCloseTo(Math.sqrt(3), 1);
  expect(savingsOf({ ...alike, effective_days: 12 }, period(30, 90, 5))?.uncertainty_kwh).toBeNull();
});

test('more than expected is a saving below 0, and weather that was never seen is counted', () => {
  expect(savingsOf(BASELINE, period(10, 130, -8))).toMatchObject({ saved_kwh: -40, outside_days: 10 });
  expect(savingsOf(BASELINE, [])).toBeNull();
});

import { expect, test } from 'vitest';
import { baselineResult, type Periods } from '../../../../cli/baseline/result.ts';
import { baselineText } from '../../../../cli/baseline/text.ts';
import { dayAfter } from '../../../../shared/text/days.ts';

const [FIRST, DAYS] = ['2024-01-01', 500];
const temperatureOf = (place: number) => 12.5 - 17.5 * Math.cos((2 * Math.PI * place) / 365);

/** 8 kWh a day and 2 for each degree below 15; from 2025 on a quarter less for heating. */
const ALL = Array.from({ length: DAYS }, (_, place) => {
  const day = dayAfter(FIRST, place);
  const heat = 2 * Math.max(0, 15 - temperatureOf(place));
  return { day, kwh: 8 + (day < '2025' ? heat : heat * 0.75) };
});
const SITE = { site: 'home', energy: 'used', days: ALL, leftOut: 0 } as const;
const WEATHER = {
  means: new Map(ALL.map(({ day }, place) => [day, temperatureOf(place)])),
  ...{ source: 'temp of w.csv', assumed: ['It is guessed.'] },
};
const resultOf = (periods: Periods) => baselineResult(SITE, WEATHER, periods, { persons: 2 });

test('a baseline of the year before, and what was saved since', () => {
  const result = resultOf({ reportingFrom: '2025-01-01', reportingTo: '2025-02-28' });
  expect(result.baseline).toMatchObject({ from: '2024-01-02', to: '2024-12-31', days: 365, used_days: 365 });
  expect(result.reporting).toMatchObject({ days: 59, used_days: 59 });
  const { savings } = result.reporting ?? {};
  const heat = (savings?.expected_kwh ?? 0) - 59 * 8;
  expect(savings?.saved_kwh).toBeCloseTo(heat / 4, 6);
  const text = baselineText(result);
  expect(text).toMatch(/Model +heating, 3 parameters: 8 kWh a day \+ 2 kWh for each °C below 15 °C/);
  expect(text).toMatch(/Energy above the base, per degree day +2 kWh +1\.5 kWh +-25 %/);
  expect(text).toMatch(/Energy per person and day +\d/);
  expect(text).toContain('It is guessed.');
});

test('without a reporting period nothing is compared; a short baseline says so', () => {
  const { reporting, baseline } = resultOf({});
  expect([reporting, baseline.from, baseline.days]).toEqual([null, FIRST, DAYS]);
  const winter = resultOf({ to: '2024-03-31', reportingFrom: '2024-06-01', reportingTo: '2024-08-31' });
  const text = baselineText(winter);
  expect(text).toContain('The baseline has 91 days, not a year');
  expect(text).toMatch(/92 days of the reporting period were colder or warmer than the baseline has seen/);
});

test('says which days are wrong, or too few', () => {
  expect(() => resultOf({ from: '2024-02-01', to: '2024-01-01' })).toThrow('is later than its last one, 2024-01-01');
  expect(() => resultOf({ to: '2024-12-31', reportingFrom: '2024-12-01' })).toThrow('within the baseline');
  expect(() => resultOf({ reportingTo: '2024-12-01' })).toThrow('--reporting-to needs --reporting-from');
  expect(() => resultOf({ reportingFrom: '2025-03-01', reportingTo: '2025-02-01' })).toThrow(
    'is later than 2025-02-01',
  );
  expect(() => resultOf({ to: '2024-02-01' })).toThrow('32 days are whole and with a temperature; a baseline needs 60');
});

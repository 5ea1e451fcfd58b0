import { expect, test } from 'vitest';
import { textsOf } from '../../pages.ts';
import { noRows } from '../../run.ts';

test('of a few days degree days by the usual base, and no model', async () => {
  const { page, markdown } = await textsOf();
  // One day is whole: 10 degrees below 18.3 °C.
  expect(page).toContain('With 1 whole day nothing can be said of how the energy follows the weather');
  expect(page).toContain('Degree days are those below and above 18.3 °C.');
  expect(page).toContain('Oct 2026 1 5.25 kWh 8.3 °C 10 0 0.525 kWh');
  expect(markdown).toContain('| Oct 2026 | 1 | 5.25 kWh | 8.3 °C | 10 | 0 | 0.525 kWh |');
});

test('of a season what a degree takes, and what is above the base', async () => {
  // From -5 to 24 °C in thirty days, three times: 8 kWh, and 2 for each degree below 15.
  const days = `(SELECT CAST(n AS INTEGER) AS n, CAST(n % 30 AS DOUBLE) - 5 AS outside FROM range(90) t(n))`;
  const { page } = await textsOf(({ bill_data }) => ({
    temperature_data: `SELECT 'home' AS site_id, 'Outdoor (°C)' AS series, DATE '2026-01-01' + n AS day,
      outside AS celsius, 24 AS readings FROM ${days}`,
    bill_data: `SELECT * REPLACE (DATE '2026-01-01' + n AS day, 1 AS completeness,
      8 + 2 * greatest(0, 15 - outside) AS consumed_kwh)
      FROM (SELECT * FROM (${bill_data}) LIMIT 1), ${days}`,
  }));
  expect(page).toContain('A day at 15 °C or warmer takes 8 kWh. Each degree colder adds 2 kWh.');
  expect(page).toContain('The temperature explains 100 % of the differences between days.');
  // What February takes above 8 kWh a day is 2 kWh for each of its degree days.
  expect(page).toMatch(/Feb 2026 28 [\d.]+ kWh [\d.]+ °C \d+ 2 kWh/);
  expect(page).not.toContain('Cooling degree days');
});

test('nothing is said without a temperature', async () => {
  const { page, markdown } = await textsOf(() => ({ temperature_data: noRows('temperature_data') }));
  expect(page).not.toContain('With the weather');
  expect(markdown).not.toContain('With the weather');
});

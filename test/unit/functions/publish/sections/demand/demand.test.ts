import { expect, test } from 'vitest';
import { changeText } from '../../../../../../functions/publish/sections/demand/text.ts';
import { textsOf } from '../../pages.ts';

test('the shape of consumption', async () => {
  const { page, markdown } = await textsOf();
  expect(page).toContain('Always on 500 W base load, 16 % of the mean: 4,380 kWh a year');
  expect(page).toContain('Highest hour 4.5 kW from 2 Oct 2026, 18:00');
  expect(page).toContain('Weekends 7.5 kWh a day against 6 kWh on weekdays: 25 % more');
  expect(page).toContain('The last 7 days 6 kWh a day against 8 kWh in the 7 days before: 25 % less');
  expect(page).toContain(
    '20 days of the last four weeks 6.6 kWh a day against 6 kWh a year before, on the same weekdays: 10 % more',
  );
  expect(page).toContain('Peaks from the grid by year and month');
  expect(page).toContain('2026 4.5 kW 2 Oct 2026, 18:00 1 1.35 EUR');
  // Four hours are no curve.
  expect(page).not.toContain('How long which demand lasts');
  expect(page).toContain('Oct 2026 4.5 kW 2 Oct 2026, 18:00 47 % 1.35 EUR');
  expect(markdown).toContain('| home | 2026 | 4.5 kW | 2 Oct 2026, 18:00 | 1.35 EUR |');
  expect(markdown).toContain('| home | Oct 2026 | 4.5 kW | 2 Oct 2026, 18:00 | 1.35 EUR |');
  expect(markdown).toContain(
    '| home | 500 W | 4.5 kW | 2 Oct 2026, 18:00 | 69 % | 0 % | 25 % less | 10 % more | 18.25 kWh | 2 kWh |',
  );
  expect(page).toContain('Per m² and year 18.25 kWh');
  expect(page).toContain('Per person and day 2 kWh');
});

test('nothing stands per m² and person where nobody said how many', async () => {
  const { page, markdown } = await textsOf(({ load_shape_data }) => ({
    load_shape_data: `SELECT * REPLACE (NULL AS kwh_per_m2_year, NULL AS kwh_per_person_day) FROM (${load_shape_data})`,
  }));
  expect(page).not.toContain('Per m²');
  expect(markdown).not.toContain('Per person');
});

test('peaks by month say nothing new of one month that pays none', async () => {
  const free = ({ demand_data }: { demand_data: string }) => ({
    demand_data: `SELECT * REPLACE (NULL AS demand_cost) FROM (${demand_data})`,
  });
  expect((await textsOf(free)).page).not.toContain('Peaks from the grid by');
});

test('the peaks of each year, what they cost together, and how long which demand lasts', async () => {
  const month = (month: string, kw: number, cost: number) =>
    `('home', '${month}', 700, 700, 1, ${kw}, TIMESTAMP '${month}-03 17:00:00', 15, 0.5, ${kw}, ${cost}, 'EUR')`;
  const { page, html } = await textsOf(() => ({
    demand_data: `SELECT * FROM (VALUES ${month('2025-11', 6, 9)}, ${month('2025-12', 8, 12)},
      ${month('2026-01', 7, 10.5)}) AS t(site_id, month, kwh, hours, mean_kw, peak_kw, peak_timestamp, peak_minutes,
      load_factor, billed_kw, demand_cost, currency) ORDER BY ALL`,
    load_duration_data: `SELECT 'home' AS site_id, p::INT AS percent, (100 - p) * 0.08 AS kw FROM range(101) r(p)`,
  }));
  expect(page).toContain('2025 8 kW 3 Dec 2025, 17:00 2 21.00 EUR 2026 7 kW 3 Jan 2026, 17:00 1 10.50 EUR');
  expect(page).toContain('home : 8 kW at most, 7.92 kW or more for 1 % of the time, 4 kW or more for half of it');
  expect(html).toMatch(/<title>25 % of the time: 6 kW or more<\/title>/);
});

test('a change as a person says it', () => {
  expect([0, 0.25, -0.5].map(changeText)).toEqual(['the same', '25 % more', '50 % less']);
});

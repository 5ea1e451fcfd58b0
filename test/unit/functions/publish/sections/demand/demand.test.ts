import { expect, test } from 'vitest';
import { changeText } from '../../../../../../functions/publish/sections/demand/text.ts';
import { textsOf } from '../../pages.ts';

test('the shape of consumption', async () => {
  const { page, markdown } = await textsOf();
  expect(page).toContain('Always on 500 W base load, 16 % of the mean: 4,380 kWh a year');
  expect(page).toContain('Highest hour 4.5 kW from 2 Oct 2026, 18:00');
  expect(page).toContain('Weekends 7.5 kWh a day against 6 kWh on weekdays: 25 % more');
  expect(page).toContain('The last 7 days 6 kWh a day against 8 kWh in the 7 days before: 25 % less');
  expect(page).toContain('Peaks from the grid by month');
  expect(page).toContain('Oct 2026 4.5 kW 2 Oct 2026, 18:00 47 % 1.35 EUR');
  expect(markdown).toContain('| home | Oct 2026 | 4.5 kW | 2 Oct 2026, 18:00 | 1.35 EUR |');
  expect(markdown).toContain('| home | 500 W | 4.5 kW | 2 Oct 2026, 18:00 | 69 % | 0 % | 25 % less |');
});

test('peaks by month say nothing new of one month that pays none', async () => {
  const free = ({ demand_data }: { demand_data: string }) => ({
    demand_data: `SELECT * REPLACE (NULL AS demand_cost) FROM (${demand_data})`,
  });
  expect((await textsOf(free)).page).not.toContain('Peaks from the grid by month');
});

test('a change as a person says it', () => {
  expect([0, 0.25, -0.5].map(changeText)).toEqual(['the same', '25 % more', '50 % less']);
});

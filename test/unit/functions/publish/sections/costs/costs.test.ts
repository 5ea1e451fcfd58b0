import { describe, expect, it, test } from 'vitest';
import { priceRange } from '../../../../../../functions/publish/sections/costs/bill.ts';
import { textsOf } from '../../pages.ts';
import type { Queries } from '../../run.ts';

describe('what it cost', () => {
  it('is the bill, line by line, and who and when made it', async () => {
    const { page, markdown, html } = await textsOf();
    expect(page).toContain(
      'AC, 6.5 kWh 2.60 EUR day, 2 kWh 0.60 EUR = Energy from the grid 3.20 EUR ' +
        'Standing charge, 2 days 1.00 EUR Earned with 16 kWh fed in − 1.60 EUR Together 2.60 EUR',
    );
    expect(page).toContain(
      'AC 56 % 7 kWh 0.5 kWh 6.5 kWh 0.4 EUR 2.60 EUR day 44 % 5.5 kWh 3.5 kWh 2 kWh 0.3 EUR 0.60 EUR',
    );
    expect(page).toContain('All that was used would have cost 4.45 EUR at these prices');
    expect(page).toContain('AC 10 kWh 3.70 EUR − 0.70 EUR 4 kg');
    expect(html).toMatch(/<title>Thu 1 Oct: 0\.95 EUR<\/title>/);
    expect(markdown).toContain(
      '- **2.60 EUR** = AC, 6.5 kWh 2.60 EUR + day, 2 kWh 0.60 EUR ' +
        '(= Energy from the grid 3.20 EUR) + Standing charge, 2 days 1.00 EUR ' +
        '− Earned with 16 kWh fed in 1.60 EUR; about 3.4 kg of CO₂',
    );
  });

  it('says on how many days no tariff is valid, and shows no amount where there is none at all', async () => {
    const without = (day: string) => (tables: Required<Queries>) => ({
      bill_data:
        `SELECT * REPLACE (CASE WHEN day <= DATE '${day}' THEN NULL ELSE net_cost END AS net_cost) ` +
        `FROM (SELECT * REPLACE (CAST(day AS DATE) AS day) FROM (${tables.bill_data}))`,
    });
    const some = await textsOf(without('2026-10-01'));
    expect(some.page).toContain('On 1 day of 2 no tariff is valid');
    expect(some.markdown).toContain('without 1 day on which no tariff is valid');
    const all = await textsOf(without('2026-10-02'));
    expect(all.page).toContain('On 2 days of 2 no tariff is valid');
    expect(all.page).not.toMatch(/ Cost \d/);
  });

  it('says where the costs of appliances are not all of the bill', async () => {
    const alone = 'At the price of the energy alone';
    const { page: all, markdown } = await textsOf();
    for (const text of [all, markdown]) expect(text).toContain(alone);
    const { page } = await textsOf(({ bill_line_data }) => ({
      bill_line_data: `SELECT * FROM (${bill_line_data}) WHERE kind = 'energy'`,
    }));
    expect(page).toContain('By appliance');
    expect(page).not.toContain(alone);
  });

  it('tells a person who has kept no tariff where to', async () => {
    const hint = 'those of the settings';
    expect((await textsOf()).page).not.toContain(hint);
    const { page, markdown } = await textsOf(({ bill_data }) => ({
      bill_data: `SELECT * REPLACE ('settings' AS tariff) FROM (${bill_data})`,
    }));
    expect(page).toContain(hint);
    expect(page).toContain('Cost 2.60 EUR¹');
    expect(page).toContain('3.4 kg of CO₂²');
    expect(page).toContain('¹ At the price of the settings');
    expect(markdown).toContain('- **2.60 EUR**¹ = AC, 6.5 kWh');
    expect(markdown).toContain('² With the CO₂ factor of the settings');
  });

  it('says what part of it is a reading that is not believed, and what is spread', async () => {
    const replaced = '2 AS spread_kwh, 1.5 AS impossible_kwh, 0.3 AS impossible_cost';
    const { page, markdown } = await textsOf(({ bill_data }) => ({
      bill_data: `SELECT * REPLACE (${replaced}) FROM (${bill_data})`,
    }));
    expect(page).toContain('(2.00 EUR without readings that are not believed)');
    for (const text of [page, markdown]) {
      expect(text).toContain('3 kWh of it are readings that are not believed: without them it is 2.00 EUR');
      expect(text).toContain('The hours of 4 kWh are not known');
    }
  });

  it('shows every kind of line, and they add up', async () => {
    const { page } = await textsOf((tables) => ({
      bill_data: `SELECT * REPLACE (net_cost + 2 AS net_cost, 1.5 AS unpriced_kwh, 1 AS split_kwh)
        FROM (${tables.bill_data})`,
      bill_line_data: `${tables.bill_line_data.replace(' ORDER BY ALL', '')} UNION ALL
        SELECT * FROM (VALUES ('home', '2026-10', 'network', 0, 'day', 8.5, 'kWh', 0.1, 0.85, 'EUR', 'AC'),
          ('home', '2026-10', 'demand', 0, 'Capacity', 4.5, 'kW', 0.3, 1.35, 'EUR', 'AC'),
          ('home', '2026-10', 'minimum', 0, 'Minimum bill', 0, '', NULL, 0.8, 'EUR', 'AC'),
          ('home', '2026-10', 'tax', 0, 'Duty', 0, '', NULL, 0.4, 'EUR', 'AC'),
          ('home', '2026-10', 'tax', 1, 'VAT', 0, '', NULL, 0.6, 'EUR', 'AC')) ORDER BY ALL`,
    }));
    expect(page).toContain(
      '= Energy from the grid 3.20 EUR Network 0.85 EUR Standing charge, 2 days 1.00 EUR ' +
        'Capacity, 4.5 kW in all months together 1.35 EUR Earned with 16 kWh fed in − 1.60 EUR ' +
        'Up to the minimum bill 0.80 EUR Duty 0.40 EUR VAT 0.60 EUR Together 6.60 EUR',
    );
    expect(page).toContain('For 3 kWh the tariff has no price');
    expect(page).toContain('2 kWh are of readings across a change of the price');
  });

  it('is left out where a kWh costs nothing', async () => {
    const { page } = await textsOf(({ bill_data, bill_line_data }) => ({
      bill_data:
        `SELECT * REPLACE (0 AS energy_cost, 0 AS standing_charge, 0 AS export_revenue, 0 AS net_cost) ` +
        `FROM (${bill_data})`,
      bill_line_data: `SELECT * REPLACE (0 AS amount) FROM (${bill_line_data})`,
    }));
    expect(page).not.toContain('What it cost');
  });
});

test('the price of a band may change within the period', () => {
  expect(priceRange({ lowest_price: 0.3, highest_price: 0.3, currency: 'EUR' })).toBe('0.3 EUR');
  expect(priceRange({ lowest_price: 0.24, highest_price: 0.25, currency: 'EUR' })).toBe('0.24 – 0.25 EUR');
  expect(priceRange({ lowest_price: null, highest_price: null, currency: 'EUR' })).toBe('');
});

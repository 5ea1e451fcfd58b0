/** The report's sections about money, own energy, demand and gaps, from tables that are small enough to check by hand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { publish } from '../../../../functions/publish/publish.ts';
import { formatAmount, priceRange } from '../../../../functions/publish/text/money.ts';
import { formatChange, formatPower } from '../../../../functions/publish/text/power.ts';
import type { Catalog } from '../../../../shared/tables/catalog-port.ts';
import { folderLake } from '../../../helpers/folder-lake.ts';
import { createStepContext } from '../../../helpers/step-context.ts';
import { prepareRun, type Queries } from './run.ts';
import { smallInput, smallInsights, smallTables } from './small.ts';

let root = '';
let count = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'energy-money-page-'));
});
afterAll(() => rm(root, { recursive: true }));

const nowhere: Catalog = {
  partitionsOf: async () => [],
  createPartitions: async () => [],
  updatePartitions: async () => [],
  deletePartitions: async () => [],
};

/** The small tables with some of them changed, as the page's and the Markdown's text without markup. */
async function textsOf(change: (tables: Required<Queries>) => Queries = () => ({})) {
  count += 1;
  const lake = folderLake(join(root, `lake-${count}`));
  const context = { ...createStepContext(lake, root), catalog: nowhere };
  const tables = smallTables();
  const options = { insights: smallInsights, input: smallInput };
  const { report } = await publish(await prepareRun(context, { ...tables, ...change(tables) }, options), context);
  const read = async (name: string) => (await lake.getText(`${report}${name}`))?.text ?? '';
  const page = (await read('report.html')).replace(/<(style|svg)[^>]*>.*?<\/\1>/gs, '').replace(/<[^>]+>/g, ' ');
  return { page: page.replace(/\s+/g, ' '), markdown: await read('report.md'), html: await read('report.html') };
}

describe('what it cost', () => {
  it('is the bill, line by line, and who and when made it', async () => {
    const { page, markdown, html } = await textsOf();
    expect(page).toContain(
      'Energy from the grid 3.20 EUR Standing charge, 2 days 1.00 EUR Earned with 16 kWh fed in − 1.60 EUR Together 2.60 EUR',
    );
    expect(page).toContain('AC 56 % 7 kWh 0.4 2.80 EUR day 44 % 5.5 kWh 0.3 1.65 EUR');
    expect(page).toContain('AC 10 kWh 3.70 EUR − 0.70 EUR 4 kg');
    expect(html).toMatch(/<title>Thu 1 Oct: 0\.95 EUR<\/title>/);
    expect(markdown).toContain(
      '- **2.60 EUR** = energy 3.20 EUR + standing charge 1.00 EUR − exports 1.60 EUR; about 3.4 kg of CO₂',
    );
  });

  it('says on how many days no tariff is valid, and shows no amount where there is none at all', async () => {
    const without = (day: string) => (tables: Required<Queries>) => ({
      bill_data: `SELECT * REPLACE (CASE WHEN day <= DATE '${day}' THEN NULL ELSE net_cost END AS net_cost) FROM (SELECT * REPLACE (CAST(day AS DATE) AS day) FROM (${tables.bill_data}))`,
    });
    const some = await textsOf(without('2026-10-01'));
    expect(some.page).toContain('On 1 day of 2 no tariff is valid');
    expect(some.markdown).toContain('without 1 day on which no tariff is valid');
    const all = await textsOf(without('2026-10-02'));
    expect(all.page).toContain('On 2 days of 2 no tariff is valid');
    expect(all.page).not.toMatch(/ Cost \d/);
  });

  it('tells a person who has kept no tariff where to', async () => {
    const hint = 'those of the settings';
    expect((await textsOf()).page).not.toContain(hint);
    const { page } = await textsOf(({ bill_data }) => ({
      bill_data: `SELECT * REPLACE ('settings' AS tariff) FROM (${bill_data})`,
    }));
    expect(page).toContain(hint);
  });

  it('is left out where a kWh costs nothing', async () => {
    const { page } = await textsOf(({ bill_data }) => ({
      bill_data: `SELECT * REPLACE (0 AS energy_cost, 0 AS standing_charge, 0 AS export_revenue, 0 AS net_cost) FROM (${bill_data})`,
    }));
    expect(page).not.toContain('What it cost');
  });
});

describe('your own energy', () => {
  it('is where generation went and where consumption came from', async () => {
    const { page, markdown } = await textsOf();
    expect(page).toContain('used on the spot 20 % 4 kWh went into the grid 80 % 16 kWh');
    expect(page).toContain('was your own 32 % 4 kWh came from the grid 68 % 8.5 kWh');
    expect(page).toContain('saved you buying energy for 1.50 EUR');
    expect(markdown).toContain('self-consumption 20 %, self-sufficiency 32 %');
  });

  it('cannot be known from the registers of a grid meter', async () => {
    const { page, markdown } = await textsOf(({ bill_data }) => ({
      bill_data: `SELECT * REPLACE (NULL AS self_consumed_kwh, NULL AS avoided_cost) FROM (${bill_data})`,
    }));
    expect(page).toContain('cannot be known');
    expect(markdown).toContain('cannot be known');
    expect(page).not.toContain('used on the spot 20 %');
  });

  it('is no section of a report without generation', async () => {
    const { page, markdown } = await textsOf(({ processed_energy_data }) => ({
      processed_energy_data: `SELECT * FROM (${processed_energy_data}) WHERE measure = 'consumption'`,
    }));
    expect(page + markdown).not.toContain('Your own energy');
  });
});

test('the shape of consumption', async () => {
  const { page, markdown } = await textsOf();
  expect(page).toContain('Always on 500 W base load, 16 % of the mean: 4,380 kWh a year');
  expect(page).toContain('Highest hour 4.5 kW from 2 Oct 2026, 18:00');
  expect(page).toContain('Weekends 7.5 kWh a day against 6 kWh on weekdays: 25 % more');
  expect(page).toContain('The last 7 days 6 kWh a day against 8 kWh in the 7 days before: 25 % less');
  expect(markdown).toContain('| home | 500 W | 4.5 kW | 2 Oct 2026, 18:00 | 69 % | 0 % | 25 % less |');
});

test('what is missing, once', async () => {
  const { page, markdown } = await textsOf();
  expect(page).toContain('91 % of the intervals have a reading; 1 series has gaps');
  expect(page).toContain('2 Oct 2026, 07:00 2 Oct 2026, 08:00 Fridge 1');
  expect(markdown).toContain('1 gap in missing.csv, the longest from 2 Oct 2026, 07:00 to 2 Oct 2026, 08:00');
  const { page: whole } = await textsOf(({ processed_energy_data }) => ({
    processed_energy_data: `SELECT * REPLACE (readings AS expected, 1 AS completeness) FROM (${processed_energy_data})`,
    missing_data:
      'SELECT NULL AS site_id, NULL AS appliance, NULL AS measure, NULL AS gap_start, NULL AS gap_end, NULL AS gap_start_utc, NULL AS missing WHERE false',
  }));
  expect(whole).toContain('No interval is missing');
});

test('amounts, prices, powers and changes as a person says them', () => {
  expect([0, 2.345, 1234.5, -0.4, 250_000].map((amount) => formatAmount(amount, 'EUR'))).toEqual([
    '0.00 EUR',
    '2.35 EUR',
    '1,234.50 EUR',
    '-0.40 EUR',
    '250,000 EUR',
  ]);
  expect(priceRange({ lowest_price: 0.3, highest_price: 0.3 })).toBe('0.3');
  expect(priceRange({ lowest_price: 0.24, highest_price: 0.25 })).toBe('0.24 – 0.25');
  expect(priceRange({ lowest_price: null, highest_price: null })).toBe('');
  expect([0, 0.08, 4.5, 25_000].map(formatPower)).toEqual(['0 kW', '80 W', '4.5 kW', '25 MW']);
  expect([0, 0.25, -0.5].map((by) => formatChange(by, (part) => `${part * 100} %`))).toEqual([
    'the same',
    '25 % more',
    '50 % less',
  ]);
});

/** Balances worked out by hand. */
import { describe, expect, test } from 'vitest';
import type { Flow } from '../../../../../shared/energy/flows.ts';
import { balanceOfSeries, type TestSeries } from '../../../../helpers/balance.ts';

const of = (flow: Flow, values: TestSeries['values'], more: Partial<TestSeries> = {}): TestSeries => ({
  name: flow,
  flow,
  values,
  ...more,
});

/** Sum of each appliance, and of all of them. */
function sums(rows: readonly Readonly<Record<string, unknown>>[], column: 'kwh' | 'generated' = 'kwh') {
  const by: Record<string, number> = {};
  for (const { appliance, ...row } of rows) {
    const name = String(appliance);
    by[name] = Math.round(((by[name] ?? 0) + Number(row[column] ?? 0)) * 1e9) / 1e9;
  }
  return by;
}

describe('a house', () => {
  test('with a battery: use = import - export + production + discharge - charge', async () => {
    const { balance, rows, terms } = await balanceOfSeries([
      of('import', [2, 0, 0.5]),
      of('export', [0, 1, 0]),
      of('production', [0, 4, 1]),
      of('charge', [0, 1.5, 0]),
      of('discharge', [0.5, 0, 0.25]),
    ]);
    expect(balance.bases).toEqual(['house']);
    expect(rows).toMatchObject([
      {
        appliance: 'total',
        at: '00:00',
        kwh: 2.5,
        generated: 0,
        flow: 'consumption',
        basis: 'house',
        quality: 'calculated',
        series: null,
      },
      { appliance: 'total', at: '01:00', kwh: 1.5, generated: 4 },
      { appliance: 'total', at: '02:00', kwh: 1.75, generated: 1 },
    ]);
    // What the battery took of the production is self-used: 4 - 1.
    expect(terms).toMatchObject([
      { use_kwh: 2.5, self_used_kwh: 0, residual_kwh: null, charge_kwh: 0, discharge_kwh: 0.5 },
      { use_kwh: 1.5, self_used_kwh: 3, charge_kwh: 1.5 },
      { use_kwh: 1.75, self_used_kwh: 1 },
    ]);
  });

  test('with its own meter beside the terms: the meter counts, the difference is the residual', async () => {
    const { rows, terms } = await balanceOfSeries([
      of('consumption', [1.1, 2]),
      of('import', [1, 0]),
      of('export', [0, 1]),
      of('production', [0, 3]),
    ]);
    expect(sums(rows)).toEqual({ consumption: 3.1 });
    expect(sums(rows, 'generated')).toEqual({ consumption: 3 });
    expect(terms).toMatchObject([
      { use_kwh: 1.1, residual_kwh: 0.1 },
      { use_kwh: 2, residual_kwh: 0, self_used_kwh: 2 },
    ]);
  });

  test(
    'import and export in one interval are both the meter’s: ' +
      'self-used is production - export, not the lesser of two',
    async () => {
      const { terms } = await balanceOfSeries([of('import', [0.4]), of('export', [0.6]), of('production', [1])]);
      expect(terms).toMatchObject([{ use_kwh: 0.8, self_used_kwh: 0.4 }]);
    },
  );

  test('of which nothing at the grid is known: the lesser of use and production, where both are there', async () => {
    const { terms } = await balanceOfSeries([of('consumption', [1, 3, 1]), of('production', [2, 1, null])]);
    expect(terms).toMatchObject([
      { self_used_kwh: 1 },
      { self_used_kwh: 1 },
      { self_used_kwh: null, production_kwh: null },
    ]);
  });

  test('a term that is missing makes the use unknown, never 0', async () => {
    const { rows, terms } = await balanceOfSeries([
      of('import', [1, 1]),
      of('export', [0, null]),
      of('production', [1, 1]),
    ]);
    expect(terms).toMatchObject([{ use_kwh: 2 }, { use_kwh: null, export_kwh: null, self_used_kwh: null }]);
    expect(rows.map(({ kwh, generated }) => [kwh, generated])).toEqual([
      [2, 1],
      [null, 1],
    ]);
  });

  test(
    'whose use would be below zero: its export does not come from the production beside it, ' +
      'so that the use is not known',
    async () => {
      const { balance, rows, terms } = await balanceOfSeries([
        of('import', [1, 1]),
        of('export', [3, 4]),
        of('production', [1, 2]),
      ]);
      expect(balance.bases).toEqual(['grid']);
      expect(rows.map(({ kwh }) => kwh)).toEqual([1, 1]);
      expect(terms).toMatchObject([{ use_kwh: null, production_kwh: null, export_kwh: 3 }, { use_kwh: null }]);
      expect(balance.plan.leftOut).toMatchObject([
        { series: { flow: 'production' }, why: expect.stringContaining('below zero') },
      ]);
    },
  );

  test('with one flow of its battery only: its use is not known, so that import stands for it', async () => {
    const { balance, rows } = await balanceOfSeries([
      of('import', [1]),
      of('export', [0]),
      of('production', [2]),
      of('charge', [1]),
    ]);
    expect(balance.bases).toEqual(['grid']);
    expect(rows).toMatchObject([{ kwh: 1, basis: 'grid' }]);
  });

  test('with one flow of its battery only: its own meter is its use, and nothing checks it', async () => {
    const { terms } = await balanceOfSeries([
      of('consumption', [2]),
      of('import', [1]),
      of('export', [0]),
      of('production', [2]),
      of('charge', [1]),
    ]);
    expect(terms).toMatchObject([{ use_kwh: 2, residual_kwh: null, self_used_kwh: 2 }]);
  });

  test('import and self-used energy: what is used is their sum', async () => {
    const { terms } = await balanceOfSeries([
      of('import', [1, 0]),
      of('self_used', [0, 0.75]),
      of('production', [0, 2]),
    ]);
    expect(terms).toMatchObject([{ use_kwh: 1 }, { use_kwh: 0.75, self_used_kwh: 0.75, export_kwh: null }]);
  });

  test('production alone: generated, and the use is not known', async () => {
    const { balance, rows } = await balanceOfSeries([of('production', [1, 2])]);
    expect(balance.measures).toEqual(['generation']);
    expect(rows).toMatchObject([
      { appliance: 'production', kwh: null, generated: 1, flow: 'production' },
      { kwh: null, generated: 2 },
    ]);
  });
});

describe('a grid meter', () => {
  test('import is what is summed, and export is not generation', async () => {
    const { balance, rows, terms } = await balanceOfSeries([of('import', [1, 0]), of('export', [0, 2])]);
    expect(balance.bases).toEqual(['grid']);
    expect(balance.measures).toEqual(['consumption']);
    expect(rows).toMatchObject([
      { kwh: 1, generated: 0, flow: 'import', basis: 'grid' },
      { kwh: 0, generated: 2 },
    ]);
    expect(terms).toMatchObject([
      { import_kwh: 1, export_kwh: 0, use_kwh: null, production_kwh: null, self_used_kwh: null },
      { import_kwh: 0, export_kwh: 2 },
    ]);
  });

  test('a net is split by its sign, interval by interval', async () => {
    const { terms } = await balanceOfSeries([of('net', [1.5, -2, 0])]);
    expect(terms).toMatchObject([
      { import_kwh: 1.5, export_kwh: 0 },
      { import_kwh: 0, export_kwh: 2 },
      { import_kwh: 0, export_kwh: 0 },
    ]);
  });

  test('phases with a sign are added before they are split', async () => {
    const { terms } = await balanceOfSeries([
      of('net', [1, -1], { name: 'L1' }),
      of('net', [-0.4, -1], { name: 'L2' }),
      of('net', [0.1, 0.5], { name: 'L3' }),
    ]);
    expect(terms).toMatchObject([
      { import_kwh: 0.7, export_kwh: 0 },
      { import_kwh: 0, export_kwh: 1.5 },
    ]);
  });

  test('a net and a battery with a sign beside production make a house', async () => {
    const { terms } = await balanceOfSeries([of('net', [1, -2]), of('battery', [0.5, -1]), of('production', [0, 4])]);
    expect(terms).toMatchObject([
      { use_kwh: 1.5, discharge_kwh: 0.5, charge_kwh: 0 },
      { use_kwh: 1, discharge_kwh: 0, charge_kwh: 1, self_used_kwh: 2 },
    ]);
  });

  test('registers of two tariffs add up, also where only one of them runs at a time', async () => {
    const { rows } = await balanceOfSeries([
      of('import', [1, 2], { name: 'T1' }),
      of('import', [0.5, 0], { name: 'T2' }),
    ]);
    expect(sums(rows)).toEqual({ total: 3.5 });
    const turns = await balanceOfSeries([
      of('import', [1, null, 2], { name: 'T1' }),
      of('import', [null, 0.5, null], { name: 'T2' }),
    ]);
    expect(sums(turns.rows)).toEqual({ total: 3.5 });
  });

  test('a register that is missing where both usually come together makes their sum unknown', async () => {
    const { rows } = await balanceOfSeries([
      of('import', [1, 2, 1], { name: 'T1' }),
      of('import', [0.5, 0, null], { name: 'T2' }),
    ]);
    expect(sums(rows)).toEqual({ total: 3.5 });
    expect(rows).toHaveLength(2);
  });

  test('a day or longer may lack a tariff that did not run in it', async () => {
    const days = { minutes: 1440 };
    const { rows } = await balanceOfSeries([
      of('import', [4, 5, 4, null], { name: 'Import day', ...days }),
      of('import', [3, 2, 3, 6], { name: 'Import night', ...days }),
    ]);
    expect(sums(rows)).toEqual({ total: 27 });
    const phases = await balanceOfSeries([
      of('import', [4, 5, 4, null], { name: 'Import L1', minutes: 1440 }),
      of('import', [3, 2, 3, 6], { name: 'Import L2', minutes: 1440 }),
    ]);
    expect(sums(phases.rows)).toEqual({ total: 21 });
  });

  test('two meters of a site add, each in its own row', async () => {
    const { rows, terms } = await balanceOfSeries([
      of('import', [1, 2], { name: 'House', meter: 'A1' }),
      of('import', [0.5, 1], { name: 'Heat pump', meter: 'B2' }),
    ]);
    expect(sums(rows)).toEqual({ House: 3, 'Heat pump': 1.5 });
    expect(terms).toMatchObject([{ import_kwh: 1.5 }, { import_kwh: 3 }]);
  });

  test('the total of its registers counts alone', async () => {
    const { balance, rows } = await balanceOfSeries([
      of('import', [1, 2], { name: 'T1' }),
      of('import', [0.5, 0], { name: 'T2' }),
      of('import', [1.5, 2], { name: 'Sum', role: 'total' }),
    ]);
    expect(sums(rows)).toEqual({ Sum: 3.5 });
    expect(balance.plan.leftOut.map(({ series, why }) => [series.name, why])).toEqual([
      ['T1', 'it is a part of "Sum"'],
      ['T2', 'it is a part of "Sum"'],
    ]);
  });

  test('the same energy by the day is a check of its hours, and is not added to them', async () => {
    const { balance, rows } = await balanceOfSeries([
      of(
        'import',
        Array.from({ length: 24 }, () => 1),
      ),
      of('import', [24], { name: 'day', minutes: 1440 }),
    ]);
    expect(sums(rows)).toEqual({ import: 24 });
    expect(balance.plan.leftOut).toMatchObject([{ series: { name: 'day' } }]);
  });
});

describe('submeters', () => {
  test('beside the house’s meter they are shares of it, and the rest is what none of them measures', async () => {
    const { rows, terms } = await balanceOfSeries([
      of('consumption', [3, 2]),
      of('submeter', [1, 0.5], { name: 'Oven' }),
      of('submeter', [0.5, null], { name: 'Car' }),
    ]);
    expect(sums(rows)).toEqual({ Car: 0.5, Oven: 1.5, rest: 3 });
    expect(rows.filter(({ appliance }) => appliance === 'rest')).toMatchObject([
      { at: '00:00', kwh: 1.5, quality: 'calculated', series: null },
      // The car was not measured then: its energy is in the rest.
      { at: '01:00', kwh: 1.5 },
    ]);
    expect(terms).toMatchObject([{ use_kwh: 3 }, { use_kwh: 2 }]);
  });

  test('a rest below 0 by rounding stays below 0', async () => {
    const { rows } = await balanceOfSeries([of('consumption', [1, 1]), of('submeter', [1.005, 0.5], { name: 'Oven' })]);
    expect(sums(rows)).toEqual({ Oven: 1.505, rest: 0.495 });
    expect(rows.find(({ appliance }) => appliance === 'rest')).toMatchObject({ kwh: -0.005 });
  });

  test('that measure more than the site uses on a day are asked about', async () => {
    const series = [of('consumption', [1, 1]), of('submeter', [1.5, 1.5], { name: 'Oven' })];
    await expect(balanceOfSeries(series)).rejects.toMatchObject({
      code: 'LAYOUT_AMBIGUOUS',
      sentence: expect.stringContaining('"Oven" together are 50 % more than the site "home" uses'),
      // The whole is said as well: else it would be asked next whether it holds the other.
      details: { setting: { columns: { consumption: { flow: 'consumption' }, Oven: { flow: 'consumption' } } } },
    });
    const { rows } = await balanceOfSeries(series, { columns: { Oven: { flow: 'submeter' } } });
    expect(sums(rows)).toEqual({ Oven: 3, rest: -1 });
  });

  test('that equals what the other flows give is the house’s own meter', async () => {
    const use = Array.from({ length: 30 }, (_, hour) => 1 + (hour % 5) / 10);
    const { rows, terms } = await balanceOfSeries([
      of('import', use),
      of(
        'export',
        use.map(() => 0),
      ),
      of(
        'production',
        use.map(() => 0),
      ),
      of(
        'submeter',
        use.map((kwh) => kwh + 0.001),
        { name: 'Flat' },
      ),
    ]);
    expect(sums(rows)).toEqual({ Flat: 36.03 });
    expect(terms[0]).toMatchObject({ use_kwh: 1.001, residual_kwh: 0.001 });
  });

  test('behind another submeter: that one less what is behind it', async () => {
    const { rows } = await balanceOfSeries([
      of('consumption', [5]),
      of('submeter', [3], { name: 'Kitchen' }),
      of('submeter', [2], { name: 'Oven', parent: 'Kitchen' }),
      of('submeter', [0.5], { name: 'Grill', parent: 'Oven' }),
    ]);
    expect(sums(rows)).toEqual({ Grill: 0.5, Kitchen: 1, Oven: 1.5, rest: 2 });
  });

  test('alone they are the parts, and there is no rest', async () => {
    const { balance, rows, terms } = await balanceOfSeries([
      of('submeter', [1, 2], { name: 'Oven' }),
      of('submeter', [0.5, null], { name: 'Car' }),
    ]);
    expect(balance.bases).toEqual(['parts']);
    expect(sums(rows)).toEqual({ Car: 0.5, Oven: 3 });
    expect(terms).toMatchObject([{ use_kwh: 1.5 }, { use_kwh: 2 }]);
  });

  test('where the house’s meter is missing the parts count by themselves', async () => {
    const { rows } = await balanceOfSeries([of('consumption', [3, null]), of('submeter', [1, 1], { name: 'Oven' })]);
    expect(sums(rows)).toEqual({ Oven: 2, rest: 2 });
    expect(rows).toHaveLength(3);
  });

  test(
    'by the day beside a meter by the hour: ' + 'the rest is by the day, and hours outside those days are all rest',
    async () => {
      const { rows, terms } = await balanceOfSeries([
        of(
          'consumption',
          Array.from({ length: 30 }, () => 1),
        ),
        of('submeter', [10], { name: 'Oven', minutes: 1440 }),
      ]);
      expect(sums(rows)).toEqual({ Oven: 10, rest: 20 });
      expect(rows.filter(({ appliance }) => appliance === 'rest').map(({ minutes }) => minutes)).toEqual([
        1440, 60, 60, 60, 60, 60, 60,
      ]);
      expect(terms).toHaveLength(30);
    },
  );

  test('by the minute beside a meter by the hour keep their minutes', async () => {
    const { rows } = await balanceOfSeries([
      of('consumption', [6, 6]),
      of(
        'submeter',
        Array.from({ length: 8 }, () => 1),
        { name: 'Oven', minutes: 15 },
      ),
    ]);
    expect(sums(rows)).toEqual({ Oven: 8, rest: 4 });
    expect(rows).toHaveLength(10);
  });

  test('a production beside them stands in a row of its own', async () => {
    const { rows } = await balanceOfSeries([
      of('consumption', [3]),
      of('submeter', [1], { name: 'Oven' }),
      of('production', [2]),
    ]);
    expect(rows).toMatchObject([
      { appliance: 'Oven', kwh: 1, generated: null },
      { appliance: 'production', kwh: null, generated: 2 },
      { appliance: 'rest', kwh: 2, generated: null },
    ]);
  });
});

describe('intervals that differ', () => {
  test('terms meet in the longest of them, where the shorter ones cover it', async () => {
    const { terms } = await balanceOfSeries([
      of('import', [1, 1]),
      of('export', [0, 0]),
      of('production', [0.5, 0.5, 0.5, 0.5, 0.5, null, 0.5, 0.5], { minutes: 15 }),
    ]);
    expect(terms).toMatchObject([
      { at: '00:00', use_kwh: 3, production_kwh: 2 },
      { at: '01:00', use_kwh: null, production_kwh: null, import_kwh: 1 },
    ]);
  });

  test('a production by shorter intervals keeps them', async () => {
    const { rows } = await balanceOfSeries([
      of('import', [1]),
      of('export', [0]),
      of('production', [0.5, 0.5, 0.5, 0.5], { minutes: 15 }),
    ]);
    expect(sums(rows, 'generated')).toEqual({ production: 2, total: 0 });
    expect(sums(rows)).toEqual({ production: 0, total: 3 });
  });
});

test('heat and gas are no electricity, and a file of nothing else is refused with that', async () => {
  const { rows, balance } = await balanceOfSeries([of('consumption', [1]), of('heat', [5])]);
  expect(sums(rows)).toEqual({ consumption: 1 });
  expect(balance.plan.leftOut).toMatchObject([{ series: { flow: 'heat' } }]);
  await expect(balanceOfSeries([of('gas', [5])])).rejects.toMatchObject({ code: 'EMPTY_FILE' });
});

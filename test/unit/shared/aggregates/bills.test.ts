/** Bills worked out by hand, to the last decimal. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aggregate } from '../../../../functions/aggregate/aggregate.ts';
import type { Validated } from '../../../../shared/contract.ts';
import { CONFIG_KEYS } from '../../../../shared/lake/keys.ts';
import { runs } from '../../../helpers/properties.ts';
import { energyArbitrary, nano } from '../../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';
import { zoned } from '../../../helpers/zoned.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await stepBench();
});
afterAll(() => bench.close());

const BERLIN = 'Europe/Berlin';

async function priced(tariffs: unknown, readings: readonly TestReading[], more: Partial<Validated> = {}) {
  await bench.context.lake.putText(CONFIG_KEYS.tariffs, JSON.stringify(tariffs), 'application/json');
  const output = await aggregate({ ...(await bench.readings(readings)), timeZone: BERLIN, ...more }, bench.context);
  const of = (table: string) => bench.rows(output.tables.find((each) => each.table === table));
  return { costs: await of('cost_data'), bills: await of('bill_data') };
}

/** Exact: `14.730000000000000` is 14.73. */
function amounts(rows: readonly Record<string, unknown>[], column: string): number[] {
  return rows.map((row) => Number(row[column]));
}

function sum(values: readonly number[]): number {
  return Number(values.reduce((of, value) => of + value, 0).toFixed(9));
}

const NIGHT = { band: 'off-peak', price: 0.24, hours: ['22:00-07:00'] };

test('a price rise in the middle of a month in which clocks go back', async () => {
  const { costs, bills } = await priced(
    [
      {
        name: 'Day and night',
        currency: 'EUR',
        versions: [
          {
            from: '2026-01-01',
            until: '2026-10-26',
            standing_charge: 0.4,
            rates: [NIGHT, { band: 'peak', price: 0.32 }],
          },
          {
            from: '2026-10-26',
            standing_charge: 0.45,
            co2_g_per_kwh: 400,
            rates: [
              { ...NIGHT, price: 0.25 },
              { band: 'peak', price: 0.36 },
            ],
          },
        ],
      },
    ],
    // Half a kWh in each of the 97 hours from midnight of 24 October to midnight of 28 October.
    zoned(BERLIN, '2026-10-23T22:00Z', 97, () => ({ kwh: 0.5 })),
  );
  // Sat 24: 15 h by day, 9 h by night. Sun 25 has 02:00 twice: 10 h by night. From Monday the new prices.
  expect(costs.map(({ day, band, kwh, cost }) => [day, band, Number(kwh), Number(cost)])).toEqual([
    ['2026-10-24', 'off-peak', 4.5, 1.08],
    ['2026-10-24', 'peak', 7.5, 2.4],
    ['2026-10-25', 'off-peak', 5, 1.2],
    ['2026-10-25', 'peak', 7.5, 2.4],
    ['2026-10-26', 'off-peak', 4.5, 1.125],
    ['2026-10-26', 'peak', 7.5, 2.7],
    ['2026-10-27', 'off-peak', 4.5, 1.125],
    ['2026-10-27', 'peak', 7.5, 2.7],
  ]);
  // 1.08 + 2.40 + 1.20 + 2.40 + 2 * (1.125 + 2.70) = 14.73; standing charges 2 * 0.40 + 2 * 0.45 = 1.70
  expect(sum(amounts(costs, 'cost'))).toBe(14.73);
  expect(amounts(bills, 'net_cost')).toEqual([3.88, 4, 4.275, 4.275]);
  expect(sum(amounts(bills, 'net_cost'))).toBe(16.43);
  // Every hour is there: 9 + 15, 10 + 15, 9 + 15 of as many expected.
  expect(bills.map(({ readings, expected, completeness }) => [readings, expected, completeness])).toEqual([
    ['24', '24', 1],
    ['25', '25', 1],
    ['24', '24', 1],
    ['24', '24', 1],
  ]);
  // The first version gives no CO2; 12 kWh a day at 0.4 kg.
  expect(bills.map(({ co2_kg }) => co2_kg && Number(co2_kg))).toEqual([null, null, 4.8, 4.8]);
  // By day, 7.5 kWh could move to the night: 7.5 * (0.32 - 0.24) and 7.5 * (0.36 - 0.25).
  expect(amounts(costs, 'shift_saving')).toEqual([0, 0.6, 0, 0.6, 0, 0.825, 0, 0.825]);
});

test('seasons, weekends and holidays, over the day of 23 hours', async () => {
  const { costs } = await priced(
    [
      {
        name: 'Three rates',
        currency: 'EUR',
        country: 'DE',
        versions: [
          {
            from: '2026-01-01',
            rates: [
              {
                band: 'peak',
                price: 0.4,
                weekdays: ['mon-fri'],
                holidays: false,
                months: ['apr-sep'],
                hours: ['17:00-20:00'],
              },
              { band: 'day', price: 0.3, hours: ['06:00-22:00'] },
              { band: 'night', price: 0.2 },
            ],
          },
        ],
      },
    ],
    // One kWh an hour from Saturday, 28 March, to the end of Good Friday, 3 April.
    zoned(BERLIN, '2026-03-27T23:00Z', 7 * 24 - 1, () => ({ kwh: 1 })),
  );
  const by = (day: string) => costs.filter((row) => row.day === day).map(({ band, kwh }) => [band, Number(kwh)]);
  expect(by('2026-03-28')).toEqual([
    ['day', 16],
    ['night', 8],
  ]);
  // Sunday: 02:00 is skipped, so the night has 7 hours.
  expect(by('2026-03-29')).toEqual([
    ['day', 16],
    ['night', 7],
  ]);
  // Tuesday in March has no evening peak, Wednesday in April has.
  expect(by('2026-03-31')).toEqual([
    ['day', 16],
    ['night', 8],
  ]);
  expect(by('2026-04-01')).toEqual([
    ['day', 13],
    ['night', 8],
    ['peak', 3],
  ]);
  // Good Friday is a holiday.
  expect(by('2026-04-03')).toEqual([
    ['day', 16],
    ['night', 8],
  ]);
  // 5 days * (16 * 0.3 + 8 * 0.2) - one hour of night 0.2 + 2 days * (13 * 0.3 + 8 * 0.2 + 3 * 0.4) = 31.8 + 13.4
  expect(sum(amounts(costs, 'cost'))).toBe(45.2);
  expect(costs.every(({ completeness }) => completeness === 1)).toBe(true);
});

test('each site pays the first tariff that fits it; the others pay the price of the settings', async () => {
  const flat = (name: string, sites: string[], price: number, currency: string) => ({
    name,
    sites,
    currency,
    versions: [{ from: '2026-01-01', rates: [{ band: 'flat', price }] }],
  });
  const site = (site_id: string) => zoned(BERLIN, '2026-10-01T10:00Z', 2, () => ({ site_id, kwh: 1 }));
  const { bills } = await priced(
    [flat('First', ['plant_a'], 0.1, 'CHF'), flat('Plants', ['plant*', '*50%*'], 0.2, 'SEK')],
    [...site('plant_a'), ...site('plantXa'), ...site('at 50% load'), ...site('at 500 load')],
  );
  expect(
    bills.map(({ site_id, energy_cost, currency, tariff }) => [site_id, Number(energy_cost), currency, tariff]),
  ).toEqual([
    ['at 50% load', 0.4, 'SEK', 'Plants'],
    ['at 500 load', 0.6, 'EUR', 'settings'],
    ['plantXa', 0.4, 'SEK', 'Plants'],
    ['plant_a', 0.2, 'CHF', 'First'],
  ]);
});

test('a day without a valid version has its energy and no cost', async () => {
  const { costs, bills } = await priced(
    [{ name: 'New', currency: 'EUR', versions: [{ from: '2026-10-02', rates: [{ band: 'flat', price: 0.3 }] }] }],
    zoned(BERLIN, '2026-09-30T22:00Z', 48, () => ({ kwh: 1 })),
  );
  expect(costs).toMatchObject([
    {
      day: '2026-10-01',
      band: 'no tariff',
      kwh: '24.000000000',
      price: null,
      cost: null,
      tariff: 'New',
      completeness: 1,
    },
    { day: '2026-10-02', band: 'flat', kwh: '24.000000000', price: '0.300000' },
  ]);
  expect(bills).toMatchObject([
    { day: '2026-10-01', consumed_kwh: '24.000000000', energy_cost: null, net_cost: null },
    { day: '2026-10-02', net_cost: '7.200000000000000' },
  ]);
});

describe('readings of more than an hour', () => {
  const twoRates = [
    {
      name: 'Day and night',
      currency: 'EUR',
      versions: [{ from: '2026-01-01', rates: [NIGHT, { band: 'peak', price: 0.32 }] }],
    },
  ];

  test('are spread over their hours: a day of 2.4 kWh has 0.9 kWh in nine hours of night', async () => {
    const { costs } = await priced(
      twoRates,
      ['2026-10-24', '2026-10-25', '2026-10-26'].map((date) => ({
        timestamp: `${date} 00:00:00`,
        utc: new Date(`${date}T00:00:00+0${date > '2026-10-25' ? 1 : 2}:00`)
          .toISOString()
          .slice(0, 19)
          .replace('T', ' '),
        kwh: '2.4',
        interval_minutes: 1440,
      })),
    );
    expect(costs.map(({ day, band, kwh, readings, expected }) => [day, band, Number(kwh), readings, expected])).toEqual(
      ['2026-10-24', '2026-10-25', '2026-10-26'].flatMap((day) => [
        [day, 'off-peak', 0.9, '1', '1'],
        [day, 'peak', 1.5, '0', '0'],
      ]),
    );
  });

  test('keep their exact sum, below zero too, and reach days that have no reading of their own', async () => {
    for (const kwh of ['100', '-100']) {
      const { costs } = await priced(twoRates, [
        { timestamp: '2026-10-01 00:00:00', utc: '2026-09-30 22:00:00', kwh, interval_minutes: 4320 },
      ]);
      // 100 / 72 is periodic: 72 parts of whole nano-kWh.
      expect(sum(amounts(costs, 'kwh'))).toBe(Number(kwh));
      expect(new Set(costs.map(({ day }) => day)).size).toBe(3);
    }
  });
});

describe('without a file of tariffs', () => {
  test('every hour has the price and the CO2 of the settings', async () => {
    const own = await stepBench({ ENERGY_TARIFF_RATE: '0.123456', ENERGY_CO2_FACTOR: '50.5', ENERGY_CURRENCY: 'USD' });
    const output = await aggregate(await own.readings([{ timestamp: '2026-10-01 03:00:00', kwh: 10 }]), own.context);
    const [bill] = await own.rows(output.tables.find(({ table }) => table === 'bill_data'));
    await own.close();
    expect(bill).toMatchObject({
      net_cost: '1.234560000000000',
      co2_kg: '0.505000000000000',
      currency: 'USD',
      tariff: 'settings',
    });
  });
});

test('a file that cannot be used refuses the run, with line and field', async () => {
  const faulty = priced(
    [{ name: 'X', currency: 'EUR', versions: [{ from: '2026-01-01', rates: [{ band: 'a', price: '1' }] }] }],
    [{ timestamp: '2026-10-01 00:00:00', kwh: 1 }],
  );
  await expect(faulty).rejects.toMatchObject({
    name: 'InputRejected',
    code: 'SETTING_INVALID',
    sentence: expect.stringMatching(/^config\/tariffs\.json .*line 1, \[0\]\.versions\[0\]\.rates\[0\]\.price: /),
  });
  const unknown = priced(
    [
      {
        name: 'X',
        currency: 'EUR',
        country: 'XX',
        versions: [
          {
            from: '2026-01-01',
            rates: [
              { band: 'a', price: 1, holidays: true },
              { band: 'b', price: 1 },
            ],
          },
        ],
      },
    ],
    [{ timestamp: '2026-10-01 00:00:00', kwh: 1 }],
  );
  await expect(unknown).rejects.toMatchObject({
    code: 'SETTING_INVALID',
    sentence: expect.stringContaining('The country of "X"'),
  });
});

test('the cost of any readings is the sum of their costs one by one', async () => {
  const tariff = {
    name: 'Any',
    currency: 'EUR',
    versions: [
      {
        from: '2026-10-01',
        until: '2026-10-26',
        rates: [
          { band: 'weekend', price: 0.111111, weekdays: ['sat-sun'] },
          { band: 'peak', price: 0.4, hours: ['16:00-21:00'] },
          { band: 'base', price: 0.25 },
        ],
      },
      { from: '2026-10-26', rates: [{ band: 'base', price: 0.5 }] },
    ],
  };
  /** Price of a kWh in millionths, written down a second time. */
  const price = (date: string, hour: number) => {
    if (date >= '2026-10-26') return 500_000n;
    if (date === '2026-10-24' || date === '2026-10-25') return 111_111n;
    return hour >= 16 && hour < 21 ? 400_000n : 250_000n;
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(energyArbitrary, { freq: 4 }), { minLength: 8, maxLength: 4 * 50 }),
      fc.constantFrom(15, 30, 60),
      async (values, minutes) => {
        let index = 0;
        const readings = zoned(
          BERLIN,
          '2026-10-23T13:00Z',
          values.length,
          () => ({ kwh: values[index++] ?? null }),
          minutes,
        );
        const known = readings.filter(({ kwh }) => kwh !== null);
        fc.pre(known.length > 0);
        const { costs, bills } = await priced([tariff], readings);
        const expected = known.reduce(
          (of, { timestamp, kwh }) => of + nano(kwh) * price(timestamp.slice(0, 10), Number(timestamp.slice(11, 13))),
          0n,
        );
        // Costs have the nine decimals of a reading and the six of a price.
        const exact = (rows: readonly Record<string, unknown>[], column: string) =>
          rows.reduce((of, row) => of + BigInt(String(row[column]).replace('.', '')), 0n);
        expect(exact(costs, 'cost')).toBe(expected);
        expect(exact(bills, 'energy_cost')).toBe(expected);
        expect(exact(costs, 'readings')).toBe(BigInt(known.length));
        for (const { completeness } of [...costs, ...bills]) {
          expect(completeness).toBeGreaterThan(0);
          expect(completeness).toBeLessThanOrEqual(1);
        }
      },
    ),
    runs(12),
  );
});

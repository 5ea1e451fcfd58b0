/** Bills with every part that a tariff can have, worked out by hand. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BERLIN, billOf, exactSum, read, sumOf } from '../../../helpers/bills.ts';
import { runs } from '../../../helpers/properties.ts';
import { energyArbitrary } from '../../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';
import { zoned } from '../../../helpers/zoned.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await stepBench();
});
afterAll(() => bench.close());

const FLAT = [{ band: 'flat', price: 0.3 }];
/** Half a kWh an hour over the first twenty days of June: 240 kWh. */
const JUNE = zoned(BERLIN, '2026-05-31T22:00Z', 20 * 24, () => ({ kwh: 0.5 }));
const at = (timestamp: string, values: Partial<TestReading>): TestReading => ({
  timestamp: `${timestamp}:00`,
  utc: new Date(`${timestamp}:00+0${timestamp > '2026-10-25 03' ? 1 : 2}:00`)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' '),
  ...values,
});

describe('a window that begins at any minute', () => {
  const rates = [{ band: 'night', price: 0.1, hours: ['02:30-06:15'] }, ...FLAT];

  test.each([15, 60])('on the day of 25 hours, by readings of %d minutes', async (minutes) => {
    // 10 kWh over 25 hours. Night: 02:30 to 03:00 twice, 03:00 to 06:15: 4.25 h of 0.4 kWh = 1.7 kWh.
    const readings = zoned(BERLIN, '2026-10-24T22:00Z', 1500 / minutes, () => ({ kwh: minutes / 150 }), minutes);
    const { costs, bills, lines } = await billOf(bench, { rates }, readings);
    expect(read(lines)).toEqual([
      ['energy', 'flat', 8.3, 2.49],
      ['energy', 'night', 1.7, 0.17],
    ]);
    expect(costs.map(({ band, kwh, cost }) => [band, Number(kwh), Number(cost)])).toEqual([
      ['flat', 8.3, 2.49],
      ['night', 1.7, 0.17],
    ]);
    // Of hourly readings, both at 02:00 and that at 06:00 lie across an edge.
    expect(Number(bills[0]?.split_kwh)).toBe(minutes === 60 ? 1.2 : 0);
    expect(sumOf(bills, 'net_cost')).toBe(2.66);
  });

  test('on the day of 23 hours what is skipped is in no band', async () => {
    const { lines } = await billOf(
      bench,
      { rates },
      zoned(BERLIN, '2026-03-28T23:00Z', 23, () => ({ kwh: 1 })),
    );
    // 02:30 to 03:00 is not there: 03:00 to 06:15.
    expect(read(lines)).toEqual([
      ['energy', 'flat', 19.75, 5.925],
      ['energy', 'night', 3.25, 0.325],
    ]);
  });
});

describe('a price series', () => {
  const rates = [{ band: 'spot', series: 'spot.csv', plus: 0.02 }, ...FLAT];

  test('tells the hour that comes twice, may be below zero, and leaves its gaps to the next rate', async () => {
    const spot = 'start;price\n2026-10-25T02:00+02:00;0,10\n2026-10-25T02:00+01:00;-0,07\n';
    const readings = zoned(BERLIN, '2026-10-24T23:00Z', 4, () => ({ kwh: 2 }));
    const { lines, bills, costs } = await billOf(bench, { rates }, readings, { 'spot.csv': spot });
    // 01:00 and the 03:00 behind the second 02:00 have no price there.
    expect(read(lines)).toEqual([
      ['energy', 'flat', 4, 1.2],
      ['energy', 'spot', 4, 0.14],
    ]);
    expect(sumOf(bills, 'net_cost')).toBe(1.34);
    expect(sumOf(costs, 'cost')).toBe(1.34);
  });

  test('by quarter hours splits hourly readings by time', async () => {
    const prices = [0.1, 0.2, 0.3, 0.4].map((price, place) => ({
      start: `2026-10-01T10:${15 * place || '00'}:00Z`,
      price,
    }));
    const readings = [at('2026-10-01 12:00', { kwh: 4 })];
    const version = { rates: [{ band: 'spot', series: 'q.json' }, ...FLAT] };
    const { lines, bills } = await billOf(bench, version, readings, { 'q.json': JSON.stringify({ prices }) });
    expect(read(lines)).toEqual([['energy', 'spot', 4, 1]]);
    expect(Number(bills[0]?.split_kwh)).toBe(4);
  });

  test('energy without any price is in no amount, and said', async () => {
    const spot = 'start,end,price\n2026-10-01T10:00Z,2026-10-01T11:00Z,0.1\n';
    const readings = zoned(BERLIN, '2026-10-01T10:00Z', 3, () => ({ kwh: 1 }));
    const { lines, bills } = await billOf(bench, { rates: [{ band: 'spot', series: 'spot.csv' }] }, readings, {
      'spot.csv': spot,
    });
    expect(read(lines)).toEqual([
      ['energy', 'no price', 2, null],
      ['energy', 'spot', 1, 0.1],
    ]);
    expect(bills).toMatchObject([{ unpriced_kwh: '2.000000000', net_cost: '0.100000000000000' }]);
  });

  test('that is not in the lake refuses the run', async () => {
    const run = billOf(bench, { rates: [{ band: 'spot', series: 'none.csv' }] }, JUNE.slice(0, 2));
    await expect(run).rejects.toMatchObject({
      code: 'SETTING_INVALID',
      sentence: expect.stringContaining('none.csv is not in the lake'),
    });
  });
});

describe('tiers', () => {
  const rates = [
    { band: 'tier 1', price: 0.1, up_to_kwh: 30 },
    { band: 'tier 2', price: 0.2 },
  ];
  /** A kWh an hour from 30 October to 1 November. */
  const readings = zoned(BERLIN, '2026-10-29T23:00Z', 72, () => ({ kwh: 1 }));

  test.each([
    // 24 and 48 kWh of October, 24 of November: 2.4 + (0.6 + 3.6) + 2.4.
    ['month', [2.4, 4.2, 2.4]],
    ['day', [2.4, 2.4, 2.4]],
    // 30 of 72 kWh: 2.4 + (0.6 + 3.6) + 4.8.
    ['year', [2.4, 4.2, 4.8]],
  ])('by %s', async (tier_period, days) => {
    const { bills, costs } = await billOf(bench, { rates, tier_period }, readings);
    expect(bills.map(({ net_cost }) => Number(net_cost))).toEqual(days);
    expect(exactSum(costs, 'cost')).toBe(exactSum(bills, 'energy_cost'));
  });

  test('two appliances share the steps as they share the energy', async () => {
    const two = readings.flatMap((reading) => [
      { ...reading, appliance: 'a', kwh: 0.75 },
      { ...reading, appliance: 'b', kwh: 0.25 },
    ]);
    const { costs } = await billOf(bench, { rates }, two.slice(0, 96));
    const of = (appliance: string) => costs.filter((row) => row.appliance === appliance);
    // October: 30 kWh at 0.1 and 18 at 0.2 are 6.6.
    expect([sumOf(of('a'), 'cost'), sumOf(of('b'), 'cost')]).toEqual([4.95, 1.65]);
  });

  test('prepaid kWh are a first step that costs nothing, beside what was paid for them', async () => {
    const prepaid = [{ band: 'prepaid', price: 0, up_to_kwh: 100 }, ...FLAT];
    const { lines } = await billOf(
      bench,
      { rates: prepaid, fees: [{ name: 'Bundle', price: 30, per: 'month' }] },
      JUNE,
    );
    expect(read(lines)).toEqual([
      ['energy', 'flat', 140, 42],
      ['energy', 'prepaid', 100, 0],
      ['fee', 'Bundle', 20, 20],
    ]);
  });
});

test('charges by time: of a month and a year the days count, and a whole month is its price', async () => {
  const fees = [
    { name: 'Meter', price: 73, per: 'year' },
    { name: 'Bonus', price: -3, per: 'month' },
  ];
  const { lines } = await billOf(bench, { rates: FLAT, standing_charge: 0.4, standing_charge_month: 9.9, fees }, JUNE);
  expect(read(lines)).toEqual([
    ['energy', 'flat', 240, 72],
    ['fee', 'Standing charge', 20, 8],
    ['fee', 'Monthly charge', 20, 6.6],
    ['fee', 'Meter', 20, 4],
    ['fee', 'Bonus', 20, -2],
  ]);
  const october = zoned(BERLIN, '2026-09-30T22:00Z', 31 * 24 + 1, () => ({ kwh: 1 }));
  const { bills } = await billOf(bench, { rates: FLAT, standing_charge_month: 10 }, october);
  expect(bills).toHaveLength(31);
  expect(exactSum(bills, 'standing_charge')).toBe(10n * 10n ** 15n);
});

describe('demand', () => {
  /** Peaks of 4 kW in October (2 kW over its hour) and 2 kW in November, by quarter hours. */
  const quarters = (date: string, values: readonly number[]) =>
    values.map((kwh, place) => at(`${date} 10:${place === 0 ? '00' : 15 * place}`, { kwh, interval_minutes: 15 }));
  const readings = [...quarters('2026-10-01', [1, 0.2, 0.2, 0.6]), ...quarters('2026-11-02', [0.5, 0.5, 0.25, 0.25])];

  test.each([
    ['of the month, by the quarter hour', 10, [40, 20]],
    ['of the month, by the hour', [{ price: 10, interval: 'hour' }], [20, 15]],
    ['the mean of the months', [{ price: 10, of: 'mean-of-12-months' }], [40, 30]],
    ['the mean, a month counting 2.5 kW at least', [{ price: 10, of: 'mean-of-12-months', floor_kw: 2.5 }], [40, 32.5]],
    ['80 % of the highest of the year', [{ price: 10, ratchet: 0.8 }], [40, 32]],
    ['at least 3 kW', [{ price: 10, floor_kw: 3 }], [40, 30]],
    ['by a price of a year', [{ price: 120, per: 'year' }], [40, 20]],
    ['only from a quarter past', [{ price: 10, hours: ['10:15-12:00'] }], [24, 20]],
    ['only in winter', [{ price: 10, months: ['nov-feb'] }], [0, 20]],
  ])('%s', async (_name, demand_charge, months) => {
    const { bills } = await billOf(bench, { rates: FLAT, demand_charge }, readings);
    expect(bills.map(({ demand_cost }) => Number(demand_cost))).toEqual(months);
  });

  test('is undivided in a part of a month, and shared out over its days', async () => {
    const { lines, bills, demand } = await billOf(bench, { rates: FLAT, demand_charge: 4.2 }, JUNE);
    expect(read(lines)).toEqual([
      ['energy', 'flat', 240, 72],
      ['demand', 'Demand', 0.5, 2.1],
    ]);
    expect(exactSum(bills, 'demand_cost')).toBe(21n * 10n ** 14n);
    expect(demand).toMatchObject([
      {
        month: '2026-06',
        peak_kw: 0.5,
        peak_minutes: 60,
        billed_kw: 0.5,
        demand_cost: '2.100000000000000',
        load_factor: 1,
      },
    ]);
  });

  test('is not known of readings of a day, and then neither 0 nor left out', async () => {
    const days = ['2026-10-01', '2026-10-02'].map((day) => at(`${day} 00:00`, { kwh: 12, interval_minutes: 1440 }));
    const terms = { rates: FLAT, demand_charge: 4.2, network_price: 0.1, vat: 0.2 };
    const { lines, bills } = await billOf(bench, terms, days);
    expect(lines.find(({ kind }) => kind === 'demand')).toMatchObject({ name: 'Demand', quantity: '0.000000000' });
    expect(lines.find(({ kind }) => kind === 'demand')?.amount).toBeNull();
    // 12 kWh of 0.3 and 0.1, and 20 % of both: what the kWh cost is known.
    expect(bills.map(({ demand_cost, net_cost, variable_cost }) => [demand_cost, net_cost, variable_cost])).toEqual(
      Array(2).fill([null, '5.760000000000000', '5.760000000000000']),
    );
  });

  test('its peaks by month, and how long which demand lasts', async () => {
    const { demand, duration } = await billOf(bench, { rates: FLAT }, readings);
    expect(
      demand.map(({ month, peak_kw, peak_timestamp, peak_minutes, mean_kw, demand_cost }) => [
        ...[month, peak_kw, peak_timestamp, peak_minutes, mean_kw, demand_cost],
      ]),
    ).toEqual([
      ['2026-10', 4, '2026-10-01 10:00:00', 15, 2, null],
      ['2026-11', 2, '2026-11-02 10:00:00', 15, 1.5, null],
    ]);
    expect(duration).toHaveLength(101);
    expect([0, 50, 100].map((percent) => duration[percent]?.kw)).toEqual([4, 1, 0.8]);
  });
});

test('taxes in their order, one on another, and not on what exports earn', async () => {
  const readings = [at('2026-10-01 10:00', { kwh: 100 }), at('2026-10-01 11:00', { kwh: 0, generated_kwh: 50 })];
  const vat = [
    { name: 'Duty', per_kwh: 0.02 },
    { name: 'Levy', rate: 0.05, on: ['energy'] },
    { name: 'VAT', rate: 0.2 },
    { name: 'On exports', rate: 0.1, on: ['export'] },
  ];
  const { lines, bills } = await billOf(bench, { rates: FLAT, export_price: 0.1, standing_charge: 0.5, vat }, readings);
  expect(read(lines)).toEqual([
    ['energy', 'flat', 100, 30],
    ['fee', 'Standing charge', 1, 0.5],
    ['export', 'export', 50, -5],
    ['tax', 'Duty', 0, 2],
    ['tax', 'Levy', 0, 1.5],
    // 20 % of 30 + 0.5 + 2 + 1.5
    ['tax', 'VAT', 0, 6.8],
    ['tax', 'On exports', 0, -0.5],
  ]);
  expect(sumOf(bills, 'net_cost')).toBe(35.3);
});

describe('a minimum bill', () => {
  test.each([
    ['a month, before taxes', { minimum_bill: 100, vat: 0.2 }, [28, 20], 120],
    ['a month that it does not reach', { minimum_bill: 10 }, [0, 0], 72],
    ['a day', { minimum_bill: { price: 4, per: 'day' } }, [8, 0], 80],
    ['a month, less what exports earn', { minimum_bill: 80, fees: [{ name: 'x', price: 1, per: 'day' }] }, [0, 0], 92],
  ])('of %s', async (_name, version, [minimum, tax], net) => {
    const { bills } = await billOf(bench, { rates: FLAT, ...version }, JUNE);
    expect([sumOf(bills, 'minimum_cost'), sumOf(bills, 'tax_cost'), sumOf(bills, 'net_cost')]).toEqual([
      minimum,
      tax,
      net,
    ]);
  });
});

describe('net metering', () => {
  const rates = [
    { band: 'peak', price: 0.4, hours: ['17:00-20:00'] },
    { band: 'base', price: 0.2 },
  ];
  const version = { rates, export_price: 0.05, network_price: 0.1, net_metering: 'month' };
  const readings = [
    at('2026-10-01 12:00', { kwh: 0, generated_kwh: 10 }),
    at('2026-10-01 18:00', { kwh: 6 }),
    at('2026-10-02 12:00', { kwh: 4 }),
    at('2026-10-02 18:00', { kwh: 1 }),
    at('2026-11-01 12:00', { kwh: 3 }),
  ];

  test('offsets within a band and a month, and never the network', async () => {
    const { lines } = await billOf(bench, version, readings);
    expect(read(lines)).toEqual([
      // The base of October: 4 taken, 10 fed in: 6 are sold. Its peak: 7 are bought.
      ['energy', 'base', 0, 0],
      ['energy', 'peak', 7, 2.8],
      ['network', 'network', 11, 1.1],
      ['export', 'export', 6, -0.3],
      ['energy', 'base', 3, 0.6],
      ['network', 'network', 3, 0.3],
    ]);
  });

  test('by the day and by the year', async () => {
    const day = await billOf(bench, { ...version, net_metering: 'day' }, readings);
    // 10 sold on the first; 4 and 3 bought later.
    expect(read(day.lines).filter((line) => JSON.stringify(line).includes('base'))).toEqual([
      ['energy', 'base', 4, 0.8],
      ['energy', 'base', 3, 0.6],
    ]);
    const year = await billOf(bench, { ...version, net_metering: 'year' }, readings);
    // 10 fed in, 7 taken: 3 are sold.
    expect(
      sumOf(
        year.lines.filter(({ kind }) => kind === 'export'),
        'quantity',
      ),
    ).toBe(3);
    expect(
      sumOf(
        year.lines.filter(({ name }) => name === 'base'),
        'quantity',
      ),
    ).toBe(0);
  });
});

test('imports and exports by time, where feeding in may cost', async () => {
  const export_price = [
    { price: -0.01, hours: ['11:00-14:00'] },
    { band: 'feed-in', price: 0.08 },
  ];
  const readings = [
    at('2026-10-01 12:00', { kwh: 1, generated_kwh: 11 }),
    at('2026-10-01 15:00', { kwh: 0, generated_kwh: 5 }),
    at('2026-10-01 20:00', { kwh: 2 }),
  ];
  const { lines, bills } = await billOf(bench, { rates: FLAT, export_price }, readings);
  expect(read(lines)).toEqual([
    ['energy', 'flat', 2, 0.6],
    ['export', '11:00-14:00', 10, 0.1],
    ['export', 'feed-in', 5, -0.4],
  ]);
  expect(bills).toMatchObject([{ export_revenue: '0.300000000000000', net_cost: '0.300000000000000' }]);
});

const someFees = [{ name: 'year', price: 50, per: 'year' }];
const byTime = [
  { band: 'odd', price: -0.111111, hours: ['22:10-03:25'], weekdays: ['sat-sun'] },
  { band: 'base', price: 0.25 },
];

test('the lines of any bill add up to its days, and its bands explain them', async () => {
  const part = <T>(value: T) => fc.constantFrom(undefined, value);
  const tariffs = fc.record({
    rates: fc.constantFrom(FLAT, byTime, [{ band: 'first', price: 0.05, up_to_kwh: 3 }, ...byTime]),
    tier_period: fc.constantFrom('day', 'month', 'year'),
    network_price: part([{ price: 0.02, hours: ['06:00-22:00'] }, { price: 0.01 }]),
    export_price: part(byTime),
    net_metering: part('month'),
    standing_charge_month: part(7.77),
    fees: fc.constantFrom([], someFees),
    demand_charge: part([{ price: 3.333, floor_kw: 1, ratchet: 0.5 }]),
    minimum_bill: part(500),
    vat: part([
      { name: 'Duty', per_kwh: 0.0205 },
      { name: 'VAT', rate: 0.077 },
    ]),
  });
  await fc.assert(
    fc.asyncProperty(
      tariffs,
      fc.array(fc.record({ kwh: energyArbitrary, made: fc.constantFrom(null, 0.4, 3) }), {
        minLength: 2,
        maxLength: 60,
      }),
      fc.constantFrom(15, 60),
      async (tariff, values, minutes) => {
        let place = 0;
        const readings = zoned(
          BERLIN,
          '2026-10-24T22:00Z',
          values.length,
          () => {
            const { kwh, made } = values[place++] ?? { kwh: 0, made: null };
            return { kwh, generated_kwh: made };
          },
          minutes,
        );
        const { bills, lines, costs } = await billOf(bench, tariff, readings);
        expect(exactSum(lines, 'amount')).toBe(exactSum(bills, 'net_cost'));
        const parts = ['energy_cost', 'network_cost', 'standing_charge', 'demand_cost', 'minimum_cost', 'tax_cost'];
        const sum = parts.reduce((of, column) => of + exactSum(bills, column), 0n) - exactSum(bills, 'export_revenue');
        expect(sum).toBe(exactSum(bills, 'net_cost'));
        // Without anything of its own a site buys what its bands show.
        if (values.every(({ made }) => made === null))
          expect(exactSum(costs, 'cost')).toBe(exactSum(bills, 'energy_cost'));
      },
    ),
    runs(10),
  );
});

test('cutting a period in two changes nothing but what calendar months own', async () => {
  const version = {
    ...{ rates: byTime, network_price: 0.03, export_price: 0.05, standing_charge_month: 9.99, fees: someFees },
    vat: [
      { name: 'Duty', per_kwh: 0.02 },
      { name: 'VAT', rate: 0.19 },
    ],
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(energyArbitrary, { minLength: 50, maxLength: 80 }),
      fc.constantFrom(25, 49),
      async (values, cut) => {
        let place = 0;
        // 25 October has 25 hours, 26 October 24.
        const readings = zoned(BERLIN, '2026-10-24T22:00Z', values.length, () => ({ kwh: values[place++] ?? 0 }));
        const whole = await billOf(bench, version, readings);
        const first = await billOf(bench, version, readings.slice(0, cut));
        const second = await billOf(bench, version, readings.slice(cut));
        const net = exactSum(first.bills, 'net_cost') + exactSum(second.bills, 'net_cost');
        expect(net).toBe(exactSum(whole.bills, 'net_cost'));
      },
    ),
    runs(4),
  );
});

/** What the readings that count come to, whatever files they came in. */
import { beforeEach, describe, expect, it } from 'vitest';
import { AGGREGATES } from '../../../../shared/aggregates/aggregates.ts';
import { keysOf } from '../../../../shared/keys-of.ts';
import { CONFIG_KEYS } from '../../../../shared/lake/keys.ts';
import type { RecordTable } from '../../../../shared/tables/schema.ts';
import {
  type RecordReading,
  type RecordUpload,
  type RecordWorld,
  recordWorld,
  upload,
} from '../../../helpers/record.ts';

let world: RecordWorld;
beforeEach(async () => {
  world = await pricedWorld();
});

/** Where a night's kWh costs 0.1, a day's 0.2, and each day 0.5. */
async function pricedWorld(): Promise<RecordWorld> {
  const priced = await recordWorld();
  await priced.lake.putText(
    CONFIG_KEYS.tariffs,
    JSON.stringify([
      {
        name: 'Two rates',
        sites: ['*'],
        currency: 'EUR',
        versions: [
          {
            from: '2026-01-01',
            standing_charge: 0.5,
            rates: [
              { band: 'night', price: 0.1, hours: ['00:00-06:00'] },
              { band: 'day', price: 0.2 },
            ],
          },
        ],
      },
    ]),
    'application/json',
  );
  return priced;
}

const DAY = 24;
/** Hours of use of one kWh. @param from the first hour of October */
const hours = (from: number, count: number, more: Partial<RecordReading> = {}): RecordReading[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ thing: 'home total use', from: (from + index) * 60, to: (from + index + 1) * 60, kwh: 1 },
    ...more,
  }));
const quarters = (from: number, count: number): RecordReading[] =>
  Array.from({ length: count * 4 }, (_, index) => ({
    ...{ thing: 'home total use', from: from * 60 + index * 15, to: from * 60 + index * 15 + 15, kwh: 1 },
  }));

async function uploadAll(readings: Readonly<Record<string, readonly RecordReading[]>>, to = world): Promise<void> {
  for (const [index, [dataset, each]] of Object.entries(readings).entries()) {
    // An earlier release published no balance beside the readings.
    const balanced = dataset !== 'a';
    const given: RecordUpload = { dataset, run: `run-${index}`, uploaded: index + 1, readings: each, balanced };
    await upload(given, to.context());
  }
}

describe('a bill that begins in another month than the hours of another upload', () => {
  const bill = { thing: 'home total use', from: 10 * DAY * 60, to: 45 * DAY * 60, kwh: 350, interval: null };
  const shown = async () => {
    const tables = {
      raw_energy_data: 'kwh',
      daily_energy_data: 'total_kwh',
      cost_data: 'kwh',
      bill_data: 'imported_kwh',
      balance_data: 'use_kwh',
    };
    const found: number[] = [];
    for (const table of keysOf(tables)) {
      const months = await world.rows(table, `sum(${tables[table]})::DOUBLE AS kwh`);
      found.push(Math.round(months.reduce((sum, { kwh }) => sum + Number(kwh), 0)));
    }
    return found;
  };

  it('counts once beside them, in either order and when it is covered whole at last', async () => {
    for (const order of ['bill first', 'bill last']) {
      world = await pricedWorld();
      const [b, d] = [[bill], hours(33 * DAY, 20 * DAY)];
      await uploadAll(order === 'bill first' ? { b, d } : { d, b });
      expect(await shown()).toEqual(Array(5).fill(542));
    }
    const covering = (readings: readonly RecordReading[], uploaded: number) =>
      upload({ dataset: 'e', run: `run-${uploaded}`, uploaded, readings, balanced: true }, world.context());
    await covering(hours(0, 33 * DAY), 9);
    expect(await shown()).toEqual(Array(5).fill(53 * DAY));
    await covering(hours(0, 1), 10);
    expect(await shown()).toEqual(Array(5).fill(543));
  });
});

describe('the submeters of a site in one upload, and its whole in another', () => {
  const lamp = (from: number, count: number) => hours(from, count, { thing: 'home lamp use', kwh: 0.25, as: 'parts' });
  const sums = async () => ({
    daily: await world.rows('daily_energy_data', 'sum(total_kwh)::DOUBLE AS kwh'),
    costs: await world.rows('cost_data', 'sum(kwh)::DOUBLE AS kwh'),
    bills: await world.rows('bill_data', 'sum(imported_kwh)::DOUBLE AS kwh'),
    peak: await world.rows('demand_data', 'max(peak_kw) AS kw'),
    balance: await world.rows('balance_data', 'sum(use_kwh)::DOUBLE AS kwh'),
    series: (await world.rows('daily_energy_data', 'DISTINCT appliance')).map(({ appliance }) => appliance),
  });
  const whole = (kwh: number) => ({
    ...{ daily: [{ kwh }], costs: [{ kwh }], bills: [{ kwh }], balance: [{ kwh }] },
    peak: [{ kw: 1 }],
  });

  it('are the whole in every table, whatever is uploaded and taken out again', async () => {
    await uploadAll({ b: hours(0, 2 * DAY), c: lamp(0, DAY) });
    expect(await sums()).toEqual({ ...whole(48), series: ['lamp', 'rest'] });
    // Without what they have in common, each is by itself again.
    await upload({ dataset: 'c', run: 'other', uploaded: 9, readings: lamp(4 * DAY, DAY) }, world.context());
    expect(await sums()).toEqual({ ...whole(54), series: ['lamp', 'total'] });
    await upload({ dataset: 'c', run: 'third', uploaded: 10, readings: lamp(DAY, DAY) }, world.context());
    expect(await sums()).toEqual({ ...whole(48), series: ['lamp', 'rest'] });
  });
});

describe('two files of overlapping days', () => {
  it('are billed once, with one standing charge a day', async () => {
    await uploadAll({ a: hours(0, 4 * DAY), b: hours(2 * DAY, 4 * DAY) });
    const bills = await world.rows(
      'bill_data',
      'day, consumed_kwh, energy_cost, standing_charge, completeness, dataset',
    );
    expect(bills).toHaveLength(6);
    expect(new Set(bills.map(({ day }) => day)).size).toBe(6);
    for (const bill of bills)
      expect(bill).toMatchObject({
        consumed_kwh: '24.000000000',
        energy_cost: '4.200000000000000',
        standing_charge: '0.500000000000000',
        completeness: 1,
      });
    expect(bills.map(({ dataset }) => dataset)).toEqual(['a', 'a', 'b', 'b', 'b', 'b']);
    expect(await world.rows('cost_data', 'sum(cost) AS cost, sum(kwh) AS kwh, count(*) AS n')).toEqual([
      { cost: '25.200000000000000', kwh: '144.000000000', n: '12' },
    ]);
    expect(await world.rows('daily_energy_data', 'sum(total_kwh) AS kwh, count(*) AS n')).toEqual([
      { kwh: '144.000000000', n: '6' },
    ]);
    expect(await world.rows('hourly_energy_data', 'sum(total_kwh) AS kwh, count(*) AS n')).toEqual([
      { kwh: '144.000000000', n: '24' },
    ]);
    expect(await world.rows('balance_data', 'sum(use_kwh) AS kwh, count(*) AS n')).toEqual([
      { kwh: '144.000000000', n: '144' },
    ]);
    expect(await world.rows('missing_data')).toEqual([]);
  });

  it('are one day where they cut it, and lack what neither of them has', async () => {
    await uploadAll({ a: hours(0, DAY + 12), b: hours(DAY + 14, DAY + 10) });
    expect(await world.rows('daily_energy_data', 'day, readings, expected, dataset')).toEqual([
      { day: '2026-10-01', readings: '24', expected: '24', dataset: 'a' },
      { day: '2026-10-02', readings: '22', expected: '24', dataset: 'b' },
      { day: '2026-10-03', readings: '24', expected: '24', dataset: 'b' },
    ]);
    expect(await world.rows('bill_data', 'count(*) AS n, sum(standing_charge) AS standing')).toEqual([
      { n: '3', standing: '1.500000000000000' },
    ]);
    expect(await world.rows('missing_data', 'gap_start, gap_end, missing')).toEqual([
      { gap_start: '2026-10-02 12:00:00', gap_end: '2026-10-02 14:00:00', missing: '2' },
    ]);
  });

  it('are whole days where one has hours and the other quarters', async () => {
    await uploadAll({ a: hours(0, 4 * DAY), b: quarters(2 * DAY, 2 * DAY) });
    expect(await world.rows('daily_energy_data', 'day, total_kwh, completeness')).toEqual([
      { day: '2026-10-01', total_kwh: '24.000000000', completeness: 1 },
      { day: '2026-10-02', total_kwh: '24.000000000', completeness: 1 },
      { day: '2026-10-03', total_kwh: '96.000000000', completeness: 1 },
      { day: '2026-10-04', total_kwh: '96.000000000', completeness: 1 },
    ]);
    expect(await world.rows('missing_data')).toEqual([]);
    expect(await world.rows('bill_data', 'sum(imported_kwh) AS kwh')).toEqual([{ kwh: '240.000000000' }]);
  });

  it('tell of use and of production in one bill', async () => {
    const production = hours(8, 2, { thing: 'home total generation', kwh: 3 });
    await uploadAll({ a: hours(0, DAY), b: production });
    expect(
      await world.rows('bill_data', 'consumed_kwh, generated_kwh, self_consumed_kwh, imported_kwh, exported_kwh'),
    ).toEqual([
      {
        consumed_kwh: '24.000000000',
        generated_kwh: '6.000000000',
        self_consumed_kwh: '2.000000000',
        imported_kwh: '22.000000000',
        exported_kwh: '4.000000000',
      },
    ]);
    // Another value of an hour that counts: the other terms of the hour stay.
    await uploadAll({ c: hours(8, 1, { kwh: 5 }) });
    expect(await world.rows('bill_data', 'consumed_kwh, generated_kwh, self_consumed_kwh')).toEqual([
      { consumed_kwh: '28.000000000', generated_kwh: '6.000000000', self_consumed_kwh: '4.000000000' },
    ]);
  });

  it('count as they were published where one is taken back', async () => {
    await uploadAll({ a: hours(0, DAY), b: hours(12, 2 * DAY, { kwh: 2 }) });
    await upload(
      { dataset: 'b', run: 'run-9', uploaded: 9, readings: hours(20 * DAY, 1), balanced: true },
      world.context(),
    );
    expect(await world.rows('bill_data', 'day, consumed_kwh')).toEqual([
      { day: '2026-10-01', consumed_kwh: '24.000000000' },
      { day: '2026-10-21', consumed_kwh: '1.000000000' },
    ]);
  });
});

describe('the end of a month', () => {
  const END = 31 * DAY;
  const gap = { gap_start: '2026-10-31 22:00:00', gap_end: '2026-11-01 04:00:00', missing: '6', month: '2026-11' };
  const [october, november] = [hours(END - 5, 3), hours(END + 4, 3)];

  it.each([
    ['in one file', { a: [...october, ...november] }],
    ['in the order of time', { a: october, b: november }],
    ['the later one first', { a: november, b: october }],
  ])('is no end of a gap: %s', async (_, readings) => {
    await uploadAll(readings);
    expect(await world.rows('missing_data', 'gap_start, gap_end, missing, month')).toEqual([gap]);
  });

  it('belongs to the month before where only that is taken back', async () => {
    await uploadAll({ a: november, b: october });
    await upload({ dataset: 'b', run: 'run-9', uploaded: 9, readings: hours(0, 1), balanced: true }, world.context());
    expect(await world.rows('missing_data', 'gap_start, month')).toEqual([
      { gap_start: '2026-10-01 01:00:00', month: '2026-11' },
    ]);
  });

  const daysOf = async (table: 'daily_energy_data' | 'bill_data', energy: string) =>
    (await world.rows(table, `month, day, CAST(${energy} AS DOUBLE) AS kwh`)).map(({ month, day, kwh }) => [
      month,
      day,
      kwh,
    ]);

  it.each([
    ['in one file', ['a', 'a']],
    ['in two', ['a', 'b']],
    ['the later one first', ['b', 'a']],
  ])('cuts a reading that lasts beyond it: %s', async (_, [first = '', second = '']) => {
    const long = { thing: 'home total use', from: (END - 4) * 60, to: (END + 2) * 60, kwh: 6, interval: 60 };
    const before = [...hours(END - 6, 2), long];
    const after = hours(END + 2, 4);
    const all = first === second ? { [first]: [...before, ...after] } : { [first]: before, [second]: after };
    await uploadAll(Object.fromEntries(Object.entries(all).sort()));
    const days = [
      ['2026-10', '2026-10-31', 6],
      ['2026-11', '2026-11-01', 6],
    ];
    expect(await daysOf('daily_energy_data', 'total_kwh')).toEqual(days);
    expect(await daysOf('bill_data', 'imported_kwh')).toEqual(days);
    expect(await world.rows('bill_data', 'sum(standing_charge) AS charge')).toEqual([
      { charge: '0.500000000000000' },
      { charge: '0.500000000000000' },
    ]);
    expect(await world.rows('cost_data', 'sum(kwh) AS kwh')).toEqual([{ kwh: '6.000000000' }, { kwh: '6.000000000' }]);
    expect(await world.rows('missing_data')).toEqual([]);
    expect(await world.rows('raw_energy_data', 'sum(kwh) AS kwh')).toEqual([
      { kwh: '4.000000000' },
      { kwh: '8.000000000' },
    ]);
  });

  it('leaves the days of a long reading to the months that have readings', async () => {
    const quarter = { thing: 'home total use', from: 0, to: (31 + 30 + 31) * DAY * 60, kwh: 92, interval: null };
    await uploadAll({ a: [quarter] });
    expect(await daysOf('daily_energy_data', 'total_kwh')).toHaveLength(92);
    await uploadAll({ b: hours(40 * DAY, 2, { thing: 'home fridge use' }) });
    const days = await daysOf('daily_energy_data', 'total_kwh');
    expect(days.filter(([month]) => month === '2026-10')).toHaveLength(31);
    expect(days.reduce((sum, [, , kwh]) => sum + Number(kwh), 0)).toBeCloseTo(94, 6);
    const bills = await daysOf('bill_data', 'imported_kwh');
    expect(bills).toHaveLength(92);
    expect(new Set(bills.map(([, day]) => day)).size).toBe(92);
    // The months that it lasted into are as they were before when it is taken back.
    await upload({ dataset: 'a', run: 'run-9', uploaded: 9, readings: hours(0, 1), balanced: true }, world.context());
    expect(await daysOf('bill_data', 'imported_kwh')).toEqual([
      ['2026-10', '2026-10-01', 1],
      ['2026-11', '2026-11-10', 2],
    ]);
  });
});

describe('a month', () => {
  const october = hours(3, 40);
  const november = quarters(31 * DAY + 2, 20);
  const cabin = hours(5, 30, { thing: 'cabin fridge use' });
  const tables = [...AGGREGATES, 'balance_data'] as const satisfies readonly RecordTable[];

  it('comes to the same whatever is made along with it', async () => {
    const apart = await pricedWorld();
    await uploadAll({ all: [...october, ...november, ...cabin] });
    await uploadAll({ a: october, b: november, c: cabin }, apart);
    for (const table of tables) {
      const select = `* EXCLUDE (dataset, commit${table === 'balance_data' ? ', uploaded' : ''})`;
      const [together, single] = [await world.rows(table, select), await apart.rows(table, select)];
      expect(together, table).toEqual(single);
      expect(together.length > 0 || table === 'missing_data', table).toBe(true);
    }
  });
});

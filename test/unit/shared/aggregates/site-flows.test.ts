/** Self-consumption, import and export, worked out by hand. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aggregate } from '../../../../functions/aggregate/aggregate.ts';
import type { Validated } from '../../../../shared/contract.ts';
import { CONFIG_KEYS } from '../../../../shared/lake/keys.ts';
import { runs } from '../../../helpers/properties.ts';
import { energyArbitrary, nano } from '../../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await stepBench();
  const rates = [
    { band: 'night', price: 0.2, hours: ['22:00-06:00'] },
    { band: 'day', price: 0.4 },
  ];
  const versions = [{ from: '2026-01-01', rates, standing_charge: 0.5, export_price: 0.1, co2_g_per_kwh: 500 }];
  const taxed = [{ from: '2026-01-01', rates, standing_charge: 0.5, network_price: 0.1, vat: 0.2 }];
  const tariffs = JSON.stringify([
    { name: 'Taxed', sites: ['taxed'], currency: 'EUR', versions: taxed },
    { name: 'Solar', currency: 'EUR', versions },
  ]);
  await bench.context.lake.putText(CONFIG_KEYS.tariffs, tariffs, 'application/json');
});
afterAll(() => bench.close());

async function billsOf(readings: readonly TestReading[], more: Partial<Validated> = {}) {
  const output = await aggregate({ ...(await bench.readings(readings)), ...more }, bench.context);
  return bench.rows(output.tables.find(({ table }) => table === 'bill_data'));
}

const at = (time: string, values: Partial<TestReading>): TestReading => ({
  timestamp: `2026-10-01 ${time}:00`,
  ...values,
});

test('in each interval the lesser of both is consumed on the spot', async () => {
  const bills = await billsOf([
    at('05:00', { kwh: 2, generated_kwh: 0.5 }),
    at('06:00', { kwh: 1, generated_kwh: 3 }),
    at('07:00', { kwh: 4, generated_kwh: 4 }),
    // One of both is missing: nothing says that they met.
    at('08:00', { kwh: 1, generated_kwh: null }),
    at('09:00', { kwh: null, generated_kwh: 2 }),
  ]);
  expect(bills).toMatchObject([
    {
      consumed_kwh: '8.000000000',
      generated_kwh: '9.500000000',
      self_consumed_kwh: '5.500000000',
      imported_kwh: '2.500000000',
      exported_kwh: '4.000000000',
      // 1.5 kWh by night and 1 by day: 0.3 + 0.4
      energy_cost: '0.700000000000000',
      // 0.5 * 0.2 + (1 + 4) * 0.4
      avoided_cost: '2.100000000000000',
      standing_charge: '0.500000000000000',
      export_revenue: '0.400000000000000',
      net_cost: '0.800000000000000',
      co2_kg: '1.250000000000000',
    },
  ]);
});

test('the sum of a day says less than its intervals', async () => {
  // Ten by day and ten by night, generated only by day: half of it is exported, though the day as a whole is even.
  const bills = await billsOf([
    at('03:00', { kwh: 10, generated_kwh: 0 }),
    at('12:00', { kwh: 10, generated_kwh: 20 }),
  ]);
  expect(bills).toMatchObject([
    { self_consumed_kwh: '10.000000000', imported_kwh: '10.000000000', exported_kwh: '10.000000000' },
  ]);
});

test('a site without panels beside one with them has nothing to tell of them', async () => {
  const bills = await billsOf([
    at('12:00', { site_id: 'a', kwh: 3 }),
    at('12:00', { site_id: 'b', kwh: 3, generated_kwh: 1 }),
  ]);
  expect(bills).toMatchObject([
    { site_id: 'a', generated_kwh: null, self_consumed_kwh: null, imported_kwh: '3.000000000', exported_kwh: null },
    { site_id: 'b', self_consumed_kwh: '1.000000000', imported_kwh: '2.000000000', exported_kwh: '0.000000000' },
  ]);
});

test('what is used, bought and sold always adds up, whatever the readings', async () => {
  const rows = fc.array(fc.record({ kwh: fc.option(energyArbitrary), generated_kwh: fc.option(energyArbitrary) }), {
    minLength: 2,
    maxLength: 48,
  });
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), async (values, apart) => {
      fc.pre(values.some(({ kwh }) => kwh !== null) && values.some(({ generated_kwh }) => generated_kwh !== null));
      const readings = values.flatMap(({ kwh, generated_kwh }, index): TestReading[] => {
        const time = `${String(Math.floor(index / 2)).padStart(2, '0')}:${index % 2 === 0 ? '00' : '30'}`;
        const one = { interval_minutes: 30 };
        if (!apart) return [at(time, { ...one, kwh, generated_kwh })];
        return [at(time, { ...one, appliance: 'Home', kwh }), at(time, { ...one, appliance: 'Roof', generated_kwh })];
      });
      const [bill] = await billsOf(readings);
      const of = (name: string) => nano(bill?.[name] ?? 0);
      const zero = (value: bigint) => (value > 0n ? value : 0n);
      const expected = values.reduce((sum, { kwh, generated_kwh }) => {
        if (kwh === null || generated_kwh === null) return sum;
        const [a, b] = [zero(nano(kwh)), zero(nano(generated_kwh))];
        return sum + (a < b ? a : b);
      }, 0n);
      expect(of('self_consumed_kwh')).toBe(expected);
      expect(of('imported_kwh') + expected).toBe(of('consumed_kwh'));
      expect(of('exported_kwh') + expected).toBe(of('generated_kwh'));
    }),
    runs(12),
  );
});

test('own energy avoids the network and the taxes of what it takes the place of', async () => {
  const reading = at('12:00', { site_id: 'taxed', kwh: 3, generated_kwh: 2 });
  // Of a kWh: (0.4 + 0.1) and 20 % of both. The standing charge and its tax are paid all the same.
  expect(await billsOf([reading])).toMatchObject([
    { avoided_cost: '1.200000000000000', variable_cost: '0.600000000000000', net_cost: '1.200000000000000' },
  ]);
});

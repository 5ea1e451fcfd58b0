import { expect, test } from 'vitest';
import { accountOf } from '../../../../../../functions/publish/sections/costs/account.ts';
import { type Money, moneySchema } from '../../../../../../shared/report/money.ts';

const EUR = { currency: 'EUR' };

function moneyOf(
  total: Partial<Money['totals'][number]>,
  bands: readonly (readonly [band: string, kwh: number, cost: number])[],
  lines: readonly (readonly [kind: string, name: string, quantity: number, amount: number])[],
): Money {
  const amounts = { days: 30, days_without_tariff: 0, imported_kwh: 0, exported_kwh: 0, energy_cost: 0 };
  const rest = { standing_charge: 0, export_revenue: 0, net_cost: 0, average_price: null, co2_kg: null };
  return moneySchema.parse({
    totals: [{ ...EUR, ...amounts, ...rest, ...total }],
    sites: [],
    lines: lines.map(([kind, name, quantity, amount]) => ({ ...EUR, kind, name, quantity, unit: 'kWh', amount })),
    bands: bands.map(([band, kwh, cost]) => ({ ...EUR, band, kwh, cost, lowest_price: 0.3, highest_price: 0.3 })),
    appliances: [],
  });
}

/** The account's lines as they are shown, and what they come to when a person adds them up. */
function shown(money: Money) {
  const [total] = money.totals;
  if (!total) throw new Error('no total');
  const { lines, net } = accountOf(money, total);
  const value = ({ minus, text }: { minus: boolean; text: string }) =>
    (minus ? -1 : 1) * Number(text.replace(/[, A-Z]/g, ''));
  const sum = lines.filter(({ subtotal }) => !subtotal).reduce((all, line) => all + Math.round(100 * value(line)), 0);
  const say = ({ name, minus, text, subtotal }: (typeof lines)[number]) =>
    `${subtotal ? '= ' : ''}${name}: ${minus ? '-' : ''}${text}`;
  return { lines: lines.map(say), net: say(net), sum, coins: Math.round(100 * value(net)) };
}

test('bands, less own energy, plus charges and taxes are the net cost to the cent', () => {
  // 100 kWh of 0.3 and 50 of 0.2 were used; 40 of them came from the roof, 12 EUR worth.
  const money = moneyOf(
    { gross_cost: 40, energy_cost: 28, imported_kwh: 110, exported_kwh: 60, net_cost: 41.1425 },
    [
      ['day', 100, 30],
      ['night', 50, 10],
    ],
    [
      ['energy', 'day', 60, 18],
      ['energy', 'night', 50, 10],
      ['fee', 'Standing charge', 30, 11.375],
      ['export', 'export', 60, -4.8],
      ['tax', 'VAT', 0, 6.5675],
    ],
  );
  expect(shown(money)).toEqual({
    lines: [
      'day, 100 kWh: 30.00 EUR',
      'night, 50 kWh: 10.00 EUR',
      'Own energy, 40 kWh: -12.00 EUR',
      '= Energy from the grid: 28.00 EUR',
      'Standing charge, 30 days: 11.38 EUR',
      'Earned with 60 kWh fed in: -4.80 EUR',
      'VAT: 6.57 EUR',
      'Rounding: -0.01 EUR',
    ],
    net: 'Together: 41.14 EUR',
    sum: 4114,
    coins: 4114,
  });
});

test('what was fed in takes something off under net metering, a battery can add to it', () => {
  const used: readonly (readonly [string, number, number])[] = [['flat', 100, 30]];
  const netted = moneyOf({ gross_cost: 30, energy_cost: 9, imported_kwh: 70, net_cost: 9 }, used, [
    ['energy', 'flat', 30, 9],
  ]);
  expect(shown(netted).lines[1]).toBe('Own energy, and what was fed in, 70 kWh: -21.00 EUR');
  const charged = moneyOf({ gross_cost: 30, energy_cost: 33, imported_kwh: 110, net_cost: 33 }, used, [
    ['energy', 'flat', 110, 33],
  ]);
  expect(shown(charged).lines[1]).toBe('From the grid beyond what was used, 10 kWh: 3.00 EUR');
});

test('where all came from the grid the bands are the energy, and need no explanation', () => {
  const money = moneyOf(
    { gross_cost: 30, energy_cost: 30, imported_kwh: 100, net_cost: 30 },
    [['flat', 100, 30]],
    [['energy', 'flat', 100, 30]],
  );
  expect(shown(money).lines).toEqual(['Energy from the grid: 30.00 EUR']);
});

test('a large bill keeps its cents, and many bands end in one line', () => {
  const bands = Array.from({ length: 15 }, (_, place): [string, number, number] => [`b${place}`, 1000, 100_000.125]);
  const money = moneyOf(
    { gross_cost: 1_500_001.875, energy_cost: 1_000_000.5, imported_kwh: 10_000, net_cost: 1_000_000.5 },
    bands,
    [['energy', 'b0', 10_000, 1_000_000.5]],
  );
  const account = shown(money);
  expect(account.lines.slice(11)).toEqual([
    'b11, 1,000 kWh: 100,000.13 EUR',
    '3 more bands: 300,000.38 EUR',
    'Own energy, 5,000 kWh: -500,001.38 EUR',
    'Rounding: -0.06 EUR',
    '= Energy from the grid: 1,000,000.50 EUR',
  ]);
  expect(account.sum).toBe(account.coins);
  expect(account.coins).toBe(100_000_050);
});

import { expect, test } from 'vitest';
import { accountOf } from '../../../../../../functions/publish/sections/costs/account.ts';
import { bandsOf, hasOwnEnergy, ownSentence } from '../../../../../../functions/publish/sections/costs/bands.ts';
import { doubtsOf } from '../../../../../../functions/publish/sections/costs/bill.ts';
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

test('energy from the grid by band, plus charges and taxes are the net cost to the cent', () => {
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
      'day, 60 kWh: 18.00 EUR',
      'night, 50 kWh: 10.00 EUR',
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
  expect(bandsOf(money).map(({ band, used_kwh, own_kwh, grid_kwh, cost }) => [band, used_kwh, own_kwh, grid_kwh, cost]))
    // By band: used, less own energy, is the line of the bill.
    .toEqual([
      ['day', 100, 40, 60, 18],
      ['night', 50, 0, 50, 10],
    ]);
  expect(ownSentence(money)).toContain('would have cost 40.00 EUR at these prices, what came from the grid cost 28.00');
});

test('a battery that is charged from the grid takes more than is used, also of a band without use', () => {
  const money = moneyOf(
    { gross_cost: 30, energy_cost: 31, imported_kwh: 110, net_cost: 31 },
    [['day', 100, 30]],
    [
      ['energy', 'day', 90, 27],
      ['energy', 'night', 20, 4],
    ],
  );
  const bands = bandsOf(money);
  expect(hasOwnEnergy(bands)).toBe(true);
  expect(bands).toMatchObject([
    { band: 'day', own_kwh: 10, grid_kwh: 90, cost: 27 },
    { band: 'night', used_kwh: 0, own_kwh: -20, grid_kwh: 20, cost: 4, lowest_price: 0.2 },
  ]);
});

test('one band is the energy', () => {
  const money = moneyOf(
    { gross_cost: 30, energy_cost: 30, imported_kwh: 100, net_cost: 30 },
    [['flat', 100, 30]],
    [['energy', 'flat', 100, 30]],
  );
  expect(shown(money).lines).toEqual(['Energy from the grid, 100 kWh: 30.00 EUR']);
  expect(hasOwnEnergy(bandsOf(money))).toBe(false);
});

test('a charge on a demand that is not known is in no line, and in a sentence', () => {
  const money = moneyOf(
    { gross_cost: 30, energy_cost: 30, imported_kwh: 100, net_cost: 30 },
    [['flat', 100, 30]],
    [['energy', 'flat', 100, 30]],
  );
  const unknown = { ...EUR, kind: 'demand', name: 'Capacity', quantity: 0, unit: 'kW', amount: null } as const;
  const lines = [...money.lines, { ...unknown, unknown_months: 14 }];
  const [total] = money.totals;
  if (!total) throw new Error('no total');
  expect(accountOf({ ...money, lines }, total).lines.map(({ name }) => name)).toEqual([
    'Energy from the grid, 100 kWh',
  ]);
  expect(doubtsOf({ ...money, lines }, total)).toEqual([
    'Capacity of 14 months is not known, and in no amount here: ' +
      'readings of more than an hour do not tell the demand that it is on.',
  ]);
});

test('a large bill keeps its cents, and many bands end in one line', () => {
  const bands = Array.from({ length: 15 }, (_, place): [string, string, number, number] => [
    ...(['energy', `b${place}`] satisfies [string, string]),
    ...([1000, 100_000.125] satisfies [number, number]),
  ]);
  const account = shown(
    moneyOf({ energy_cost: 1_500_001.875, imported_kwh: 15_000, net_cost: 1_500_001.875 }, [], bands),
  );
  expect(account.lines.slice(11)).toEqual([
    'b11, 1,000 kWh: 100,000.13 EUR',
    '3 more bands, 3,000 kWh: 300,000.38 EUR',
    'Rounding: -0.06 EUR',
    '= Energy from the grid: 1,500,001.88 EUR',
  ]);
  expect(account.sum).toBe(account.coins);
});

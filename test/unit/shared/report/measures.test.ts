import { expect, test } from 'vitest';
import { fileCostSentence } from '../../../../shared/report/measures.ts';
import { moneySchema } from '../../../../shared/report/money.ts';

/** The bill of one currency, as far as the sentence looks at it. */
function bill(currency: string, net_cost: number, more: object = {}) {
  const none = {
    imported_kwh: 1,
    exported_kwh: null,
    standing_charge: 0,
    export_revenue: 0,
    average_price: null,
    co2_kg: null,
  };
  const total = { currency, days: 30, days_without_tariff: 0, energy_cost: net_cost, net_cost, ...none, ...more };
  return moneySchema.parse({ totals: [total], sites: [], bands: [], appliances: [] });
}

test.each([
  ['no bill', 60, 'EUR', null, 'By the file itself it cost 60.00 EUR.'],
  [
    'a bill that is less',
    60,
    'EUR',
    bill('EUR', 57),
    /60\.00 EUR\. The bill here is 57\.00 EUR: 3\.00 EUR \(5 %\) less\.$/,
  ],
  ['a bill that is more', 60, 'EUR', bill('EUR', 66), /66\.00 EUR: 6\.00 EUR \(10 %\) more\.$/],
  ['the same', 60, 'EUR', bill('EUR', 60.004), /The bill here is the same\.$/],
  ['another currency', 60, 'EUR', bill('CHF', 57), /The bill here is 57\.00 CHF; nothing is converted\.$/],
  ['no currency', 60, null, bill('CHF', 57), /it cost 60\. It names no currency; the bill here is 57\.00 CHF\.$/],
  [
    'days without a tariff',
    60,
    'EUR',
    bill('EUR', 57, { days_without_tariff: 1 }),
    'By the file itself it cost 60.00 EUR.',
  ],
  ['nothing by the file', 0, 'EUR', bill('EUR', 57), /57\.00 EUR: 57\.00 EUR more\.$/],
])('the cost by the file beside %s', (_name, amount, currency, money, expected) => {
  expect(fileCostSentence({ file_cost: { amount, currency } }, money)).toMatch(expected);
});

test('a file without a cost says nothing of it', () => {
  expect(fileCostSentence({ file_cost: null }, bill('EUR', 57))).toBeUndefined();
});

import { expect, test } from 'vitest';
import { formatAmount } from '../../../../../functions/publish/text/money.ts';
import { formatPower } from '../../../../../functions/publish/text/power.ts';

test('amounts and powers as a person says them', () => {
  expect([0, 2.345, 1234.5, -0.4, 250_000].map((amount) => formatAmount(amount, 'EUR'))).toEqual([
    '0.00 EUR',
    '2.35 EUR',
    '1,234.50 EUR',
    '-0.40 EUR',
    '250,000 EUR',
  ]);
  expect([0, 0.08, 4.5, 25_000].map(formatPower)).toEqual(['0 kW', '80 W', '4.5 kW', '25 MW']);
});

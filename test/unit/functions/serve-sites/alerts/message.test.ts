import { expect, it } from 'vitest';
import { type AlertFacts, messageOf } from '../../../../../functions/serve-sites/alerts/message.ts';

const SPIKE: AlertFacts = {
  ...{ site: 'home', kind: 'SPIKE', severity: 'HIGH', local: '2026-10-01T01:00:00', what: 'spike of AC' },
  ...{ kwh: 3.62, expectedKwh: 1.14, cost: 0.74, currency: 'EUR', priceAssumed: false, limit: null },
  ...{ others: 0, dataset: null },
};
const amount = (facts: Partial<AlertFacts>) => messageOf({ ...SPIKE, ...facts }, 'new').text.split('\n')[1];

it('says what is more and what is less, and at whose price', () => {
  expect(amount({})).toBe('2026-10-01 01:00: 3.62 kWh instead of 1.14 kWh, 0.74 EUR more.');
  expect(amount({ priceAssumed: true })).toBe(
    '2026-10-01 01:00: 3.62 kWh instead of 1.14 kWh, 0.74 EUR more at an assumed price.',
  );
  expect(amount({ kwh: 0, cost: -0.34 })).toBe('2026-10-01 01:00: 0 kWh instead of 1.14 kWh, 0.34 EUR less.');
  expect(amount({ kwh: null })).toBe('2026-10-01 01:00: how much is not known.');
});

it('says a limit in its own words', () => {
  const limit = '4.10 EUR of a budget of 3.00 EUR';
  const budget = { kind: 'OVER_BUDGET', local: '2026-10-01', limit, kwh: null, cost: 4.1, priceAssumed: true };
  expect(amount(budget)).toBe('2026-10-01: 4.10 EUR of a budget of 3.00 EUR at an assumed price.');
});

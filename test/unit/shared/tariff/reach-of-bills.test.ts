import { describe, expect, it } from 'vitest';
import { parseTariffs } from '../../../../shared/tariff/parse.ts';
import { billedTogether, billReach } from '../../../../shared/tariff/reach-of-bills.ts';

const tariffsOf = (sites: readonly string[], version: object = {}) => {
  const versions = [{ from: '2026-01-01', rates: [{ band: 'all', price: 0.5 }], ...version }];
  return parseTariffs(JSON.stringify([{ name: 'A', sites, currency: 'EUR', versions }]), 'tariffs.json');
};

describe('how far a bill looks', () => {
  it.each([
    ['month', {}],
    ['month', { minimum_bill: { price: 9, per: 'month' } }],
    ['month', { tier_period: 'year' }],
    ['month', { demand_charge: 4 }],
    ['year', { minimum_bill: { price: 9, per: 'year' } }],
    ['year', { net_metering: 'year' }],
    ['twelve-months', { net_metering: 'year', demand_charge: [{ price: 1, ratchet: 0.5 }] }],
    ['twelve-months', { demand_charge: [{ price: 1, of: 'mean-of-12-months' }] }],
  ])('%s: %j', (reach, version) => expect(billReach('home', tariffsOf(['*'], version))).toBe(reach));
});

describe('months that are billed together', () => {
  const existing = ['2024-06', '2025-01', '2025-12', '2026-01', '2026-03', '2027-02', '2028-01'];

  it('are those of the calendar year', () => {
    expect(billedTogether(['2026-03'], existing, 'year')).toEqual(['2026-01', '2026-03']);
    expect(billedTogether(['2026-03'], existing, 'month')).toEqual([]);
  });

  it('are also those in which a peak counts', () =>
    expect(billedTogether(['2026-03'], existing, 'twelve-months')).toEqual(['2026-01', '2026-03', '2027-02']));
});

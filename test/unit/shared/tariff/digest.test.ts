import { expect, test } from 'vitest';
import { digestsOf, tariffDigest } from '../../../../shared/tariff/digest.ts';
import { parseTariffs } from '../../../../shared/tariff/parse.ts';
import { parsePriceSeries } from '../../../../shared/tariff/price-series.ts';
import type { Plan } from '../../../../shared/tariff/schema.ts';

const OCTOBER = { from: '2026-10-01T00:00:00', to: '2026-11-01T00:00:00' };
const NONE = { series: new Map() };

function plan(versions: readonly object[], name = 'Home'): Plan {
  const [only] = parseTariffs(JSON.stringify([{ name, currency: 'EUR', versions }]), 'tariffs.json');
  if (!only) throw new Error('no tariff');
  return only;
}
const at = (price: number, from: string, until?: string) => ({ from, until, rates: [{ band: 'flat', price }] });

test('a tariff says the same of days while the versions of those days do', () => {
  const before = tariffDigest(plan([at(0.3, '2026-01-01')]), NONE, OCTOBER);
  const of = (versions: readonly object[]) => tariffDigest(plan(versions), NONE, OCTOBER);
  expect(of([at(0.3, '2026-01-01')])).toBe(before);
  expect(of([at(0.31, '2026-01-01')])).not.toBe(before);
  // That the version has an end now changes nothing of October.
  const [ended, another] = [at(0.3, '2026-01-01', '2027-01-01'), at(0.4, '2027-01-01')];
  expect(of([ended, another])).toBe(of([ended, at(0.5, '2027-01-01')]));
  expect(of([ended, another])).toBe(before);
  expect(of([at(0.3, '2026-01-01', '2026-10-15'), at(0.3, '2026-10-15')])).not.toBe(before);
});

test('a price series says the same of days while its prices of those days do', () => {
  const priced = plan([{ from: '2026-01-01', rates: [{ band: 'spot', series: 'spot.csv' }] }]);
  const of = (rows: readonly string[]) => {
    const series = parsePriceSeries(`start,price\n${rows.join('\n')}`, 'spot.csv');
    return tariffDigest(priced, { series: new Map([['spot.csv', series]]) }, OCTOBER);
  };
  const october = '2026-10-10T00:00Z,0.2';
  expect(of([october, '2026-12-01T00:00Z,0.9'])).toBe(of([october]));
  expect(of(['2026-10-10T00:00Z,0.21'])).not.toBe(of([october]));
});

test('the price of the settings has no digest: it is an assumption already', () => {
  const used = [plan([at(0.3, '2026-01-01')]), plan([at(0.3, '2026-01-01')], 'settings')];
  expect(Object.keys(digestsOf(used, NONE, OCTOBER))).toEqual(['Home']);
});

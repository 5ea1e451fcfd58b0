import { expect, test } from 'vitest';
import { repricedSentence, repricedSites } from '../../../../shared/report/prices.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { tariffDigest } from '../../../../shared/tariff/digest.ts';
import { parseTariffs } from '../../../../shared/tariff/parse.ts';

const period = { from: '2026-10-01T00:00:00', to: '2026-11-01T00:00:00', days: 31 };

const tariffs = (price: number, sites: readonly string[]) => {
  const versions = [{ from: '2026-01-01', rates: [{ band: 'flat', price }] }];
  const settings = { name: 'settings', sites: ['*'], currency: 'EUR', versions };
  const plans = parseTariffs(
    JSON.stringify([{ name: 'A', sites, currency: 'EUR', versions }, settings]),
    'tariffs.json',
  );
  return { plans, series: new Map() };
};

/** Sites with the tariff that each had, and what tells of its prices. */
const report = (sites: readonly (readonly [site: string, tariff: string, prices: string | null])[]) => ({
  period,
  money: {
    sites: sites.map(([site_id, tariff, prices]) => ({ site_id, tariff, prices })),
  } as unknown as Report['money'],
});

test('a site is named whose tariff says something else now, or whose tariff is another', () => {
  const now = tariffs(0.3, ['a*']);
  const [kept] = now.plans;
  const same = kept ? tariffDigest(kept, now, period) : '';
  const made = report([
    ['a1', 'A', same],
    ['a2', 'A', 'of other prices'],
    ['a3', 'settings', null],
    ['a4', 'A', null],
    ['b1', 'settings', null],
    ['b2', 'A', same],
  ]);
  // Of a4, in a report of an earlier release, nothing tells what its tariff said.
  expect(repricedSites(made, now)).toEqual(['a2', 'a3', 'b2']);
});

test('the sentence names the sites and what makes the report anew', () =>
  expect(repricedSentence(['a', 'b', 'c', 'd'], 'replay X')).toBe(
    'The tariff of a, b, c and 1 more was changed after this report was made: its cost is of the earlier prices. ' +
      'With those of today: replay X.',
  ));

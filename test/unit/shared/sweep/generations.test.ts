import { expect, it } from 'vitest';
import { generationPrefix, recordDataPrefix, recordKey } from '../../../../shared/lake/keys.ts';
import type { SiteRecord } from '../../../../shared/record/site-record.ts';
import { outdatedGenerations } from '../../../../shared/sweep/generations.ts';
import { type ListedObject, listedLake } from '../../../helpers/listed-lake.ts';

const NOW = new Date('2026-12-01T00:00:00Z');
const BEFORE = Date.parse('2026-11-01T00:00:00Z');
const MONTH = '2026-09';

const version = (name: string) => generationPrefix('home', MONTH, name);
const file = (name: string, day: string): ListedObject => ({
  key: `${version(name)}daily_energy_data/data.parquet`,
  modified: new Date(`2026-${day}T00:00:00Z`),
});
const record = (current: string | null, committed: string): ListedObject => {
  const months: SiteRecord['months'] =
    current === null ? {} : { [MONTH]: { generation: version(current), tables: [] } };
  const text: SiteRecord = {
    ...{ site: 'home', commit: 'c', committed_at: `2026-${committed}T00:00:00.000Z`, months, folded: [] },
    ...{ preferred: [], prices: null, bills: 'month', changed_at: null },
  };
  return { key: recordKey('home'), modified: NOW, text: JSON.stringify(text) };
};

async function outdated(...objects: ListedObject[]) {
  const { lake, versions } = listedLake(objects);
  const found: string[] = [];
  for await (const { name, piles } of outdatedGenerations(lake, versions, BEFORE, NOW)) {
    expect(`${recordDataPrefix('home')}`).toContain(name);
    found.push(...piles.map(({ prefix }) => prefix));
  }
  return found.sort();
}

it('gives up a version a retention after the next one was written, however old it is itself', async () => {
  const given = [file('a', '09-01'), file('b', '09-02'), file('c', '11-20'), record('c', '11-20')];
  // b was shown until c was written, eleven days ago.
  expect(await outdated(...given)).toEqual([version('a')]);
});

it('keeps what the record names, at any age', async () => {
  expect(await outdated(file('a', '01-01'), record('a', '01-01'))).toEqual([]);
});

it('keeps what may have been shown a moment ago, though versions that lost a race are newer', async () => {
  const given = [file('shown', '01-01'), file('lost', '01-02'), file('now', '11-30'), record('now', '11-30')];
  const today = given.map((each) =>
    each.key.includes('=now/') ? { ...each, modified: new Date(NOW.getTime() - 60_000) } : each,
  );
  expect(await outdated(...today)).toEqual([]);
  expect(await outdated(...given)).toEqual([version('shown')]);
});

it('gives up the last version of a month that is gone, a retention after the record was written', async () => {
  expect(await outdated(file('a', '01-01'), record(null, '10-01'))).toEqual([version('a')]);
  expect(await outdated(file('a', '01-01'), record(null, '11-20'))).toEqual([]);
});

it('touches nothing of a site whose record cannot be read', async () => {
  const { text: _, ...unreadable } = record('b', '01-01');
  expect(await outdated(file('a', '01-01'), file('b', '01-02'), unreadable)).toEqual([]);
  expect(await outdated(file('a', '01-01'), file('b', '01-02'))).toEqual([]);
});

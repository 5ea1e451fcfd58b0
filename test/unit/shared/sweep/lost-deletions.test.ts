import { expect, it } from 'vitest';
import { datasetOf, manifestKey } from '../../../../shared/lake/keys.ts';
import { emptyManifest } from '../../../../shared/lake/manifest-store.ts';
import { uploadEventSchema } from '../../../../shared/object-created.ts';
import { findDeleted, startDeleted } from '../../../../shared/sweep/lost-deletions.ts';
import { type ListedObject, listedLake } from '../../../helpers/listed-lake.ts';
import { publicationOf } from '../lake/manifest-fixtures.ts';

const NOW = new Date('2026-11-02T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const keyOf = (name: string) => `raw/${name}.csv`;

const upload = (name: string): ListedObject => ({ key: keyOf(name), modified: minutesAgo(90) });
const marker = (name: string, minutes = 30): ListedObject => ({
  ...{ key: keyOf(name), modified: minutesAgo(minutes), deleted: true },
});

function manifest(name: string, isPublished = true): ListedObject {
  const key = keyOf(name);
  const dataset = datasetOf(key);
  const published = isPublished ? publicationOf('run', { bucket: 'lake', key, etag: 'e' }) : null;
  const text = JSON.stringify({ ...emptyManifest(dataset, 'lake', key), published });
  return { key: manifestKey(dataset), modified: minutesAgo(80), text };
}

async function deleted(objects: readonly ListedObject[], expiring = false) {
  const { lake, versions, reads } = listedLake(objects, expiring);
  const found = await findDeleted(lake, versions, NOW);
  return { found, keys: found.map(({ key }) => key), reads };
}

it('finds what was deleted and still counts', async () => {
  const objects = [upload('kept'), manifest('kept'), marker('gone'), manifest('gone')];
  const { keys, reads } = await deleted(objects);
  expect(keys).toEqual([keyOf('gone')]);
  expect(reads).toEqual([manifestKey(datasetOf(keyOf('gone')))]);
});

it('leaves what is published no more, what was deleted a moment ago, and what has no delete marker', async () => {
  const objects = [
    marker('removed'),
    manifest('removed', false),
    marker('now', 5),
    manifest('now'),
    manifest('copied'),
  ];
  expect((await deleted(objects)).keys).toEqual([]);
});

it('leaves all where uploads expire by a rule of the bucket, which changes nothing', async () => {
  expect((await deleted([marker('gone'), manifest('gone')], true)).keys).toEqual([]);
});

it('starts the run of a deletion, once', async () => {
  const { found } = await deleted([marker('gone'), manifest('gone')]);
  const events = new Map<string, unknown>();
  const runs = {
    underWay: async () => [],
    start: async (name: string, event: unknown) => {
      if (events.has(name)) return false;
      events.set(name, event);
      return true;
    },
  };
  expect(await startDeleted(found, 'lake', runs, NOW)).toBe(1);
  expect(await startDeleted(found, 'lake', runs, NOW)).toBe(0);
  const [event] = events.values();
  expect(uploadEventSchema.parse(event)).toMatchObject({
    'detail-type': 'Object Deleted',
    detail: { object: { key: keyOf('gone') } },
  });
});

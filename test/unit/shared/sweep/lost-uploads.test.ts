import { describe, expect, it } from 'vitest';
import { datasetOf, manifestKey } from '../../../../shared/lake/keys.ts';
import { emptyManifest } from '../../../../shared/lake/manifest-store.ts';
import { findUnprocessed } from '../../../../shared/sweep/lost-uploads.ts';
import { type ListedObject, listedLake } from '../../../helpers/listed-lake.ts';

const NOW = new Date('2026-11-02T12:00:00Z');
const KEY = 'raw/home.csv';
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const upload = (hours: number, etag = 'e1'): ListedObject => ({ key: KEY, etag, modified: hoursAgo(hours) });

/** A manifest that tells of refused bytes. */
function manifest(written: Date, ...etags: string[]): ListedObject {
  const dataset = datasetOf(KEY);
  const outcomes = etags.map((etag) => ({
    source: { bucket: 'lake', key: KEY, etag },
    run: 'run',
    outcome: 'REJECTED' as const,
    code: null,
    message: null,
    copy_of: null,
    at: NOW.toISOString(),
  }));
  const text = JSON.stringify({ ...emptyManifest(dataset, 'lake', KEY), outcomes });
  return { key: manifestKey(dataset), modified: written, text };
}

async function unprocessed(...objects: ListedObject[]) {
  const { lake, versions, reads } = listedLake(objects);
  const found = await findUnprocessed(lake, versions, NOW);
  return { keys: found.map(({ key }) => key), reads: reads.length };
}

describe('an upload', () => {
  it('that no manifest tells of is unprocessed', async () => {
    expect(await unprocessed(upload(2))).toEqual({ keys: [KEY], reads: 0 });
  });

  it('whose bytes have an outcome is settled', async () => {
    expect(await unprocessed(upload(2), manifest(hoursAgo(1), 'e1'))).toEqual({ keys: [], reads: 1 });
  });

  it('is unprocessed when a manifest was written after it, but tells of other bytes', async () => {
    expect(await unprocessed(upload(2, 'e2'), manifest(hoursAgo(1), 'e1'))).toMatchObject({ keys: [KEY] });
  });

  it('that came after its manifest is unprocessed', async () => {
    expect(await unprocessed(upload(1, 'e2'), manifest(hoursAgo(48), 'e1'))).toMatchObject({ keys: [KEY] });
  });

  it('of last week costs no request when its manifest is newer', async () => {
    expect(await unprocessed(upload(24 * 7), manifest(hoursAgo(24 * 7 - 1), 'e1'))).toEqual({ keys: [], reads: 0 });
  });
});

it('does not count folders', async () => {
  expect(await unprocessed({ ...upload(2), key: 'raw/2026/' })).toMatchObject({ keys: [] });
});

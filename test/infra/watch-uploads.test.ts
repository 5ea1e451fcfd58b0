import { describe, expect, it } from 'vitest';
import { type Lake, type ListedObject, watchUploads } from '../../functions/watch-uploads/watch-uploads.ts';
import { datasetOf, manifestKey, PREFIXES } from '../../shared/lake/keys.ts';
import { emptyManifest } from '../../shared/lake/manifest-store.ts';

const NOW = new Date('2026-11-02T12:00:00Z');
const KEY = 'raw/home.csv';
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

/** A lake of listings: the upload, and a manifest that tells of certain bytes. */
function lakeWith(
  upload: ListedObject | undefined,
  manifest?: { written: Date; etags: readonly string[] },
): Lake & { reads: number } {
  const dataset = datasetOf(KEY);
  const lake = {
    reads: 0,
    async *list(prefix: string) {
      if (prefix === PREFIXES.raw && upload) yield upload;
      if (prefix === PREFIXES.manifests && manifest) {
        yield { key: manifestKey(dataset), etag: 'm', modified: manifest.written };
      }
    },
    async manifest() {
      lake.reads += 1;
      if (!manifest) return undefined;
      const outcomes = manifest.etags.map((etag) => ({
        source: { bucket: 'lake', key: KEY, etag },
        run: 'run',
        outcome: 'REJECTED' as const,
        code: null,
        message: null,
        copy_of: null,
        at: NOW.toISOString(),
      }));
      return { ...emptyManifest(dataset, 'lake', KEY), outcomes };
    },
  };
  return lake;
}

const upload = (hours: number, etag = 'e1'): ListedObject => ({ key: KEY, etag, modified: hoursAgo(hours) });

describe('an upload', () => {
  it('that no manifest tells of is unprocessed', async () => {
    expect(await watchUploads(lakeWith(upload(2)), NOW)).toEqual({ uploads: 1, oldestSeconds: 7200 });
  });

  it('whose bytes have an outcome is settled', async () => {
    const lake = lakeWith(upload(2), { written: hoursAgo(1), etags: ['e1'] });
    expect(await watchUploads(lake, NOW)).toEqual({ uploads: 0, oldestSeconds: 0 });
  });

  it('is unprocessed when a manifest was written after it, but tells of other bytes', async () => {
    const lake = lakeWith(upload(2, 'e2'), { written: hoursAgo(1), etags: ['e1'] });
    expect(await watchUploads(lake, NOW)).toEqual({ uploads: 1, oldestSeconds: 7200 });
  });

  it('that came after its manifest is unprocessed', async () => {
    const lake = lakeWith(upload(1, 'e2'), { written: hoursAgo(48), etags: ['e1'] });
    expect(await watchUploads(lake, NOW)).toEqual({ uploads: 1, oldestSeconds: 3600 });
  });

  it('of last week costs no request when its manifest is newer', async () => {
    const lake = lakeWith(upload(24 * 7), { written: hoursAgo(24 * 7 - 1), etags: ['e1'] });
    expect(await watchUploads(lake, NOW)).toEqual({ uploads: 0, oldestSeconds: 0 });
    expect(lake.reads).toBe(0);
  });
});

it('does not count folders', async () => {
  const lake = lakeWith({ ...upload(2), key: 'raw/2026/' });
  expect(await watchUploads(lake, NOW)).toEqual({ uploads: 0, oldestSeconds: 0 });
});

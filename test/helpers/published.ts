import { randomUUID } from 'node:crypto';
import { aggregate } from '../../functions/aggregate/aggregate.ts';
import { manifestKey } from '../../shared/lake/keys.ts';
import type { Manifest, Publication } from '../../shared/lake/manifest.ts';
import { emptyManifest, manifestText } from '../../shared/lake/manifest-store.ts';
import { announceChange } from '../../shared/record/announce.ts';
import { follow } from '../../shared/record/follow.ts';
import { memoryCatalog } from './record.ts';
import type { Bench, TestReading } from './step-bench.ts';

/**
 * Publishes readings as an upload of their own would have: rollups by the real step, a manifest that names
 * them, and the record of their sites.
 */
export async function publishReadings(
  bench: Bench,
  dataset: string,
  readings: readonly TestReading[],
  more: Partial<Publication> = {},
): Promise<Manifest> {
  const input = { ...(await bench.readings(readings)), dataset };
  const { tables } = await aggregate(input, bench.context);
  const published: Publication = {
    run: input.run,
    source: input.source,
    status: 'PUBLISHED',
    committed_at: '2026-11-01T00:00:00.000Z',
    uploaded_at: null,
    time_zone: input.timeZone,
    zones: null,
    period: input.period,
    rows_read: input.rows.read,
    readings: input.readings,
    consumption_kwh: null,
    generation_kwh: null,
    anomalies: 0,
    report: `reports/dataset=${dataset}/`,
    quarantine: null,
    readings_prefix: input.data.prefix,
    months: input.data.months,
    tables,
    stands: [],
    content: null,
    bases: null,
    sites: [...new Set(readings.map(({ site_id = 'home' }) => site_id))],
    ...more,
  };
  const manifest = { ...emptyManifest(dataset, input.source.bucket, `raw/${dataset}.csv`), published };
  await bench.context.lake.putText(manifestKey(dataset), manifestText(manifest), 'application/json');
  const context = { ...bench.context, attempt: randomUUID(), catalog: memoryCatalog() };
  const { key } = manifest;
  const change = { kind: 'REBUILT', dataset, key, run: input.run, at: published.committed_at } as const;
  await follow(await announceChange(change, [published], context), context);
  return manifest;
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Row, withDatabase } from '../../../../shared/database/duckdb.ts';
import { manifestKey } from '../../../../shared/lake/keys.ts';
import { manifestText } from '../../../../shared/lake/manifest-store.ts';
import { withFolder } from '../../../../shared/lake/run-files.ts';
import { type EarlierDays, earlierDays } from '../../../../shared/readings/earlier-days.ts';
import { fetchHourlyBuckets } from '../../../../shared/readings/fetch-hourly-buckets.ts';
import { publishReadings } from '../../../helpers/published.ts';
import { hourly, wallClock } from '../../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';

const HOUR = 3_600_000;
let bench: Bench;
beforeEach(async () => {
  bench = await stepBench();
});
afterEach(() => bench.close());

/** Whole days of hourly readings from a day of October 2026 on, each `kwh` an hour. */
function days(first: number, count: number, kwh: number, series: Partial<TestReading> = {}): TestReading[] {
  return hourly(Array(24 * count).fill(kwh)).map((row, hour) => ({
    ...row,
    timestamp: wallClock(((first - 1) * 24 + hour) * HOUR),
    ...series,
  }));
}

async function earlier(readings: readonly TestReading[]): Promise<EarlierDays & { rows: Row[] }> {
  const input = await bench.readings(readings);
  const { context } = bench;
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const { relation } = await fetchHourlyBuckets(input, db, context, folder);
      const found = await earlierDays(relation, input, context, db, folder);
      const query = `SELECT site_id, appliance, measure, CAST(day AS VARCHAR) AS day, CAST(total_kwh AS DOUBLE) AS kwh,
        CAST(coverage AS DOUBLE) AS coverage, source FROM ${found.relation} ORDER BY ALL`;
      return { ...found, rows: found.relation === null ? [] : await db.rows(query) };
    }),
  );
}

describe('the days that a lake knows of a site', () => {
  it('are none where nothing else is published', async () => {
    await publishReadings(bench, 'sample-0123456789', days(1, 3, 1));
    expect(await earlier(days(4, 1, 1))).toEqual({ relation: null, datasets: [], leftOut: 0, rows: [] });
  });

  it('come from other uploads of the same site, not from other sites', async () => {
    await publishReadings(bench, 'september', days(1, 2, 1));
    await publishReadings(bench, 'neighbour', days(1, 2, 9, { site_id: 'next door' }));
    await publishReadings(bench, 'both', [...days(3, 1, 2), ...days(3, 1, 9, { site_id: 'next door' })], {
      sites: null,
    });
    const { rows, datasets } = await earlier(days(4, 1, 1));
    expect(datasets).toEqual(['both', 'september']);
    expect(rows).toEqual([
      {
        site_id: 'home',
        appliance: 'total',
        measure: 'consumption',
        day: '2026-10-01',
        kwh: 24,
        coverage: 1,
        source: 1,
      },
      {
        site_id: 'home',
        appliance: 'total',
        measure: 'consumption',
        day: '2026-10-02',
        kwh: 24,
        coverage: 1,
        source: 1,
      },
      {
        site_id: 'home',
        appliance: 'total',
        measure: 'consumption',
        day: '2026-10-03',
        kwh: 48,
        coverage: 1,
        source: 0,
      },
    ]);
  });

  it('are taken from the newest publication, unless only an older one has the whole day', async () => {
    await publishReadings(bench, 'old', days(1, 3, 1), { committed_at: '2026-11-01T00:00:00.000Z' });
    // The third day has six hours only.
    const newer = days(1, 3, 5).slice(0, 24 * 2 + 6);
    await publishReadings(bench, 'new', newer, { committed_at: '2026-11-02T00:00:00.000Z' });
    const { rows, datasets } = await earlier(days(4, 1, 1));
    expect(datasets).toEqual(['new', 'old']);
    expect(rows.map(({ day, kwh, source }) => [day, kwh, source])).toEqual([
      ['2026-10-01', 120, 0],
      ['2026-10-02', 120, 0],
      ['2026-10-03', 24, 1],
    ]);
  });

  it('end with the period of this upload and begin three years before it', async () => {
    const old = (date: string) =>
      days(1, 1, 1).map((row) => ({ ...row, timestamp: row.timestamp.replace('2026-10-01', date) }));
    await publishReadings(bench, 'long-ago', old('2023-09-30'));
    await publishReadings(bench, 'in-time', old('2023-10-10'));
    await publishReadings(bench, 'around', days(3, 4, 2));
    const { rows, datasets } = await earlier(days(4, 1, 1));
    expect(datasets).toEqual(['around', 'in-time']);
    expect(rows.map(({ day }) => day)).toEqual(['2023-10-10', '2026-10-03', '2026-10-04']);
  });
});

describe('what is wrong in the lake', () => {
  it('is passed over: a manifest that is none, one without a publication, files that are gone', async () => {
    const { lake, observed } = bench.context;
    await publishReadings(bench, 'good', days(1, 1, 1));
    const gone = await publishReadings(bench, 'gone', days(1, 1, 7), { committed_at: '2026-11-09T00:00:00.000Z' });
    const daily = gone.published?.tables.find(({ table }) => table === 'daily_energy_data');
    await rm(join(bench.context.folder, '..', 'lake', daily?.prefix ?? ''), { recursive: true });
    await lake.putText(manifestKey('junk'), '{"dataset": 1', 'application/json');
    await lake.putText(manifestKey('list'), '[]', 'application/json');
    await lake.putText(
      manifestKey('refused'),
      manifestText({ ...gone, dataset: 'refused', published: null }),
      'application/json',
    );
    await lake.putText('manifests/readme.txt', 'hello', 'text/plain');
    const { rows, datasets } = await earlier(days(4, 1, 1));
    expect(datasets).toEqual(['good']);
    expect(rows.map(({ kwh }) => kwh)).toEqual([24]);
    const skipped = observed.logged.filter(({ message }) => message === 'history:skipped').map(({ fields }) => fields);
    expect(skipped).toHaveLength(3);
    expect(skipped).toEqual(
      expect.arrayContaining([
        { dataset: 'gone' },
        { manifest: 'manifests/junk.json' },
        { manifest: 'manifests/list.json' },
      ]),
    );
  });

  it('is bounded: rows beyond what fits are left out, and counted', async () => {
    await publishReadings(bench, 'small', days(1, 1, 1), { committed_at: '2026-11-03T00:00:00.000Z' });
    const huge = await publishReadings(bench, 'huge', days(1, 2, 1), { committed_at: '2026-11-02T00:00:00.000Z' });
    const tables = huge.published?.tables.map((table) => ({ ...table, rows: 6_000_000 })) ?? [];
    await publishReadings(bench, 'huge', days(1, 2, 1), { committed_at: '2026-11-02T00:00:00.000Z', tables });
    expect(await earlier(days(4, 1, 1))).toMatchObject({ datasets: ['small'], leftOut: 1 });
  });
});

it('reads a manifest of an earlier release, which does not name the sites', async () => {
  const manifest = await publishReadings(bench, 'before', days(1, 1, 1));
  const { sites: _, ...published } = manifest.published ?? {};
  await bench.context.lake.putText(
    manifestKey('before'),
    JSON.stringify({ ...manifest, published }),
    'application/json',
  );
  expect((await earlier(days(4, 1, 1))).rows.map(({ kwh }) => kwh)).toEqual([24]);
});

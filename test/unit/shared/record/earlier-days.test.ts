import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Row, withDatabase } from '../../../../shared/database/duckdb.ts';
import { withFolder } from '../../../../shared/lake/run-files.ts';
import { fetchHourlyBuckets } from '../../../../shared/readings/fetch-hourly-buckets.ts';
import { type EarlierDays, earlierDays } from '../../../../shared/record/earlier-days.ts';
import { readRecord, writeRecord } from '../../../../shared/record/site-record.ts';
import { publishReadings } from '../../../helpers/published.ts';
import { hourly, wallClock } from '../../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';

const HOUR = 3_600_000;
/** Another site, whose name comes after the first one's. */
const YARD = { site_id: 'yard' };
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

  it('have each time once: of the last upload, and of an earlier one where that tells of less', async () => {
    await publishReadings(bench, 'old', days(1, 3, 1), { committed_at: '2026-11-01T00:00:00.000Z' });
    // The third day has six hours only.
    const newer = days(1, 3, 5).slice(0, 24 * 2 + 6);
    await publishReadings(bench, 'new', newer, { committed_at: '2026-11-02T00:00:00.000Z' });
    const { rows } = await earlier(days(4, 1, 1));
    expect(rows.map(({ day, kwh, coverage }) => [day, kwh, coverage])).toEqual([
      ['2026-10-01', 120, 1],
      ['2026-10-02', 120, 1],
      ['2026-10-03', 6 * 5 + 18, 1],
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
  it('is passed over: a month whose files are gone', async () => {
    const { observed } = bench.context;
    await publishReadings(bench, 'good', days(1, 1, 1));
    await publishReadings(bench, 'gone', days(1, 1, 7, YARD));
    const { record } = await readRecord(bench.context.lake, YARD.site_id);
    const gone = record.months['2026-10']?.generation ?? '';
    await rm(join(bench.context.folder, '..', 'lake', gone, 'daily_energy_data'), { recursive: true });
    const { rows, datasets } = await earlier([...days(4, 1, 1), ...days(4, 1, 1, YARD)]);
    expect(datasets).toEqual(['good']);
    expect(rows.map(({ kwh }) => kwh)).toEqual([24]);
    const skipped = observed.logged.filter(({ message }) => message === 'history:skipped').map(({ fields }) => fields);
    expect(skipped).toEqual([{ month: '2026-10' }]);
  });

  it('is bounded: rows beyond what fits are left out, and counted', async () => {
    const { lake } = bench.context;
    await publishReadings(bench, 'small', days(1, 1, 1));
    await publishReadings(bench, 'huge', days(1, 2, 1, YARD));
    const { record, etag } = await readRecord(lake, YARD.site_id);
    const huge = record.months['2026-10'] ?? { generation: '/', tables: [] };
    const tables = huge.tables.map((table) => ({ ...table, rows: 6_000_000 }));
    await writeRecord(lake, { ...record, months: { '2026-10': { ...huge, tables } } }, etag);
    const found = await earlier([...days(4, 1, 1), ...days(4, 1, 1, YARD)]);
    expect(found).toMatchObject({ datasets: ['small'], leftOut: 1 });
  });
});

/** The daily series of files, as the forecast step sees them: through the real validation, with complete days only. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dailyHistories, type History } from '../../../functions/forecast/history.ts';
import { validate } from '../../../functions/validate/validate.ts';
import { type Database, withDatabase } from '../../../shared/database/duckdb.ts';
import { withFolder } from '../../../shared/lake/run-files.ts';
import { UPLOAD_METADATA } from '../../../shared/lake/upload-metadata.ts';
import { fetchHourlyBuckets } from '../../../shared/readings/fetch-hourly-buckets.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { folderLake } from '../../helpers/folder-lake.ts';
import { createStepContext } from '../../helpers/step-context.ts';
import { referenceFiles } from '../anomalies/file.ts';

export interface DailySeries extends History {
  /** File, and what in it. */
  readonly name: string;
}

/**
 * Every daily series of the files that DIR/expected.json names: each site and measure, and where a site has several
 * appliances each of them.
 */
export async function referenceSeries(folder: string): Promise<DailySeries[]> {
  const found: DailySeries[] = [];
  for (const [name, settings] of referenceFiles(folder)) {
    found.push(...(await seriesOf(name, join(folder, name), settings)));
  }
  return found;
}

/** A file that the real validation took: its hourly buckets, and what a step is given. */
export interface OpenFile {
  readonly input: Ready;
  /** SQL relation of `fetchHourlyBuckets`. */
  readonly relation: string;
  readonly db: Database;
  /** For files of one's own. */
  readonly folder: string;
}
type Ready = Extract<Awaited<ReturnType<typeof validate>>, { outcome: 'READY' }>;

/** Nothing is known from other uploads. */
export const NO_HISTORY = { relation: null, datasets: [], leftOut: 0 };

/** @param name of the file, as it is reported */
export async function seriesOf(name: string, file: string, settings: LayoutSettings = {}): Promise<DailySeries[]> {
  return withFile(name, file, settings, async ({ db, relation }) => {
    const sites = await dailyHistories(db, relation, NO_HISTORY);
    // An appliance becomes a site of its own.
    const apart = `(SELECT * REPLACE (site_id || ' / ' || appliance AS site_id) FROM ${relation})`;
    const appliances = await dailyHistories(db, apart, NO_HISTORY);
    const several = sites.length < appliances.length;
    return [...sites, ...(several ? appliances : [])].map((history) => ({
      ...history,
      name: `${name}: ${history.siteId}, ${history.measure}`,
    }));
  });
}

/** Gives `use` a file as the forecast step sees it. */
export async function withFile<T>(
  name: string,
  file: string,
  settings: LayoutSettings,
  use: (file: OpenFile) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'energy-series-'));
  try {
    const key = `raw/${name}`;
    const copy = join(root, 'lake', key);
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(file, copy);
    const lake = folderLake(join(root, 'lake'));
    const { time_zone: zone, ...layout } = settings;
    lake.setMetadata(key, {
      ...(zone ? { [UPLOAD_METADATA.timeZone]: zone } : {}),
      [UPLOAD_METADATA.layout]: JSON.stringify(layout),
    });
    const context = createStepContext(lake, root, { now: () => new Date(), threads: 2 });
    const etag = createHash('md5').update(readFileSync(file)).digest('hex');
    const detail = { bucket: { name: lake.bucket }, object: { key, etag } };
    const event = {
      id: name,
      'detail-type': 'Object Created',
      source: 'aws.s3',
      time: '2026-01-01T00:00:00Z',
      detail,
    } as const;
    const input = await validate({ run: 'bench', event }, context);
    if (input.outcome !== 'READY') throw new Error(`${name}: ${input.outcome}`);
    return await withFolder(context, (work) =>
      withDatabase(context.database, async (db) => {
        const { relation } = await fetchHourlyBuckets(input, db, context, work);
        return use({ input, relation, db, folder: work });
      }),
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

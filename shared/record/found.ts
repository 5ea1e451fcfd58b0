/**
 * What uploads found out of the ordinary in months of sites, as a table of versions that the catalogue does not have:
 * who serves a month reads one file, however many uploads the month is from. It has what each upload told, also of
 * readings that do not count now: they may count again when another upload is removed.
 */
import pMap from 'p-map';
import { z } from 'zod';
import { type Database, literal } from '../database/duckdb.ts';
import { keysOf } from '../keys-of.ts';
import { FILES, generationFile, manifestKey } from '../lake/keys.ts';
import { type Publication, readableManifest } from '../lake/manifest.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import type { TableName } from '../tables/schema.ts';
import type { LakeFiles } from './files.ts';
import { type Change, createFiles, keptFiles, type Published, presentOf, TRANSFERS_AT_ONCE } from './gather.ts';

/** A name of a table of versions that the catalogue does not have. */
export const FOUND_TABLE = 'found_anomalies';

/** Its columns, each with how the two tables of an upload fill it. */
const COLUMNS = {
  site_id: { reading: 'site_id', event: 'site_id' },
  dataset: { reading: 'dataset', event: 'dataset' },
  of: { reading: `'reading'`, event: `'event'` },
  kind: { reading: 'kind', event: 'kind' },
  direction: { reading: 'direction', event: 'direction' },
  severity: { reading: 'severity', event: 'severity' },
  appliance: { reading: 'appliance', event: 'appliance' },
  measure: { reading: 'measure', event: 'measure' },
  start_utc: { reading: 'utc', event: 'start_utc' },
  end_utc: { reading: 'NULL::TIMESTAMP', event: 'end_utc' },
  kwh: { reading: 'kwh::DECIMAL(38,9)', event: 'kwh::DECIMAL(38,9)' },
  expected_kwh: { reading: 'mean_kwh::DECIMAL(38,9)', event: 'expected_kwh::DECIMAL(38,9)' },
  cost: { reading: 'NULL::DOUBLE', event: 'cost::DOUBLE' },
  currency: { reading: 'NULL::VARCHAR', event: 'currency' },
} as const;
export const FOUND_COLUMNS = keysOf(COLUMNS)
  .map((name) => `"${name}"`)
  .join(', ');

type Kind = 'reading' | 'event';

/** The tables of an upload, and the column that says in which local month a row of them is. */
const SOURCES = {
  reading: { table: 'anomaly_data', local: 'timestamp' },
  event: { table: 'anomaly_event_data', local: 'start_timestamp' },
} as const satisfies Record<Kind, { readonly table: TableName; readonly local: string }>;

/**
 * What the uploads of the months found: what the last versions have, with what the datasets that changed say now.
 * @returns relation with `FOUND_COLUMNS` and `month`; null where there is nothing
 */
export async function gatherFound(
  changes: readonly Change[],
  published: Published,
  files: LakeFiles,
  db: Database,
  lake: LakeStore,
): Promise<string | null> {
  const earlier = await createTold(changes, files, db);
  const others = await pMap(
    earlier,
    async (dataset) => ({ dataset, publication: await publicationOf(dataset, lake) }),
    {
      concurrency: TRANSFERS_AT_ONCE,
    },
  );
  const uploads = [...presentOf(changes, published), ...others];
  const parts = [
    await keptFound(changes, files, db),
    await uploadsFound('reading', uploads, files, db),
    await uploadsFound('event', uploads, files, db),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `(${parts.join(' UNION ALL BY NAME ')})`;
}

const datasetsSchema = z.array(z.object({ dataset: z.string() }));

/**
 * Creates `told_found` (site_id, month, dataset): whose files are read. They are the datasets that changed and, in a
 * month that an earlier release wrote, all others.
 * @returns those others
 */
async function createTold(changes: readonly Change[], files: LakeFiles, db: Database): Promise<string[]> {
  await db.run('CREATE OR REPLACE TEMP TABLE told_found AS SELECT site_id, month, dataset FROM replaced');
  const unknown = changes.filter(({ record, month }) => {
    const known = record.months[month];
    return known !== undefined && known.found === undefined;
  });
  if (unknown.length === 0) return [];
  const kept = await keptFiles(unknown, files);
  await createFiles(
    'earlier_files',
    kept.map(({ file, site, month }) => [file, site, month]),
    ['file', 'site_id', 'month'],
    db,
  );
  const list = kept.map(({ file }) => literal(file)).join(', ');
  await db.run(
    `CREATE OR REPLACE TEMP TABLE earlier_found AS SELECT DISTINCT k.site_id, k.month, r.dataset ` +
      `FROM read_parquet([${list}], filename = true, union_by_name = true, hive_partitioning = false) r ` +
      `JOIN earlier_files k ON k.file = r.filename ANTI JOIN replaced USING (site_id, month, dataset)`,
  );
  await db.run('INSERT INTO told_found SELECT * FROM earlier_found');
  return datasetsSchema
    .parse(await db.rows('SELECT DISTINCT dataset FROM earlier_found ORDER BY 1'))
    .map(({ dataset }) => dataset);
}

async function publicationOf(dataset: string, lake: LakeStore): Promise<Publication | null> {
  const stored = await lake.getText(manifestKey(dataset));
  return (stored && readableManifest(stored.text)?.published) ?? null;
}

async function keptFound(changes: readonly Change[], files: LakeFiles, db: Database): Promise<string | null> {
  const wanted = changes.flatMap(({ record, month }) => {
    const known = record.months[month];
    return known?.found ? [{ key: generationFile(known.generation, FOUND_TABLE), month }] : [];
  });
  if (wanted.length === 0) return null;
  const kept = await pMap(wanted, async ({ key, month }) => [await files.fetch(key), month], {
    concurrency: TRANSFERS_AT_ONCE,
  });
  await createFiles('kept_found', kept, ['file', 'month'], db);
  return (
    `SELECT ${FOUND_COLUMNS}, month FROM ${rowsOf(kept)} JOIN kept_found USING (file) ` +
    `ANTI JOIN replaced USING (site_id, month, dataset)`
  );
}

async function uploadsFound(
  kind: Kind,
  uploads: readonly { readonly dataset: string; readonly publication: Publication | null }[],
  files: LakeFiles,
  db: Database,
): Promise<string | null> {
  const { table, local } = SOURCES[kind];
  const wanted = uploads.flatMap(({ dataset, publication }) => {
    const output = publication?.tables.find((each) => each.table === table && each.rows > 0);
    return output ? [{ key: `${output.prefix}${FILES.table}`, dataset }] : [];
  });
  if (wanted.length === 0) return null;
  const fetched = await pMap(wanted, async ({ key, dataset }) => [await files.fetch(key), dataset], {
    concurrency: TRANSFERS_AT_ONCE,
  });
  const names = `${kind}_found`;
  await createFiles(names, fetched, ['file', 'dataset'], db);
  const columns = keysOf(COLUMNS).map((name) => `${COLUMNS[name][kind]} AS "${name}"`);
  return (
    `SELECT ${columns.join(', ')}, month FROM (SELECT *, strftime(${local}, '%Y-%m') AS month ` +
    `FROM ${rowsOf(fetched)} JOIN ${names} USING (file)) SEMI JOIN told_found USING (site_id, month, dataset)`
  );
}

function rowsOf(files: readonly (readonly string[])[]): string {
  const list = files.map(([file = '']) => literal(file)).join(', ');
  return (
    `(SELECT filename AS file, * EXCLUDE (filename) ` +
    `FROM read_parquet([${list}], filename = true, union_by_name = true, hive_partitioning = false))`
  );
}

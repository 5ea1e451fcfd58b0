/** What moving a dataset to another site would do, before anything is written. */
import { join } from 'node:path';
import { type Database, literal } from '../database/duckdb.ts';
import type { Manifest, Publication } from '../lake/manifest.ts';
import type { RecordContext } from './context.ts';
import type { LakeFiles } from './files.ts';
import { type MonthChange, preview, touchedByAll } from './preview.ts';
import { together } from './touched.ts';

/** As if all readings of the dataset were of the site. */
export async function previewMoved(
  { dataset, published }: Manifest,
  site: string,
  context: RecordContext,
): Promise<MonthChange[]> {
  if (!published) return [];
  const touched = await touchedByAll([published], context);
  const months = new Set([...touched.values()].flatMap((each) => [...each]));
  const stands = published.stands.map((each) => ({ ...each, site }));
  return preview(
    {
      next: new Map([[dataset, { ...published, stands, sites: [site] }]]),
      touched: together(touched, new Map([[site, months]])),
      files: (files, db) => ofSite(files, published, site, db),
    },
    context,
  );
}

/** The files of a publication as if they were of a site; others as they are. */
function ofSite(files: LakeFiles, { readings_prefix, tables }: Publication, site: string, db: Database): LakeFiles {
  const own = [readings_prefix, ...tables.map(({ prefix }) => prefix)];
  let moved = 0;
  return {
    folder: files.folder,
    async fetch(key) {
      const file = await files.fetch(key);
      if (!own.some((prefix) => key.startsWith(prefix)) || !key.endsWith('.parquet')) return file;
      moved += 1;
      const copy = join(files.folder, `moved-${moved}.parquet`);
      await db.run(
        `COPY (SELECT * REPLACE (${literal(site)} AS site_id) FROM read_parquet(${literal(file)}, ` +
          `hive_partitioning = false)) TO ${literal(copy)} (FORMAT parquet)`,
      );
      return copy;
    },
  };
}

/** `energy rebuild`: the tables and the record of each site once more, from what is published. */
import pMap from 'p-map';
import { reconcile } from '../../functions/publish/reconcile.ts';
import { PREFIXES } from '../../shared/lake/keys.ts';
import { readableManifest } from '../../shared/lake/manifest.ts';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import { previewRebuild, rebuild } from '../../shared/record/rebuild.ts';
import { ensureCatalog } from '../../shared/tables/ensure-catalog.ts';
import { plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { type Connection, withConnection } from '../connection.ts';
import { commandLine, shellWord } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { changesTable } from '../output/changes.ts';
import { note, print } from '../output/print.ts';
import { withRecord } from '../record-context.ts';

const AT_ONCE = 8;
const MANIFESTS = 1_000_000;

export async function rebuildCommand(options: GlobalOptions & { site?: string; dryRun?: true }): Promise<void> {
  await withConnection(options, async (connection) => {
    if (options.dryRun) return preview(connection, options.site ?? null);
    if (options.site === undefined) await rebuildTables(connection);
    await rebuildRecord(connection, options.site ?? null);
  });
}

async function preview(connection: Connection, site: string | null): Promise<void> {
  const changes = await withRecord(connection, (context) => previewRebuild(site, context));
  if (changes.length > 0) print(changesTable(changes));
  const words = site === null ? '' : ` --site ${shellWord(site)}`;
  note(
    `Nothing was changed. ${plural(changes.length, 'month')} would be made again: ${commandLine(`rebuild${words}`)}`,
  );
}

/** Database and tables as they are declared, and the partitions of every upload. */
async function rebuildTables({ clients, bucket, database }: Connection): Promise<void> {
  const { createCatalog } = await import('../../shared/tables/glue-catalog.ts');
  const catalog = createCatalog(await clients.glue(), database);
  const lake = createLakeStore(await clients.s3(), bucket);
  await ensureCatalog(catalog, bucket);
  const listed = await lake.list(PREFIXES.manifests, MANIFESTS);
  let partitions = 0;
  await pMap(
    listed.filter(({ key }) => key.endsWith('.json')),
    async ({ key }) => {
      const manifest = readableManifest((await lake.getText(key))?.text ?? '');
      if (!manifest) return note(`${sanitize(key)} is no manifest: its dataset is not in the tables.`);
      const { created, updated, deleted } = await reconcile(lake, catalog, manifest);
      partitions += created + updated + deleted;
    },
    { concurrency: AT_ONCE },
  );
  note(`The tables of ${sanitize(database)} are as declared; ${plural(partitions, 'partition')} of uploads mended.`);
}

/** @param site only this one; null for all */
export async function rebuildRecord(connection: Connection, site: string | null): Promise<void> {
  const { datasets, sites } = await withRecord(connection, (context) => rebuild(site, context));
  note(`The record of ${plural(sites, 'site')} is made again, from ${plural(datasets, 'dataset')}.`);
}

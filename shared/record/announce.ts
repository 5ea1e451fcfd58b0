/** Writes into the inboxes of its sites what is about to be published. */
import type { PublishInput } from '../contract.ts';
import { type Database, withDatabase } from '../database/duckdb.ts';
import type { Manifest, Publication } from '../lake/manifest.ts';
import { withFolder } from '../lake/run-files.ts';
import type { RecordContext } from './context.ts';
import { type LakeFiles, lakeFiles } from './files.ts';
import { type InboxEntry, writeEntries } from './inbox.ts';
import { type Touched, together, touchedBy, touchedByPublication } from './touched.ts';

export interface Announced {
  /** Writes the entries. @param replaced what the dataset publishes now */
  announce(replaced: Publication | null): Promise<void>;
  /**
   * Every site that may have an entry of the dataset waiting: an earlier attempt of the run may have committed and
   * ended before it came to those that the replaced publication had.
   * @param manifest as it is after the commit
   */
  sites(manifest: Manifest): Promise<ReadonlySet<string>>;
}

/**
 * @param at the `committed_at` of the publication to come
 * @param files brings the readings
 */
export async function announcePublication(
  { dataset, run, source, data, stands }: Pick<PublishInput, 'dataset' | 'run' | 'source' | 'data' | 'stands'>,
  at: string,
  context: RecordContext,
  files: LakeFiles,
): Promise<Announced> {
  const reading = <T>(use: (db: Database) => Promise<T>) => withDatabase(context.database, use);
  const own = await reading((db) => touchedBy({ ...data, stands }, files, db));
  const sites = new Set(own.keys());
  return {
    async announce(replaced) {
      const before = replaced ? await reading((db) => touchedByPublication(replaced, files, db)) : new Map();
      const touched = together(own, before);
      for (const site of touched.keys()) sites.add(site);
      await writeEntries(context.lake, entriesOf(touched, { kind: 'PUBLISHED', dataset, key: source.key, run, at }));
    },
    async sites({ published, history: [before] }) {
      for (const publication of [published, before]) {
        if (!publication || publication.committed_at === at) continue;
        const touched = await reading((db) => touchedByPublication(publication, files, db));
        for (const site of touched.keys()) sites.add(site);
      }
      return sites;
    },
  };
}

/**
 * Announces a change of what is published, in every site of any of the publications.
 * @returns the sites
 */
export async function announceChange(
  change: Omit<InboxEntry, 'site' | 'months'>,
  publications: readonly Publication[],
  context: RecordContext,
): Promise<readonly string[]> {
  const touched = await withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const files = lakeFiles(context.lake, folder);
      const all: Touched[] = [];
      for (const publication of publications) all.push(await touchedByPublication(publication, files, db));
      return together(...all);
    }),
  );
  const entries = entriesOf(touched, change);
  await writeEntries(context.lake, entries);
  return entries.map(({ site }) => site);
}

/** @param change what the entries tell of */
export function entriesOf(touched: Touched, change: Omit<InboxEntry, 'site' | 'months'>): InboxEntry[] {
  return [...touched].map(([site, months]) => ({ ...change, site, months: [...months].sort() }));
}

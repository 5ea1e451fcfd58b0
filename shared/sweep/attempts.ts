/**
 * What attempts of steps wrote and no manifest names: that of attempts which were repeated, of runs that failed, and of
 * publications that are so far back that no rollback reaches them.
 */
import { pMapIterable } from 'p-map';
import { datasetOfManifest, manifestKey, PREFIXES } from '../lake/keys.ts';
import { readableManifest } from '../lake/manifest.ts';
import type { LakeVersions, ObjectVersion } from '../lake/versions.ts';
import { sameBytes } from '../record/contents.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import { RECORD_DATA_FOLDER, TABLE_NAMES, TABLES } from '../tables/schema.ts';
import { merged } from './merged.ts';
import { type Outdated, type Pile, pilesOf } from './outdated.ts';

/** What no manifest names by its prefix: it stays with its run. */
const KEPT_WITH_RUN = [PREFIXES.quarantine, PREFIXES.insights] as const;

/** Folders below which each attempt has a prefix of its own. */
const FOLDERS = [
  ...new Set([
    ...KEPT_WITH_RUN,
    PREFIXES.reports,
    ...TABLE_NAMES.map((table) => TABLES[table].folder)
      .filter((folder) => folder !== RECORD_DATA_FOLDER)
      .map((folder) => `${folder}/`),
  ]),
];

/** Manifests that are read beside each other. */
const READS_AT_ONCE = 16;

/** Prefix, run. */
const ATTEMPT = /^([a-z-]+(?:\/[a-z-]+)?\/dataset=[^/]+\/run=([^/]+)\/attempt=[^/]+\/)/;

/**
 * Dataset after dataset, in the order of their names.
 * @param before what was written by then and is not named is outdated, ms since 1970
 * @param after only datasets behind this one
 */
export async function* outdatedAttempts(
  lake: Pick<LakeStore, 'getText'>,
  versions: Pick<LakeVersions, 'listVersions'>,
  before: number,
  after?: string,
): AsyncGenerator<Outdated> {
  const from = (prefix: string, end: string) => (after === undefined ? undefined : `${prefix}${after}${end}`);
  const manifests = versions.listVersions(PREFIXES.manifests, from(PREFIXES.manifests, '.json'));
  const folders = FOLDERS.map((folder) => `${folder}dataset=`);
  const listings = folders.map((prefix) => versions.listVersions(prefix, from(prefix, '/~')));
  yield* pMapIterable(
    merged([manifests, ...listings], nameOf),
    async ({ name, items }): Promise<Outdated> => {
      const old = pilesOf(items, (key) => ATTEMPT.exec(key)?.[1]).filter(({ written }) => written < before);
      const isListed = items.some(({ key }) => key.startsWith(PREFIXES.manifests));
      const named = old.length > 0 ? await namedBy(name, isListed, lake) : null;
      return { name, piles: named === null ? [] : old.filter((each) => !isNamed(each, named)) };
    },
    { concurrency: READS_AT_ONCE },
  );
}

function nameOf({ key }: ObjectVersion): string {
  return /\/dataset=([^/]+)\//.exec(key)?.[1] ?? datasetOfManifest(key);
}

/** What a dataset's manifest, and those of uploads of the same bytes, name. */
interface Named {
  readonly prefixes: ReadonlySet<string>;
  readonly runs: ReadonlySet<string>;
}

const NOTHING: Named = { prefixes: new Set(), runs: new Set() };

/**
 * @param isListed whether there is a manifest; a run that failed leaves none
 * @returns null where a manifest is there and cannot be read: nobody can say what it names
 */
async function namedBy(dataset: string, isListed: boolean, lake: Pick<LakeStore, 'getText'>): Promise<Named | null> {
  const text = (await lake.getText(manifestKey(dataset)))?.text;
  if (text === undefined && !isListed) return NOTHING;
  const manifest = readableManifest(text ?? '');
  if (!manifest) return null;
  const manifests = [manifest];
  const publications = [...(manifest.published ? [manifest.published] : []), ...manifest.history];
  for (const sha256 of new Set(publications.flatMap(({ content }) => content?.sha256 ?? []))) {
    for (const other of await sameBytes(lake, sha256)) {
      if (other.dataset === dataset) continue;
      const copy = readableManifest((await lake.getText(manifestKey(other.dataset)))?.text ?? '');
      if (!copy) return null;
      manifests.push(copy);
    }
  }
  return {
    prefixes: new Set(manifests.flatMap(prefixesIn)),
    runs: new Set(
      manifests.flatMap(({ published, history, outcomes }) =>
        [...(published ? [published] : []), ...history, ...outcomes].map(({ run }) => run),
      ),
    ),
  };
}

/** The prefixes of attempts in any text of a value. */
function prefixesIn(value: unknown): string[] {
  if (typeof value === 'string') return [ATTEMPT.exec(value)?.[1] ?? []].flat();
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(prefixesIn) : [];
}

function isNamed({ prefix }: Pile, { prefixes, runs }: Named): boolean {
  if (prefixes.has(prefix)) return true;
  const run = ATTEMPT.exec(prefix)?.[2] ?? '';
  return KEPT_WITH_RUN.some((folder) => prefix.startsWith(folder)) && runs.has(run);
}

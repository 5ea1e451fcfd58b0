/** What a lake holds of sites: the uploads that told of them, and where all of it is. */
import pMap from 'p-map';

import { contentsKey, inboxPrefix, manifestKey, PREFIXES, recordDataPrefix, recordKey } from '../shared/lake/keys.ts';
import { type Manifest, readableManifest } from '../shared/lake/manifest.ts';
import { textOfMetadata, UPLOAD_METADATA } from '../shared/lake/upload-metadata.ts';
import type { RecordContext } from '../shared/record/context.ts';
import { touchedByAll } from '../shared/record/preview.ts';
import { TABLE_NAMES, TABLES } from '../shared/tables/schema.ts';

const LISTED = 1_000_000;
const AT_ONCE = 8;

export interface Holdings {
  /** The datasets that told of the sites alone. */
  readonly datasets: readonly Manifest[];
  /** Those that told of other sites, too, with their names. */
  readonly shared: readonly { readonly dataset: string; readonly others: readonly string[] }[];
  /** Uploads that never published anything and of which nobody said the site. */
  readonly unknown: number;
}

/** Reads every manifest; also what is not published any more counts. */
export async function holdingsOf(sites: ReadonlySet<string>, context: RecordContext): Promise<Holdings> {
  const listed = await context.lake.list(PREFIXES.manifests, LISTED);
  const read = await pMap(
    listed.filter(({ key }) => key.endsWith('.json')),
    async ({ key }) => readableManifest((await context.lake.getText(key))?.text ?? ''),
    { concurrency: AT_ONCE },
  );
  const datasets: Manifest[] = [];
  const shared: { dataset: string; others: string[] }[] = [];
  let unknown = 0;
  for (const manifest of read) {
    if (!manifest) continue;
    const theirs = await sitesOf(manifest, context);
    if (theirs.size === 0) unknown += 1;
    if (![...theirs].some((site) => sites.has(site))) continue;
    const others = [...theirs].filter((site) => !sites.has(site));
    if (others.length > 0) shared.push({ dataset: manifest.dataset, others });
    else datasets.push(manifest);
  }
  return { datasets: [...datasets, ...copiesOf(datasets, read)], shared, unknown };
}

/** The sites that a dataset ever told of; without a publication, the one that was said with the upload. */
async function sitesOf({ key, published, history }: Manifest, context: RecordContext): Promise<ReadonlySet<string>> {
  const publications = [...(published ? [published] : []), ...history];
  const named = publications.flatMap(({ sites }) => sites ?? []);
  const unnamed = publications.filter(({ sites }) => sites === null);
  const found = unnamed.length > 0 ? [...(await touchedByAll(unnamed, context)).keys()] : [];
  if (publications.length > 0) return new Set([...named, ...found]);
  const said = (await context.lake.head(key))?.metadata[UPLOAD_METADATA.siteId];
  return new Set(said === undefined ? [] : [textOfMetadata(said)]);
}

/** Copies that publish nothing, of datasets: they have the same bytes. */
function copiesOf(datasets: readonly Manifest[], all: readonly (Manifest | undefined)[]): Manifest[] {
  const known = new Set(datasets.map(({ dataset }) => dataset));
  return all.flatMap((each) =>
    each && !known.has(each.dataset) && each.outcomes.some(({ copy_of }) => copy_of !== null && known.has(copy_of))
      ? [each]
      : [],
  );
}

/** Where everything of the sites and their datasets is: keys of objects, and prefixes that hold nothing else. */
export function placesOf(sites: Iterable<string>, datasets: readonly Manifest[]): string[] {
  const folders = new Set([
    ...TABLE_NAMES.map((table) => `${TABLES[table].folder}/`),
    ...[PREFIXES.quarantine, PREFIXES.insights, PREFIXES.reports],
  ]);
  return [
    ...datasets.flatMap(({ dataset, key, published, history }) => [
      ...[key, manifestKey(dataset)],
      ...[...folders].map((folder) => `${folder}dataset=${dataset}/`),
      ...[...(published ? [published] : []), ...history].flatMap(({ content }) =>
        content ? [contentsKey(content.sha256)] : [],
      ),
    ]),
    ...[...sites].flatMap((site) => [recordKey(site), recordDataPrefix(site), inboxPrefix(site)]),
    // Nobody can tell of which sites a result is; pages are of all sites together, and are made anew.
    ...[PREFIXES.athenaResults, PREFIXES.sitePages],
    // Where a walk goes on may be a site's or a dataset's name; without it the next one begins anew.
    PREFIXES.recordSweep,
  ];
}

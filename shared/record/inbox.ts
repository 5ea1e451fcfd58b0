/**
 * What is to be taken into a site's record. An entry is written before the manifest that it tells of and deleted
 * when the tables show it, so that whoever comes next finishes what a process that ended left behind.
 */
import pMap from 'p-map';
import { z } from 'zod';
import { inboxPrefix } from '../lake/keys.ts';
import type { Manifest } from '../lake/manifest.ts';
import type { LakeStore } from '../runtime/lake-port.ts';

const KINDS = ['PUBLISHED', 'WITHDRAWN', 'PREFERRED', 'REBUILT', 'REFRESHED'] as const;

const entrySchema = z.object({
  /** What it tells of its dataset: another run of it is published, nothing is any more, a person puts it after
   * all others, whatever is published is to be looked at again, or the months are made again as they are. */
  kind: z.enum(KINDS),
  site: z.string(),
  dataset: z.string(),
  /** Key of the dataset's upload. */
  key: z.string(),
  /** The run that is published, else a name of the change. */
  run: z.string(),
  /** The `committed_at` of the publication that it announces, else the time of the change. */
  at: z.iso.datetime(),
  /** Local months that the dataset has in the site, before or after. */
  months: z.array(z.string()),
});
export type InboxEntry = z.infer<typeof entrySchema>;

/** How long a run may take from its entry to its manifest, ms: longer than any function lives. */
const ABANDONED_MS = 3_600_000;
const LISTED = 10_000;
const AT_ONCE = 16;

/** Names an entry within its site. */
export function entryId({ dataset, run, at }: InboxEntry): string {
  return `${dataset}/${run}/${at}`;
}

/** Another attempt of a run has an entry of its own: deleting the one that is shown must not lose a newer one. */
function entryKey({ site, dataset, run, at }: InboxEntry): string {
  return `${inboxPrefix(site)}${dataset}/${run}/${at.replaceAll(':', '')}.json`;
}

export async function writeEntries(lake: LakeStore, entries: readonly InboxEntry[]): Promise<void> {
  await pMap(entries, (entry) => lake.putText(entryKey(entry), JSON.stringify(entry), 'application/json'), {
    concurrency: AT_ONCE,
  });
}

/** What waits for a site, the oldest first. */
export async function readInbox(lake: LakeStore, site: string): Promise<InboxEntry[]> {
  const listed = await lake.list(inboxPrefix(site), LISTED);
  const read = await pMap(listed, async ({ key }) => parseEntry((await lake.getText(key))?.text), {
    concurrency: AT_ONCE,
  });
  const entries = read.flatMap((entry) => (entry?.site === site ? entry : []));
  return entries.sort((a, b) => (entryId(a) < entryId(b) ? -1 : 1));
}

/** Deletes an entry that the tables show. */
export async function deleteEntry(lake: LakeStore, entry: InboxEntry): Promise<void> {
  await lake.remove(entryKey(entry));
}

/** The site that the text of an entry is of; undefined for one that was deleted meanwhile. */
export function siteOf(text: string | undefined): string | undefined {
  return parseEntry(text)?.site;
}

/** @returns undefined for one that was deleted meanwhile */
function parseEntry(text: string | undefined): InboxEntry | undefined {
  return text === undefined ? undefined : entrySchema.parse(JSON.parse(text));
}

/**
 * Whether the publication that an entry announces has taken place, or never will: a later one stands in its place.
 * Until then the entry waits for its run.
 */
export function isDecided(entry: InboxEntry, manifest: Manifest | undefined): boolean {
  if (entry.kind === 'PREFERRED' || entry.kind === 'REBUILT' || entry.kind === 'REFRESHED') return true;
  const published = manifest?.published ?? null;
  if (entry.kind === 'WITHDRAWN' && published === null) return true;
  if (!manifest) return false;
  const { history } = manifest;
  const known = [...(published ? [published] : []), ...history];
  // Also where an attempt ended before its commit, and the next one of the run committed.
  const names = known.some(
    ({ run, committed_at }) => run === entry.run && Date.parse(committed_at) >= Date.parse(entry.at),
  );
  const last = Math.max(...known.map(({ committed_at }) => Date.parse(committed_at)));
  return names || last > Date.parse(entry.at) + ABANDONED_MS;
}

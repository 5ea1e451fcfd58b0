/** Lets a copy of the same bytes take the place of an upload that is not published any more. */
import type { Source } from '../contract.ts';
import { type Manifest, type Publication, sameVersion } from '../lake/manifest.ts';
import { changeManifest, readManifest } from '../lake/manifest-store.ts';
import { announceChange } from './announce.ts';
import { type SameUpload, sameBytes } from './contents.ts';
import type { RecordContext } from './context.ts';

export interface TakenOver {
  readonly manifest: Manifest;
  readonly sites: readonly string[];
}

/**
 * Publishes for the first copy that is still there what was published of its first: they have the same readings, so
 * nothing is read again.
 * @param gone what a dataset published; its files stay where they are
 * @returns null where nothing is a copy of it, or one is published already
 */
export async function letCopyTakeOver(
  dataset: string,
  gone: Publication,
  context: RecordContext,
): Promise<TakenOver | null> {
  const copy = await copyOf(dataset, gone, context);
  if (copy === null) return null;
  const at = context.now().toISOString();
  const publication = publicationOf(copy, gone, at);
  const { key } = copy.source;
  const change = { kind: 'PUBLISHED', dataset: copy.dataset, key, run: publication.run, at } as const;
  let sites: readonly string[] = [];
  const manifest = await changeManifest(
    context.lake,
    copy.dataset,
    key,
    async (current) => {
      if (!current || !isWaiting(current, copy.source)) return { result: current };
      sites = await announceChange(change, [publication], context);
      const outcomes = current.outcomes.filter(({ source }) => !sameVersion(source, copy.source));
      const write = { ...current, published: publication, outcomes };
      return { write, result: write };
    },
    await readManifest(context.lake, copy.dataset, key),
  );
  return manifest?.published ? { manifest, sites } : null;
}

/** The copy that would take over; null where there is none, or one is published already. */
export async function copyOf(
  dataset: string,
  { content }: Publication,
  { lake }: RecordContext,
): Promise<SameUpload | null> {
  if (!content) return null;
  let waiting: SameUpload | null = null;
  for (const other of await sameBytes(lake, content.sha256)) {
    if (other.dataset === dataset) continue;
    const { manifest } = await readManifest(lake, other.dataset, other.source.key);
    if (manifest?.published?.content?.sha256 === content.sha256) return null;
    if (manifest && isWaiting(manifest, other.source)) waiting ??= other;
  }
  return waiting;
}

export function publicationOf({ source, uploaded }: SameUpload, gone: Publication, at: string): Publication {
  return { ...gone, source, uploaded_at: uploaded, committed_at: at };
}

/** Whether the last that became of an upload is that it is a copy. */
function isWaiting({ published, outcomes }: Manifest, source: Source): boolean {
  const last = outcomes.find((each) => sameVersion(each.source, source));
  return published === null && last?.outcome === 'DUPLICATE';
}

/** Takes a dataset back: nothing of it is published any more, and what it shadowed counts again. */
import { HISTORY_LIMIT, type Manifest } from '../lake/manifest.ts';
import { changeManifest, readManifest } from '../lake/manifest-store.ts';
import { announceChange } from './announce.ts';
import type { RecordContext } from './context.ts';

/**
 * Withdraws what a dataset publishes. The publication moves into the history, from where a rollback brings it back.
 * The caller follows the sites, and reconciles the catalogue to the manifest.
 * @returns the manifest as it is then, and the sites that are touched
 * @throws TransientDependency when the manifest is too contended
 */
export async function withdraw(
  { dataset, key }: Pick<Manifest, 'dataset' | 'key'>,
  context: RecordContext,
): Promise<{ manifest: Manifest | undefined; sites: ReadonlySet<string> }> {
  const at = context.now().toISOString();
  const sites = new Set<string>();
  const change = { kind: 'WITHDRAWN', dataset, key, run: `withdrawn-${context.attempt}`, at } as const;
  const known = await readManifest(context.lake, dataset, key);
  const manifest = await changeManifest(
    context.lake,
    dataset,
    key,
    async (current) => {
      if (!current?.published) return { result: current };
      for (const site of await announceChange(change, [current.published], context)) sites.add(site);
      const history = [{ ...current.published, superseded_at: at }, ...current.history].slice(0, HISTORY_LIMIT);
      const write = { ...current, published: null, history };
      return { write, result: write };
    },
    known,
  );
  // An attempt before this one may have ended between the manifest and the record.
  for (const publication of manifest?.published === null ? manifest.history.slice(0, 1) : [])
    for (const site of await announceChange(change, [publication], context)) sites.add(site);
  return { manifest, sites };
}

/**
 * Puts a dataset after all others of its sites.
 * @returns the sites, for the caller to follow; none where it publishes nothing
 */
export async function prefer(
  { dataset, key, published }: Manifest,
  context: RecordContext,
): Promise<readonly string[]> {
  if (published === null) return [];
  const change = { kind: 'PREFERRED', run: `preferred-${context.attempt}`, at: context.now().toISOString() } as const;
  return announceChange({ ...change, dataset, key }, [published], context);
}

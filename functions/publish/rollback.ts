import type { Manifest, Publication } from '../../shared/lake/manifest.ts';
import { type Change, changeManifest, readManifest } from '../../shared/lake/manifest-store.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import { publish } from './commit.ts';

/**
 * Publishes an earlier run of a dataset again. The highest sequencer stays, so that no late event of the upload that
 * was rolled back takes the place again. The caller reconciles the catalog to the manifest that is returned.
 * @param key the uploaded key, raw text
 * @param at ISO time of the commit
 * @param announce what must be done before each try to write
 * @throws Error when the history does not hold that run
 * @throws TransientDependency when the manifest is too contended
 */
export async function rollback(
  lake: LakeStore,
  target: { dataset: string; key: string; run: string },
  at: string,
  announce: (replaced: Publication | null, next: Publication) => Promise<void>,
): Promise<Manifest> {
  const change = async (manifest: Manifest | undefined): Promise<Change<Manifest>> => {
    if (manifest?.published?.run === target.run) return { result: manifest };
    const earlier = manifest?.history.find(({ run }) => run === target.run);
    if (!manifest || !earlier) {
      const runs = manifest?.history.map(({ run }) => run).join(', ') || 'none';
      throw new Error(`${target.dataset} has no earlier run ${target.run} to go back to; its earlier runs: ${runs}`);
    }
    const { superseded_at: _, ...publication } = earlier;
    const again = { ...publication, committed_at: at };
    await announce(manifest.published, again);
    const next = publish(manifest, again, at);
    return { write: next, result: next };
  };
  return changeManifest(lake, target.dataset, target.key, change, await readManifest(lake, target.dataset, target.key));
}

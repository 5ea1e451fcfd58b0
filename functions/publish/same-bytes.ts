/** What a publication does to other uploads of the same bytes, and to copies of what it replaces. */
import type { PublishInput } from '../../shared/contract.ts';
import type { Manifest, Publication } from '../../shared/lake/manifest.ts';
import { readManifest } from '../../shared/lake/manifest-store.ts';
import { rememberUpload } from '../../shared/record/contents.ts';
import type { RecordContext } from '../../shared/record/context.ts';
import { letCopyTakeOver } from '../../shared/record/copies.ts';
import { withdraw } from '../../shared/record/withdraw.ts';

/** A dataset that changed along, for the caller to reconcile and to follow. */
interface ChangedAlong {
  readonly manifest: Manifest;
  readonly touched: Iterable<string>;
}

/** Lets later uploads of the same bytes find this one. */
export async function rememberContent(
  { source, content, uploaded_at, committed_at }: Publication,
  dataset: string,
  { lake }: RecordContext,
): Promise<void> {
  if (content) await rememberUpload(lake, { dataset, source, content, uploaded: uploaded_at ?? committed_at });
}

/**
 * Takes out what the upload corrects, and lets a copy of what it replaced under its own key count. Safe to run again.
 * @param manifest as it is after the commit
 */
export async function settleSameBytes(
  { sameBytes }: Pick<PublishInput, 'sameBytes'>,
  manifest: Manifest,
  context: RecordContext,
): Promise<ChangedAlong[]> {
  const { dataset, published, history } = manifest;
  const content = published?.content;
  if (!content) return [];
  const changed: ChangedAlong[] = [];
  if (sameBytes?.relation === 'CORRECTS') {
    const corrected = (await readManifest(context.lake, sameBytes.dataset, sameBytes.key)).manifest;
    if (corrected?.published?.content?.sha256 === content.sha256) {
      const { manifests, sites } = await withdraw(corrected, context, { copyTakesOver: false });
      changed.push(...manifests.map((each) => ({ manifest: each, touched: sites })));
    }
  }
  const [replaced] = history;
  if (replaced?.content && replaced.content.sha256 !== content.sha256) {
    const taken = await letCopyTakeOver(dataset, replaced, context);
    if (taken) changed.push({ manifest: taken.manifest, touched: taken.sites });
  }
  return changed;
}

/** What the deletion of an upload does: nothing of it is published any more. */
import type { PublishOutput, Removal } from '../../shared/contract.ts';
import { follow } from '../../shared/record/follow.ts';
import { withdraw } from '../../shared/record/withdraw.ts';
import { LOG } from '../../shared/runtime/log.ts';
import type { PublishContext } from './publish.ts';
import { reconcile } from './reconcile.ts';

/**
 * Safe to run again, and beside a run of the upload: what was uploaded before the deletion is not published after it,
 * and what was uploaded after it stays.
 * @throws TransientDependency when a service did not answer as it should
 */
export async function remove(removal: Removal, context: PublishContext): Promise<PublishOutput> {
  const { run, dataset, key, sequencer } = removal;
  if ((await context.lake.head(key)) !== undefined) {
    const reason = 'the file was uploaded again after it was deleted';
    return { outcome: 'SUPERSEDED', run, dataset, report: null, reason };
  }
  const { manifests, sites, instead } = await withdraw({ dataset, key }, context, { sequencer, copyTakesOver: true });
  for (const manifest of manifests) {
    const reconciled = await reconcile(context.lake, context.catalog, manifest);
    context.log.info(LOG.catalogReconciled, { dataset: manifest.dataset, ...reconciled });
  }
  await follow(sites, context);
  const reason = instead
    ? `its upload was deleted; ${instead.dataset} has the same bytes and counts instead`
    : 'its upload was deleted';
  return { outcome: 'REMOVED', run, dataset, report: null, reason };
}

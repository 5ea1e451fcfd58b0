/** Nothing of a dataset is in the tables any more. */
import { reconcile } from '../../functions/publish/reconcile.ts';
import type { Manifest } from '../../shared/lake/manifest.ts';
import { follow } from '../../shared/record/follow.ts';
import { previewWithout } from '../../shared/record/preview.ts';
import { withdraw } from '../../shared/record/withdraw.ts';
import { plural } from '../../shared/text/format.ts';
import type { Connection } from '../connection.ts';
import { CliError } from '../errors.ts';
import { withRecord } from '../record-context.ts';
import type { DatasetChange } from './change.ts';

/** @throws CliError when there is nothing to remove */
export function removal(connection: Connection, manifest: Manifest): DatasetChange {
  const { dataset, published, outcomes } = manifest;
  const isCopy = outcomes.some(({ outcome }) => outcome === 'DUPLICATE');
  if (!published && !isCopy) throw new CliError(`${dataset} publishes nothing; there is nothing to remove.`);
  return {
    preview: () => withRecord(connection, (context) => previewWithout(manifest, context)),
    apply: () =>
      withRecord(connection, async (context) => {
        const { manifests, sites, instead } = await withdraw(manifest, context);
        for (const each of manifests) await reconcile(context.lake, context.catalog, each);
        await follow(sites, context);
        if (!published)
          return { says: [`${dataset} is removed: it will not take the place of what it is a copy of.`], run: null };
        const copy = instead
          ? [`${instead.dataset} has the same bytes and counts instead; remove it, too, to take them out.`]
          : [];
        return { says: [`${dataset} is removed from ${plural(sites.size, 'site')}.`, ...copy], run: null };
      }),
  };
}

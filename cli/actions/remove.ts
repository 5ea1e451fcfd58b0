/** `energy remove`: nothing of a dataset is in the tables any more. */
import { reconcile } from '../../functions/publish/reconcile.ts';
import { follow } from '../../shared/record/follow.ts';
import { previewWithout } from '../../shared/record/preview.ts';
import { withdraw } from '../../shared/record/withdraw.ts';
import { plural } from '../../shared/text/format.ts';
import { withConnection } from '../connection.ts';
import { CliError } from '../errors.ts';
import { commandLine, shellWord } from '../hints.ts';
import { findDataset } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { changesTable } from '../output/changes.ts';
import { note, print } from '../output/print.ts';
import { withRecord } from '../record-context.ts';

export async function removeCommand(named: string, options: GlobalOptions & { yes?: true }): Promise<void> {
  await withConnection(options, async (connection) => {
    const found = await findDataset(connection, named);
    const { dataset, published, outcomes } = found;
    const isCopy = outcomes.some(({ outcome }) => outcome === 'DUPLICATE');
    if (!published && !isCopy) throw new CliError(`${dataset} publishes nothing; there is nothing to remove.`);
    await withRecord(connection, async (context) => {
      if (published) print(changesTable(await previewWithout(found, context)));
      else note(`${dataset} is a copy of which nothing counts: no figure changes.`);
      if (!options.yes) {
        note(`Nothing was changed. To remove it: ${commandLine(`remove ${shellWord(dataset)} --yes`)}`);
        return;
      }
      const { manifests, sites, instead } = await withdraw(found, context);
      for (const manifest of manifests) await reconcile(context.lake, context.catalog, manifest);
      await follow(sites, context);
      if (!published) {
        note(`${dataset} is removed: it will not take the place of what it is a copy of.`);
        return;
      }
      const back = commandLine(`rollback ${shellWord(dataset)} --to ${shellWord(published.run)} --yes`);
      note(`${dataset} is removed from ${plural(sites.size, 'site')}. To publish it again: ${back}`);
      if (instead) note(`${instead.dataset} has the same bytes and counts instead; remove it, too, to take them out.`);
    });
  });
}

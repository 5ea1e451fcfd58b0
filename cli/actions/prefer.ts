/** `energy prefer`: a dataset counts before all others of its sites. */

import { follow } from '../../shared/record/follow.ts';
import { previewPreferred } from '../../shared/record/preview.ts';
import { prefer } from '../../shared/record/withdraw.ts';
import { plural } from '../../shared/text/format.ts';
import { withConnection } from '../connection.ts';
import { commandLine, shellWord } from '../hints.ts';
import { findDataset } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { changesTable } from '../output/changes.ts';
import { note, print } from '../output/print.ts';
import { withRecord } from '../record-context.ts';

export async function preferCommand(named: string, options: GlobalOptions & { yes?: true }): Promise<void> {
  await withConnection(options, async (connection) => {
    const manifest = await findDataset(connection, named);
    await withRecord(connection, async (context) => {
      print(changesTable(await previewPreferred(manifest, context)));
      if (!options.yes) {
        note(`Nothing was changed. To prefer it: ${commandLine(`prefer ${shellWord(manifest.dataset)} --yes`)}`);
        return;
      }
      const sites = await prefer(manifest, context);
      await follow(sites, context);
      note(`${manifest.dataset} counts before all others in ${plural(sites.length, 'site')}.`);
    });
  });
}

/** `energy remove`: nothing of a dataset is in the tables any more. */
import { removal } from '../changes/remove.ts';
import { withConnection } from '../connection.ts';
import { commandLine, shellWord } from '../hints.ts';
import { findDataset } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { changesTable } from '../output/changes.ts';
import { note, print } from '../output/print.ts';

export async function removeCommand(named: string, options: GlobalOptions & { yes?: true }): Promise<void> {
  await withConnection(options, async (connection) => {
    const found = await findDataset(connection, named);
    const { dataset, published } = found;
    const change = removal(connection, found);
    if (published) print(changesTable(await change.preview()));
    else note(`${dataset} is a copy of which nothing counts: no figure changes.`);
    if (!options.yes) {
      note(`Nothing was changed. To remove it: ${commandLine(`remove ${shellWord(dataset)} --yes`)}`);
      return;
    }
    for (const sentence of (await change.apply()).says) note(sentence);
    if (!published) return;
    const back = commandLine(`rollback ${shellWord(dataset)} --to ${shellWord(published.run)} --yes`);
    note(`To publish it again: ${back}`);
  });
}

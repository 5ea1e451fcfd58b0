/** `energy rollback`: what an earlier run had published beside what is published now, and the way back to it. */
import { earlierRun, restoration } from '../changes/rollback.ts';
import { withConnection } from '../connection.ts';
import { commandLine, shellWord } from '../hints.ts';
import { findDataset } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { changesTable } from '../output/changes.ts';
import { note, print } from '../output/print.ts';
import { table } from '../output/table.ts';

export async function rollbackCommand(
  named: string,
  options: GlobalOptions & { to?: string; yes?: true },
): Promise<void> {
  await withConnection(options, async (connection) => {
    const manifest = await findDataset(connection, named);
    const earlier = earlierRun(manifest, options.to);
    const change = await restoration(connection, manifest, earlier);
    const beside = await change.beside?.();
    if (beside) print(`${table(beside.columns, beside.rows)}\n`);
    print(changesTable(await change.preview()));
    if (options.yes) {
      for (const sentence of (await change.apply()).says) note(sentence);
      return;
    }
    const { dataset } = manifest;
    const command = commandLine(`rollback ${shellWord(dataset)} --to ${shellWord(earlier.run)} --yes`);
    note(`Nothing was changed. To go back: ${command}`);
  });
}

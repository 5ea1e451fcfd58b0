/** `energy prefer`: a dataset counts before all others of its sites. */
import { preference } from '../changes/prefer.ts';
import { withConnection } from '../connection.ts';
import { commandLine, shellWord } from '../hints.ts';
import { findDataset } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { changesTable } from '../output/changes.ts';
import { note, print } from '../output/print.ts';

export async function preferCommand(named: string, options: GlobalOptions & { yes?: true }): Promise<void> {
  await withConnection(options, async (connection) => {
    const manifest = await findDataset(connection, named);
    const change = preference(connection, manifest);
    print(changesTable(await change.preview()));
    if (!options.yes) {
      note(`Nothing was changed. To prefer it: ${commandLine(`prefer ${shellWord(manifest.dataset)} --yes`)}`);
      return;
    }
    for (const sentence of (await change.apply()).says) note(sentence);
  });
}

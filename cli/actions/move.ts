/** `energy move`: a dataset is of another site. */
import { checkSiteName, relocation } from '../changes/move.ts';
import { withConnection } from '../connection.ts';
import { EXIT } from '../errors.ts';
import { commandLine, shellWord } from '../hints.ts';
import { findDataset } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { changesTable } from '../output/changes.ts';
import { note, print } from '../output/print.ts';
import { follow, printOutcome, succeeded } from '../runs/run.ts';

export async function moveCommand(
  named: string,
  options: GlobalOptions & { siteId: string; yes?: true },
): Promise<void> {
  const { siteId: site, yes = false } = options;
  checkSiteName(site);
  await withConnection(
    options,
    async (connection) => {
      const manifest = await findDataset(connection, named);
      const change = relocation(connection, manifest, site);
      print(changesTable(await change.preview()));
      if (!yes) {
        const words = `move ${shellWord(manifest.dataset)} --site-id ${shellWord(site)} --yes`;
        note(`Nothing was changed. To move it: ${commandLine(words)}`);
        return;
      }
      const { run } = await change.apply();
      const outcome = await follow(connection, run ?? '');
      await printOutcome(connection, outcome);
      if (!succeeded(outcome)) process.exitCode = EXIT.failed;
    },
    { runs: yes },
  );
}

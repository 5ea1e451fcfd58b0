import { withConnection } from '../connection.ts';
import { commandLine } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { newestRuns, runsTable } from '../runs/listing.ts';

export async function runsCommand(
  options: GlobalOptions & { failed?: true; json?: true; limit: number },
): Promise<void> {
  await withConnection(options, async (connection) => {
    const runs = await newestRuns(connection, options.limit, options.failed);
    if (options.json) print(jsonText(runs));
    else if (runs.length > 0) print(runsTable(runs));
    else note(options.failed ? 'No run has failed.' : `There are no runs yet. Begin with: ${commandLine('run FILE')}`);
  });
}

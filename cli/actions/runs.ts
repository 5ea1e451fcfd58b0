import { type Connection, withConnection } from '../connection.ts';
import { commandLine } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { shownPath } from '../paths.ts';
import { newestRuns, runsTable } from '../runs/listing.ts';

export async function runsCommand(
  options: GlobalOptions & { failed?: true; json?: true; limit: number },
): Promise<void> {
  await withConnection(options, async (connection) => {
    const runs = await newestRuns(connection, options.limit, options.failed);
    if (options.json) return print(jsonText(runs));
    // Who has several lakes looks for a run in the wrong one.
    const where = placeOf(connection);
    if (runs.length > 0) {
      print(runsTable(runs));
      note(`\nThese are runs of ${where}.`);
    } else if (options.failed) note(`No run of ${where} has failed.`);
    else note(`There are no runs of ${where} yet. Begin with: ${commandLine('run FILE')}`);
  });
}

function placeOf({ stack, home, endpoint }: Connection): string {
  if (stack !== undefined) return `the stack ${stack}`;
  return home === undefined ? `the stack at ${endpoint}` : `the lake ${shownPath(home)}`;
}

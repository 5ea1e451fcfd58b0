import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { logFile } from '../../local/lambda/logs.ts';
import { withConnection } from '../connection.ts';
import { CliError } from '../errors.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { findRun } from '../runs/executions.ts';
import { logLine } from '../runs/log-line.ts';

export async function logsCommand(named: string, options: GlobalOptions & { json?: true }): Promise<void> {
  await withConnection(options, async (connection) => {
    const execution = await findRun(connection, named);
    const { name: run = '' } = execution;
    if (connection.stack !== undefined) {
      const { cloudLogsOf } = await import('../runs/cloud-logs.ts');
      const lines = await cloudLogsOf(connection.stack, execution, { region: connection.region });
      if (lines.length === 0) note(`Run ${run} has logged nothing that CloudWatch Logs still keeps.`);
      for (const line of lines) print(options.json ? jsonText(line, 0) : logLine(line));
      return;
    }
    if (connection.home === undefined) {
      throw new CliError('The logs of this endpoint are not on this machine.', {
        hint: "Of a stack on AWS they are printed with '--stack NAME'.",
      });
    }
    const file = logFile(join(connection.home, 'logs'), run);
    if (!existsSync(file)) {
      note(`Run ${run} has logged nothing.`);
      return;
    }
    for await (const line of createInterface({ input: createReadStream(file) })) {
      print(options.json ? jsonText(JSON.parse(line), 0) : logLine(JSON.parse(line)));
    }
  });
}

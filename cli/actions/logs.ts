import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { logFile, ownLogFiles } from '../../local/lambda/logs.ts';
import { RUN_LOGS } from '../../local/lambda/run-logs.ts';
import { formatCount } from '../../shared/text/format.ts';
import { withConnection } from '../connection.ts';
import { CliError } from '../errors.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { findRun } from '../runs/executions.ts';
import { logLine } from '../runs/log-line.ts';

/** Of functions that belong to no run, whose log goes on from file to file. */
const LAST_LINES = 200;
const NOT_HERE = 'The logs of this endpoint are not on this machine.';

type LogsOptions = GlobalOptions & { json?: true };

export async function logsCommand(named: string | undefined, options: LogsOptions): Promise<void> {
  if (named === undefined) await ownLogs(options);
  else await logsOfRun(named, options);
}

async function ownLogs(options: LogsOptions): Promise<void> {
  await withConnection(options, async ({ home, stack }) => {
    if (stack !== undefined)
      throw new CliError('Which run is it?', {
        hint: "'energy runs --stack NAME' lists them; other functions' logs are in CloudWatch Logs.",
      });
    if (home === undefined) throw new CliError(NOT_HERE);
    const lines: string[] = [];
    for (const file of ownLogFiles(join(home, 'logs'))) {
      for await (const line of linesOf(file)) {
        lines.push(line);
        if (lines.length > LAST_LINES) lines.shift();
      }
    }
    if (lines.length === 0) note('No function that belongs to no run has logged anything.');
    for (const line of lines) printLine(line, options);
  });
}

async function* linesOf(file: string): AsyncIterable<string> {
  if (existsSync(file)) yield* createInterface({ input: createReadStream(file) });
}

function printLine(line: string, { json }: LogsOptions): void {
  print(json ? jsonText(JSON.parse(line), 0) : logLine(JSON.parse(line)));
}

async function logsOfRun(named: string, options: LogsOptions): Promise<void> {
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
      throw new CliError(NOT_HERE, {
        hint: "Of a stack on AWS they are printed with '--stack NAME'.",
      });
    }
    const file = logFile(join(connection.home, 'logs'), run);
    if (!existsSync(file)) {
      note(`Run ${run} has logged nothing that is still kept: the logs of the last ${formatCount(RUN_LOGS)} runs are.`);
      return;
    }
    for await (const line of linesOf(file)) printLine(line, options);
  });
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../../cli/connection.ts';
import { cloudLogsOf } from '../../../cli/runs/cloud-logs.ts';
import { findRun } from '../../../cli/runs/executions.ts';
import { readLogLine } from '../../../cli/runs/log-line.ts';
import { logFile } from '../../../local/lambda/logs.ts';
import type { listLog } from '../../api/runs.ts';

const PAGE = 500;

/** What the functions logged for a run, from a line on. */
export async function logPage(
  connection: Connection,
  named: string,
  from: number,
): Promise<ReturnType<typeof listLog.output.parse>> {
  const execution = await findRun(connection, named);
  const { home, stack, region } = connection;
  if (home === undefined && stack === undefined) {
    return { total: 0, lines: [], elsewhere: 'The log lines of this endpoint are not on this machine.' };
  }
  const lines =
    stack === undefined
      ? await keptLines(home ?? '', execution.name ?? '')
      : await cloudLogsOf(stack, execution, { region });
  return { total: lines.length, lines: lines.slice(from, from + PAGE).map(readLogLine), elsewhere: null };
}

/** As a local stack keeps them. */
async function keptLines(home: string, run: string): Promise<unknown[]> {
  const file = logFile(join(home, 'logs'), run);
  if (!existsSync(file)) return [];
  const text = await readFile(file, 'utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

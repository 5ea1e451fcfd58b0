import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../../cli/connection.ts';
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
  const { name: run = '' } = await findRun(connection, named);
  if (connection.home === undefined) {
    const elsewhere = `On AWS the lines are in CloudWatch, one log group per function; search them for run = "${run}".`;
    return { total: 0, lines: [], elsewhere };
  }
  const file = logFile(join(connection.home, 'logs'), run);
  const lines = existsSync(file) ? (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '') : [];
  return {
    total: lines.length,
    lines: lines.slice(from, from + PAGE).map((line) => readLogLine(JSON.parse(line))),
    elsewhere: null,
  };
}

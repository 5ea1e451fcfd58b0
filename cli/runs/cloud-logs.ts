/** What a run's functions logged on AWS, from CloudWatch Logs: every line of a run carries the id of its trace. */
import {
  CloudWatchLogsClient,
  type CloudWatchLogsClientConfig,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { functionNames } from '../../shared/runtime/lambda-functions.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import { CliError } from '../errors.ts';
import { traceOf } from './trace.ts';

/** A line as the local stack keeps it, too. */
interface LoggedLine {
  readonly time: string;
  readonly function: string;
  /** JSON where the function wrote it, text where Lambda did. */
  readonly line: unknown;
}

/** What is asked of a run. */
type Traced = Partial<Pick<DescribeExecutionOutput, 'name' | 'traceHeader' | 'startDate' | 'stopDate'>>;

/** A line is there some seconds after it was written. */
const LATE_MS = 60_000;

/** @returns the log group of a function of a deployed stack */
function logGroupOf(stack: string, name: string): string {
  return `/aws/lambda/${stack}-${name}`;
}

/**
 * @param stack the deployed stack's name
 * @returns the lines, oldest first
 * @throws CliError when the run was not traced
 */
export async function cloudLogsOf(
  stack: string,
  execution: Traced,
  config: CloudWatchLogsClientConfig,
): Promise<LoggedLine[]> {
  const trace = traceOf(execution);
  if (trace === undefined) {
    throw new CliError(`Run ${execution.name} has no trace, so its log lines cannot be told from others.`, {
      hint: `They are in CloudWatch Logs, ${logGroupOf(stack, 'validate')} and so on, at the time of the run.`,
    });
  }
  const logs = new CloudWatchLogsClient(config);
  try {
    const of = await Promise.all(functionNames().map((name) => linesOf(logs, stack, name, trace, execution)));
    return of.flat().sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  } finally {
    logs.destroy();
  }
}

async function linesOf(
  client: CloudWatchLogsClient,
  stack: string,
  name: string,
  trace: string,
  { startDate, stopDate }: Traced,
): Promise<LoggedLine[]> {
  const pages = paginateFilterLogEvents(
    { client },
    {
      logGroupName: logGroupOf(stack, name),
      filterPattern: `"${trace}"`,
      ...(startDate ? { startTime: startDate.getTime() } : {}),
      ...(stopDate ? { endTime: stopDate.getTime() + LATE_MS } : {}),
    },
  );
  const lines: LoggedLine[] = [];
  try {
    for await (const { events = [] } of pages) {
      for (const { timestamp = 0, message = '' } of events) {
        const text = message.trimEnd();
        lines.push({ time: new Date(timestamp).toISOString(), function: name, line: parseJson(text) ?? text });
      }
    }
  } catch (error) {
    // A function that never ran has a group all the same; one that is not there was renamed or removed since.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return lines;
}

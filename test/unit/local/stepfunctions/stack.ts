import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  RedriveExecutionCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { createFunctions, type Functions } from '../../../../local/lambda/index.ts';
import { createFront } from '../../../../local/server.ts';
import type { FunctionError, HttpService } from '../../../../local/service.ts';
import {
  createStepFunctions,
  type DescribeOutput,
  type StepFunctions,
  stateMachineArn,
} from '../../../../local/stepfunctions/index.ts';

export type Fault = FunctionError | 'exit' | 'timeout';

/** What the next invocations of a step end with, one after the other; undefined: it runs. */
export type Faults = Record<string, (Fault | undefined)[]>;

/** Step Functions and real functions on a port, with what the functions were asked for. */
export interface Stack {
  home: string;
  client: SFNClient;
  stepFunctions: StepFunctions;
  functions: Functions;
  /** the `step` of each invocation's payload, in order */
  calls: string[];
  faults: Faults;
  statuses: DescribeOutput[];
  /** Runs an execution to its end. */
  run(input?: unknown, name?: string): Promise<DescribeExecutionOutput>;
  /** Redrives an execution to its end. */
  redrive(arn: string | undefined): Promise<DescribeExecutionOutput>;
  describe(arn: string | undefined): Promise<DescribeExecutionOutput>;
  history(arn: string | undefined): Promise<HistoryEvent[]>;
  /** Ends this one as the end of its process would, keeping the folder. */
  close(): Promise<void>;
  /** Removes the folder too. */
  remove(): Promise<void>;
}

export const MACHINE = 'machine';
export const MACHINE_ARN = stateMachineArn(MACHINE);

/** A task that passes `payload` (its `step` is the state's name in the tests' list of calls). */
export function task(step: string, payload: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'tool', Payload: { step, ...payload } },
    ResultSelector: { 'result.$': '$.Payload' },
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}

/** The parameters of a task that waits for a file that the execution's input names. */
export function waiting(step: string) {
  return { FunctionName: 'tool', Payload: { step, do: 'wait for file', 'file.$': '$.file' } };
}

export function machine(startAt: string, states: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return { StartAt: startAt, States: states, ...more };
}

export async function openStack(
  definition: unknown,
  options: { home?: string; retryIntervalMs?: number; timeoutSeconds?: number; concurrency?: number } = {},
): Promise<Stack> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'local-stepfunctions-'));
  const calls: string[] = [];
  const faults: Faults = {};
  const statuses: DescribeOutput[] = [];
  const functions = createFunctions({
    functions: {
      tool: {
        handler: join(import.meta.dirname, '../lambda/fixtures/tool.ts'),
        memoryMb: 128,
        timeoutSeconds: options.timeoutSeconds ?? 30,
        ephemeralMb: 512,
        env: {},
      },
    },
    tmp: join(home, 'tmp'),
    logs: join(home, 'logs'),
    concurrency: 4,
    beforeInvoke: (_name, payload) => {
      const step = String((payload as { step?: unknown } | null)?.step);
      calls.push(step);
      return faults[step]?.shift();
    },
  });
  const stepFunctions = await createStepFunctions({
    home,
    stateMachines: [{ name: MACHINE, definition }],
    runtime: functions,
    functionName: (name) => name.replace(/^.*:function:/, ''),
    onStatusChange: (execution) => statuses.push(execution),
    retryIntervalMs: options.retryIntervalMs ?? 0,
    concurrency: options.concurrency,
  });
  const front = await createFront({
    json: [stepFunctions],
    s3: none,
    sns: none,
    port: 0,
    host: '127.0.0.1',
    health: { home, pid: process.pid, version: '0' },
  });
  const client = new SFNClient({
    endpoint: front.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const describe = (arn: string | undefined) => client.send(new DescribeExecutionCommand({ executionArn: arn }));
  const close = async () => {
    await stepFunctions.close();
    await functions.close();
    client.destroy();
    await front.close();
  };
  return {
    home,
    client,
    stepFunctions,
    functions,
    calls,
    faults,
    statuses,
    async run(input = {}, name) {
      const { executionArn } = await stepFunctions.start(input, name);
      await stepFunctions.waitFor(executionArn);
      return describe(executionArn);
    },
    async redrive(arn) {
      await client.send(new RedriveExecutionCommand({ executionArn: arn }));
      await stepFunctions.waitFor(String(arn));
      return describe(arn);
    },
    describe,
    async history(arn) {
      const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 1000 }));
      return events ?? [];
    },
    close,
    async remove() {
      await close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const none: HttpService = { handle: async (_request, response) => void response.writeHead(501).end() };

/** `id<previous Type name` for each event: a history that a person can read. */
export function brief(events: HistoryEvent[]): string[] {
  return events.map((event) => {
    const name = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name;
    return `${event.id}<${event.previousEventId} ${event.type}${name === undefined ? '' : ` ${name}`}`;
  });
}

/** The types of the events, with the state's name where there is one. */
export function types(events: HistoryEvent[]): string[] {
  return brief(events).map((line) => line.slice(line.indexOf(' ') + 1));
}

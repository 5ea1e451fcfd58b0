import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { STACK, type Stack, startStack } from '../../local/stack.ts';
import { median } from '../../shared/order-statistics.ts';
import { rounded } from './measure.ts';

const WARM_UP = 5;
const RUNS = 15;
/** All analytics included: backtests, events, costs. */
const TARGET_MS = 600;

export interface SampleMonth {
  readonly target_ms: number;
  /** From the start of the execution to its end. */
  readonly median_ms: number;
  readonly min_ms: number;
  readonly max_ms: number;
  /** Median time in each state. */
  readonly states_ms: Readonly<Record<string, number>>;
  readonly ok: boolean;
}

/** The sample month through the whole state machine, warm, stack and client in one process. */
export async function benchSampleMonth(file: string): Promise<SampleMonth> {
  const home = mkdtempSync(join(tmpdir(), 'energy-bench-'));
  const stack = await startStack({ home, port: 0 });
  const sfn = new SFNClient({
    endpoint: stack.url,
    region: STACK.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const body = await readFile(file);
    const times: number[] = [];
    const states = new Map<string, number[]>();
    for (let run = 0; run < WARM_UP + RUNS; run += 1) {
      const { executionArn, elapsed } = await runOnce(stack, sfn, body);
      if (run < WARM_UP) continue;
      times.push(elapsed);
      await addStates(sfn, executionArn, states);
    }
    const middle = median(times);
    return {
      target_ms: TARGET_MS,
      median_ms: rounded(middle, 1),
      min_ms: rounded(Math.min(...times), 1),
      max_ms: rounded(Math.max(...times), 1),
      states_ms: Object.fromEntries([...states].map(([name, values]) => [name, rounded(median(values), 1)])),
      ok: middle <= TARGET_MS,
    };
  } finally {
    sfn.destroy();
    await stack.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Uploads a new version, which starts a run. Time is from the answer to the upload, when the run has been started. */
async function runOnce(stack: Stack, sfn: SFNClient, body: Buffer<ArrayBuffer>) {
  const put = await fetch(`${stack.url}/${STACK.bucket}/raw/sample.csv`, { method: 'PUT', body });
  const version = put.headers.get('x-amz-version-id') ?? '';
  const executionArn = await findRun(sfn, version);
  const { status, error, startDate, stopDate = startDate } = await stack.stepFunctions.waitFor(executionArn);
  if (status !== 'SUCCEEDED') throw new Error(`the sample month's run ended as ${status}: ${error}`);
  return { executionArn, elapsed: (stopDate - startDate) * 1000 };
}

async function findRun(sfn: SFNClient, version: string): Promise<string> {
  for (;;) {
    const list = new ListExecutionsCommand({ stateMachineArn: STACK.stateMachineArn, maxResults: 1 });
    const [newest] = (await sfn.send(list)).executions ?? [];
    const executionArn = newest?.executionArn;
    if (executionArn) {
      const { input = '' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (input.includes(version)) return executionArn;
    }
  }
}

async function addStates(sfn: SFNClient, executionArn: string, states: Map<string, number[]>): Promise<void> {
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  const entered = new Map<string, number>();
  for (const { timestamp, stateEnteredEventDetails, stateExitedEventDetails } of events) {
    const at = timestamp?.getTime() ?? 0;
    if (stateEnteredEventDetails?.name) entered.set(stateEnteredEventDetails.name, at);
    const name = stateExitedEventDetails?.name;
    if (name) states.set(name, [...(states.get(name) ?? []), at - (entered.get(name) ?? at)]);
  }
}

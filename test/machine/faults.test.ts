/** What goes wrong on the way, and what becomes of it: every retry, every Catch, and a redrive from every state. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HistoryEvent, RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createS3 } from '../../local/s3/index.ts';
import { FunctionError } from '../../local/service.ts';
import { STACK } from '../../local/stack.ts';
import { PROCESS_ENDED } from '../../local/stepfunctions/index.ts';
import { datasetOf } from '../../shared/lake/keys.ts';
import { reportSchema } from '../../shared/report/report.ts';
import type { FunctionName } from '../../shared/runtime/lambda-functions.ts';
import { threeWeeks } from '../helpers/month.ts';
import { resultsOf } from '../helpers/results.ts';
import { type TestStack, testStack } from '../helpers/stack.ts';

type Fault = FunctionError | 'exit' | 'timeout';

/** Faults still to come, one list per function: the first invocation meets the first. */
const faults = new Map<string, Fault[]>();
const calls: string[] = [];

let lake: TestStack;
beforeAll(async () => {
  lake = await testStack({
    faults: (name) => {
      calls.push(name);
      return faults.get(name)?.shift();
    },
  });
});
afterAll(() => lake.close());
beforeEach(() => {
  faults.clear();
  calls.length = 0;
});

const STATES: Record<FunctionName, string> = {
  validate: 'ValidateReadings',
  aggregate: 'AggregateUsage',
  'detect-anomalies': 'DetectAnomalies',
  forecast: 'ForecastDemand',
  'generate-insights': 'GenerateInsights',
  publish: 'PublishResults',
};
const FUNCTION_NAMES = Object.keys(STATES) as FunctionName[];
const REQUIRED: FunctionName[] = ['validate', 'aggregate', 'detect-anomalies', 'publish'];

const RETRIED = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
  'Sandbox.Timedout',
  'States.Timeout',
  'Runtime.ExitError',
  'TransientDependency',
];

let uploads = 0;
const nextKey = () => {
  uploads += 1;
  return `raw/fault-${uploads}.csv`;
};

/** The state in whose task an attempt failed, and with which error: in order of the history. */
function failedAttempts(history: readonly HistoryEvent[]): [state: string, error: string][] {
  const events = new Map(history.map((event) => [event.id, event]));
  return history.flatMap((event) => {
    if (!event.taskFailedEventDetails) return [];
    let from: HistoryEvent | undefined = event;
    while (from && !from.stateEnteredEventDetails) from = events.get(from.previousEventId);
    return [[from?.stateEnteredEventDetails?.name ?? '', event.taskFailedEventDetails.error ?? '']];
  });
}

describe('a passing fault', () => {
  // Each round gives every function another error, so that after the last one each function has met each error.
  it.each(RETRIED.map((_, round) => round))(
    'is retried in every state, round %i of the errors that Retry names',
    async (round) => {
      const met = FUNCTION_NAMES.map((name, at) => [name, RETRIED[(round + at) % RETRIED.length] ?? ''] as const);
      for (const [name, error] of met) faults.set(name, [new FunctionError(error, 'a passing fault')]);
      const run = await lake.upload(nextKey(), threeWeeks());
      expect(run).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
      const failed = failedAttempts(await lake.history(run.arn));
      expect(failed.toSorted()).toEqual(met.map(([name, error]) => [STATES[name], error]).toSorted());
    },
  );

  it('survives a process that ends in the middle', async () => {
    for (const name of REQUIRED) faults.set(name, ['exit']);
    const run = await lake.upload(nextKey(), threeWeeks());
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
  });
});

describe('an optional branch', () => {
  it.each([
    ['forecast', 'ForecastDegraded'],
    ['generate-insights', 'InsightsDegraded'],
  ] as const)('%s degrades visibly', async (name, state) => {
    const key = nextKey();
    const whole = await lake.upload(key, threeWeeks());
    expect(whole.output.outcome).toBe('PUBLISHED');
    faults.set(name, [new FunctionError('TypeError', 'a bug')]);
    const run = await lake.upload(key, threeWeeks({ bump: 1 }));
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PARTIAL' } });
    expect(await lake.entered(run.arn)).toContain(state);
    const report = reportSchema.parse(JSON.parse(await lake.text(`${run.output.report}report.json`)));
    expect(report.status).toBe('PARTIAL');
    expect(report.branches[name === 'forecast' ? 'forecast' : 'insights']).toEqual({
      status: 'DEGRADED',
      reason: 'TypeError',
    });
    // Nothing of the earlier run is left beside the newer readings.
    const rows = await lake.query(`SELECT * FROM forecast_data WHERE dataset = '${datasetOf(key)}'`);
    expect(rows.length > 0).toBe(name !== 'forecast');
    expect(await lake.text(`${run.output.report}report.html`)).toContain('TypeError');
  });
});

describe('a fatal fault', () => {
  it.each(REQUIRED)(
    'in the state of %s fails the run there, and a redrive finishes it as a clean run would',
    async (name) => {
      const key = nextKey();
      const fatal = new FunctionError('TypeError', 'a bug that is mended before the redrive');
      faults.set(name, [fatal]);
      const failed = await lake.upload(key, threeWeeks());
      expect(failed).toMatchObject({ status: 'FAILED', error: 'TypeError' });
      expect(JSON.parse(failed.cause ?? '{}')).toMatchObject({ errorType: 'TypeError', errorMessage: fatal.message });
      const before = await lake.history(failed.arn);
      const succeeded = new Set(
        before.flatMap(({ type, stateExitedEventDetails }) =>
          type === 'TaskStateExited' && stateExitedEventDetails?.name ? [stateExitedEventDetails.name] : [],
        ),
      );
      expect(succeeded.has(STATES[name])).toBe(false);

      calls.length = 0;
      await lake.sfn.send(new RedriveExecutionCommand({ executionArn: failed.arn }));
      const redriven = await lake.wait(failed.arn);
      expect(redriven).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
      const after = (await lake.history(failed.arn)).slice(before.length);
      expect(after[0]?.type).toBe('ExecutionRedriven');
      const enteredAgain = after.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
      for (const state of succeeded) expect(enteredAgain).not.toContain(state);
      for (const done of FUNCTION_NAMES.filter((each) => succeeded.has(STATES[each])))
        expect(calls).not.toContain(done);
      expect(calls).toContain(name);

      const redrivenResults = await resultsOf(lake, datasetOf(key), String(redriven.output.report));
      const clean = await lake.upload(key, threeWeeks());
      expect(clean.output.outcome).toBe('PUBLISHED');
      expect(redrivenResults).toEqual(await resultsOf(lake, datasetOf(key), String(clean.output.report)));
    },
  );
});

describe('a kill in the middle', () => {
  it('between an upload and the start of its run leaves no upload without one', async () => {
    const home = await mkdtemp(join(tmpdir(), 'energy-kill-'));
    const file = join(home, 'upload.csv');
    await writeFile(file, threeWeeks());
    // What a process leaves that ends in that instant: the store has the upload, and nothing else does.
    const store = await createS3({ home, onCreated: () => {} });
    await store.createBucket(STACK.bucket);
    const { version } = await store.putFile({ bucket: STACK.bucket, key: 'raw/alone.csv', file, metadata: {} });
    await store.close();

    const started = await testStack({ home, catchUp: true });
    expect(await started.executionOf(version)).toMatchObject({ output: { outcome: 'PUBLISHED' } });
    await started.stop();
    const again = await testStack({ home, catchUp: true });
    try {
      expect(await again.executionsOf(version)).toHaveLength(1);
    } finally {
      await again.close();
    }
  });

  it('shows the run as failed after the restart, and a redrive finishes it', async () => {
    const own = await testStack({
      faults: (name) => (name === 'publish' ? 'timeout' : undefined),
    });
    const key = 'raw/killed.csv';
    const version = await own.put(key, threeWeeks());
    // Wait until everything but the publication is done, then pull the plug.
    let arn = '';
    for (;;) {
      const { executions = [] } = (await own.stack.stepFunctions.call('ListExecutions', {
        stateMachineArn: (await import('../../local/stack.ts')).STACK.stateMachineArn,
      })) as { executions?: { executionArn: string }[] };
      arn = executions[0]?.executionArn ?? '';
      if (arn && (await own.entered(arn)).includes('PublishResults')) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await own.stop();

    const again = await testStack({ home: own.home });
    try {
      const failed = await again.executionOf(version);
      expect(failed).toMatchObject({ status: 'FAILED', error: PROCESS_ENDED });
      await again.sfn.send(new RedriveExecutionCommand({ executionArn: arn }));
      const redriven = await again.wait(arn);
      expect(redriven).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
      expect(await again.query(`SELECT COUNT(*) FROM raw_energy_data WHERE dataset = '${datasetOf(key)}'`)).toEqual([
        ['1008'],
      ]);
    } finally {
      await again.close();
    }
  });
});

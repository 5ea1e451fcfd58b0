/** What goes wrong on the way, and what becomes of it: every retry, every Catch, and a redrive from every state. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HistoryEvent, RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createS3 } from '../../local/s3/index.ts';
import { FunctionError } from '../../local/service.ts';
import { STACK } from '../../local/stack.ts';
import { PROCESS_ENDED } from '../../local/stepfunctions/index.ts';
import { datasetOf } from '../../shared/lake/keys.ts';
import { reportSchema } from '../../shared/report/report.ts';
import type { FunctionName } from '../../shared/runtime/lambda-functions.ts';
import { RETRY_POLICIES } from '../../statemachine/task-limits.ts';
import { threeWeeks } from '../helpers/month.ts';
import { type Results, resultsOf } from '../helpers/results.ts';
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
  'Lambda.EC2ThrottledException',
  'Sandbox.Timedout',
  'States.Timeout',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'Lambda.Unknown',
  'TransientDependency',
];

let uploads = 0;
const nextKey = () => {
  uploads += 1;
  return `raw/fault-${uploads}.csv`;
};
/** Each key is of a site of its own, so that no upload tells of the time of another, or is its history. */
const upload = (key: string, content: string) => lake.upload(key, content, { 'site-id': key.replaceAll('/', '-') });

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
  // The errors that one run can meet in a state: a Retry whose attempts are used up would fail it.
  const rounds = [
    ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Sandbox.Timedout', 'TransientDependency'],
    ['Lambda.SdkClientException', 'Lambda.ClientExecutionTimeoutException', 'States.Timeout', 'TransientDependency'],
    ['Lambda.TooManyRequestsException', 'Runtime.ExitError'],
    ['Lambda.EC2ThrottledException', 'Runtime.OutOfMemory'],
    ['Lambda.Unknown'],
  ];

  it('each round has some of the errors that Retry names, all have all', () => {
    expect(new Set(rounds.flat())).toEqual(new Set(RETRIED));
  });

  it.each(rounds.map((errors) => [errors]))('is retried in every state: %j', async (errors) => {
    for (const name of FUNCTION_NAMES) {
      // The process of a function really ends; of the others an error is enough.
      const fault = (error: string) =>
        error === 'Runtime.ExitError' ? 'exit' : new FunctionError(error, 'a passing fault');
      faults.set(name, errors.map(fault));
    }
    const run = await upload(nextKey(), threeWeeks());
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
    const failed = failedAttempts(await lake.history(run.arn));
    const met = FUNCTION_NAMES.flatMap((name) => errors.map((error) => [STATES[name], error]));
    expect(failed.toSorted()).toEqual(met.toSorted());
  });
});

describe('an optional branch', () => {
  let key = '';
  beforeAll(async () => {
    key = nextKey();
    const whole = await upload(key, threeWeeks());
    expect(whole.output.outcome).toBe('PUBLISHED');
  });

  it.each([
    ['forecast', 'ForecastDegraded', 1],
    ['generate-insights', 'InsightsDegraded', 2],
  ] as const)('%s degrades visibly', async (name, state, bump) => {
    faults.set(name, [new FunctionError('TypeError', 'a bug')]);
    const run = await upload(key, threeWeeks({ bump }));
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

describe('an optional branch that waits in vain for its turn', () => {
  it('fails the run instead of degrading, and a redrive publishes the whole', async () => {
    const throttled = new FunctionError('Lambda.TooManyRequestsException', 'Rate Exceeded.');
    const { MaxAttempts } = RETRY_POLICIES.throttled;
    faults.set(
      'generate-insights',
      Array.from({ length: 2 * (MaxAttempts + 1) }, () => throttled),
    );
    const failed = await upload(nextKey(), threeWeeks());
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Lambda.TooManyRequestsException' });
    expect(calls.filter((name) => name === 'generate-insights')).toHaveLength(2 * (MaxAttempts + 1));
    await lake.sfn.send(new RedriveExecutionCommand({ executionArn: failed.arn }));
    expect(await lake.wait(failed.arn)).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
  });
});

describe('the short way of a small upload', () => {
  it('leads to the full one where something fails on it', async () => {
    const site = { 'site-id': 'short-way' };
    await lake.upload('raw/short-way/weeks.csv', threeWeeks(), site);
    faults.set('publish', [new FunctionError('TypeError', 'a bug')]);
    const run = await lake.upload(
      'raw/short-way/hour.csv',
      'timestamp,kwh\n2026-10-25T00:00:00Z,1\n2026-10-25T01:00:00Z,2\n',
      site,
    );
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'PUBLISHED' } });
    expect(failedAttempts(await lake.history(run.arn))).toEqual([['PublishSmallUpload', 'TypeError']]);
    expect((await lake.entered(run.arn)).at(-1)).toBe('PublishResults');
  });
});

describe('a fatal fault', () => {
  let key = '';
  let clean: Results;
  beforeAll(async () => {
    key = nextKey();
    const run = await upload(key, threeWeeks());
    expect(run.output.outcome).toBe('PUBLISHED');
    clean = await resultsOf(lake, datasetOf(key), String(run.output.report));
  });

  it.each(REQUIRED)(
    'in the state of %s fails the run there, and a redrive finishes it as a clean run would',
    async (name) => {
      const fatal = new FunctionError('TypeError', 'a bug that is mended before the redrive');
      faults.set(name, [fatal]);
      const failed = await upload(key, threeWeeks());
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

      expect(redriven.output.report).toContain(`run=${failed.name}/`);
      expect(await resultsOf(lake, datasetOf(key), String(redriven.output.report))).toEqual(clean);
    },
  );
});

describe('a kill in the middle', () => {
  it('between an upload and the start of its run leaves no upload without one', async () => {
    const home = await mkdtemp(join(tmpdir(), 'energy-kill-'));
    const file = join(home, 'upload.csv');
    await writeFile(file, threeWeeks());
    // What a process leaves that ends in that instant: the store has the upload, and nothing else does.
    const store = await createS3({ home, onChanged: () => {} });
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
    const said = vi.spyOn(console, 'error');
    await own.stop();
    expect(said.mock.calls).toEqual([]);
    said.mockRestore();
    expect(await readFile(join(own.home, 'sns', `${STACK.alertsTopic}.jsonl`), 'utf8')).toContain(PROCESS_ENDED);

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

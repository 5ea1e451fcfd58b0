import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { logLine } from '../../../cli/runs/log-line.ts';
import { statesOf, workOf } from '../../../cli/runs/states.ts';
import { failureLine, failureOf, isUploadAtFault } from '../../../shared/failures/failure.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';

/** A history as the service gives it: each event names the one that it follows. */
function history(...lines: [type: string, follows: number, details?: Partial<HistoryEvent>][]): HistoryEvent[] {
  return lines.map(
    ([type, previousEventId, details], at) =>
      ({ id: at + 1, previousEventId, type, timestamp: new Date(1000 * (at + 1)), ...details }) as HistoryEvent,
  );
}
const entered = (name: string) => ({ stateEnteredEventDetails: { name } });
const exited = (name: string) => ({ stateExitedEventDetails: { name } });
const scheduled = (name: string) => ({
  taskScheduledEventDetails: {
    resource: 'invoke',
    resourceType: 'lambda',
    region: 'us-east-1',
    parameters: JSON.stringify({ FunctionName: name }),
  },
});
const failed = (error: string) => ({ taskFailedEventDetails: { resource: 'invoke', resourceType: 'lambda', error } });
const view = (events: HistoryEvent[]) =>
  workOf(statesOf(events)).map(({ name, status, attempts }) => `${name} ${status} ${attempts}`);

const UP_TO_FAILURE: Parameters<typeof history> = [
  ['ExecutionStarted', 0],
  ['TaskStateEntered', 1, entered('Validate')],
  ['TaskScheduled', 2, scheduled('validate')],
  ['TaskFailed', 3, failed('Transient')],
  ['TaskScheduled', 4, scheduled('validate')],
  ['TaskSucceeded', 5],
  ['TaskStateExited', 6, exited('Validate')],
  ['ParallelStateEntered', 7, entered('Both')],
  ['TaskStateEntered', 8, entered('A')],
  ['TaskStateEntered', 8, entered('B')],
  ['TaskScheduled', 9, scheduled('a')],
  ['TaskScheduled', 10, scheduled('b')],
  ['TaskFailed', 12, failed('Broken')],
  ['TaskSucceeded', 11],
  ['TaskStateExited', 14, exited('A')],
  ['ParallelStateFailed', 13],
  ['ExecutionFailed', 16],
];

describe('the states of a run', () => {
  test('are told apart in parallel branches, with their attempts', () => {
    expect(view(history(...UP_TO_FAILURE.slice(0, 4)))).toEqual(['Validate RETRYING 1']);
    expect(view(history(...UP_TO_FAILURE.slice(0, 12)))).toEqual([
      'Validate SUCCEEDED 2',
      'A RUNNING 1',
      'B RUNNING 1',
    ]);
    expect(view(history(...UP_TO_FAILURE))).toEqual(['Validate SUCCEEDED 2', 'A SUCCEEDED 1', 'B FAILED 1']);
  });

  test('go on after a redrive, whose events follow nothing that came before', () => {
    const redriven = history(
      ...UP_TO_FAILURE,
      ['ExecutionRedriven', 17],
      ['TaskScheduled', 18, scheduled('b')],
      ['TaskFailed', 19, failed('Broken again')],
    );
    expect(view(redriven)).toEqual(['Validate SUCCEEDED 2', 'A SUCCEEDED 1', 'B RETRYING 2']);
    const done = history(
      ...UP_TO_FAILURE,
      ['ExecutionRedriven', 17],
      ['TaskScheduled', 18, scheduled('b')],
      ['TaskSucceeded', 19],
      ['TaskStateExited', 20, exited('B')],
    );
    expect(view(done)).toEqual(['Validate SUCCEEDED 2', 'A SUCCEEDED 1', 'B SUCCEEDED 2']);
  });

  test('show a failure that the state machine caught', () => {
    const caught = history(
      ['TaskStateEntered', 0, entered('Forecast')],
      ['TaskScheduled', 1, scheduled('forecast')],
      ['TaskFailed', 2, failed('Broken')],
      ['TaskStateExited', 3, exited('Forecast')],
    );
    expect(view(caught)).toEqual(['Forecast CAUGHT 1']);
  });

  test('that were given up when the run ended are not shown as running', () => {
    const aborted = history(
      ['TaskStateEntered', 0, entered('Validate')],
      ['TaskScheduled', 1, scheduled('validate')],
      ['ExecutionAborted', 0],
    );
    expect(view(aborted)).toEqual(['Validate ABORTED 1']);
  });
});

describe('a failure in words', () => {
  test('of a refused file is its sentence and code', () => {
    const { message } = new InputRejected('EMPTY_FILE', 'The file has no records.', { rows: 0 });
    const failure = failureOf('InputRejected', JSON.stringify({ errorType: 'InputRejected', errorMessage: message }));
    expect(failure).toMatchObject({ code: 'EMPTY_FILE', sentence: 'The file has no records.', details: { rows: 0 } });
    expect(failureLine(failure)).toBe('EMPTY_FILE: The file has no records.');
  });

  test('says to mend the tariffs, not the upload, where those are at fault', () => {
    const { message } = new InputRejected('SETTING_INVALID', 'A price is missing.', { key: 'config/tariffs.json' });
    expect(failureOf('InputRejected', JSON.stringify({ errorMessage: message })).advice).toMatch(
      /^Mend the tariffs .* replay the run/,
    );
    const upload = new InputRejected('SETTING_INVALID', 'A site is missing.');
    expect(failureOf('InputRejected', JSON.stringify({ errorMessage: upload.message })).advice).toContain(
      'upload the file again',
    );
  });

  test('is readable whatever the cause is', () => {
    expect(failureOf('States.Timeout', undefined).sentence).toBe('It took longer than the state machine allows.');
    expect(failureOf('InputRejected', '{"errorMessage":"not JSON"}').sentence).toBe('not JSON');
    expect(failureOf(undefined, undefined)).toMatchObject({ error: 'Failed', sentence: 'No cause was given.' });
    expect(failureLine(failureOf('Error', JSON.stringify({ errorMessage: `\u001b[2J${'x'.repeat(900)}` })))).toMatch(
      /^Error: \\x1b\[2Jx+…$/,
    );
  });
});

test('a log line shows what a function said and hides what is the same on every line', () => {
  const logged = { level: 'INFO', message: 'readings:validated', service: 'validate', rows: 2880, name: 'a\u001b[1m' };
  expect(logLine({ time: '2026-10-01T12:30:45.678Z', function: 'validate', line: logged })).toBe(
    '12:30:45.678 validate          INFO   readings:validated rows=2880 name=a\\x1b[1m',
  );
  expect(logLine({ time: '2026-10-01T12:30:45.678Z', function: 'publish', line: 'plain\u0007' })).toBe(
    '12:30:45.678 publish           plain\\x07',
  );
});

test('a log line says what an error has to say once', () => {
  const shown = (error: Error) => {
    const { name, message, stack } = error;
    const line = { level: 'ERROR', message: 'step:failed', error: { ...error, name, message, stack } };
    return logLine({ time: '2026-10-01T12:30:45.678Z', function: 'validate', line });
  };
  const question = 'Say which with --layout: {"clock":"utc"} (they are UTC).';
  const refused = shown(new InputRejected('LAYOUT_AMBIGUOUS', question, { statement: question }));
  expect(refused).toMatch(/step:failed error=InputRejected LAYOUT_AMBIGUOUS: Say which/);
  expect(refused.split('"utc"')).toHaveLength(2);
  const broken = shown(new TypeError('x is not a function'));
  expect(broken.split('x is not a function')).toHaveLength(2);
  expect(broken).toMatch(/error=TypeError: x is not a function at .*runs\.test\.ts/);
});

test('does not leave out of a replay what the clock may be at fault for', () => {
  const refusal = (code: string) =>
    failureOf('InputRejected', JSON.stringify({ errorMessage: JSON.stringify({ code, message: '…', details: {} }) }));
  expect(isUploadAtFault(refusal('IN_THE_FUTURE'))).toBe(false);
  expect(refusal('IN_THE_FUTURE').advice).toMatch(/^Look at the clock\./);
  expect(isUploadAtFault(refusal('TOO_MANY_REJECTS'))).toBe(true);
});

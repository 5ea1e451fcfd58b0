/** One execution as its page shows it. */
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Connection } from '../../../cli/connection.ts';
import { hasEnded } from '../../../cli/runs/executions.ts';
import { keyIn } from '../../../cli/runs/listing.ts';
import { hindranceOf } from '../../../cli/runs/replay.ts';
import type { StateFailure, StateView } from '../../../cli/runs/states.ts';
import { type Failure, failureOf, isUploadAtFault } from '../../../shared/failures/failure.ts';
import type { RunDetail, RunState } from '../../api/runs.ts';
import type { RunHistory } from './histories.ts';
import type { Listing } from './listing.ts';
import { inWords, validatedIn } from './outcome.ts';
import { quarantineOf } from './rejected.ts';

/** @param connection asked whether a run that failed can go on as it is */
export async function runDetail(
  history: RunHistory,
  { listed, outcomeOf }: Listing,
  connection: Connection,
): Promise<RunDetail> {
  const { execution, events, states } = history;
  const hindrance = hasFailed(execution) ? await hindranceOf(connection, execution) : undefined;
  return {
    ...listed(execution, validatedIn(events).rows?.read ?? null),
    states: states.map(stateDetail),
    events: events.length,
    input: execution.input ?? null,
    output: execution.output ?? null,
    report: outcomeOf(execution).report !== null,
    quarantine: quarantineOf(history) !== undefined,
    redrive: redriveOf(execution, states, hindrance),
    again: againOf(execution),
  };
}

function stateDetail(state: StateView): RunState {
  const { name, type, status, entered, ended, calls, input, output, failure } = state;
  return {
    name,
    type,
    status,
    entered: entered.toISOString(),
    ended: ended?.toISOString() ?? null,
    attempts: calls.map((call) => ({
      started: call.started.toISOString(),
      ended: call.ended?.toISOString() ?? null,
      failure: failureDetail(call.failure),
    })),
    input: input ?? null,
    output: output ?? null,
    failure: failureDetail(failure),
    error: failure?.error ?? null,
    cause: failure?.cause ?? null,
  };
}

function failureDetail(failure: StateFailure | undefined) {
  return failure ? inWords(failure.error, failure.cause) : null;
}

function hasFailed({ status }: DescribeExecutionOutput): boolean {
  return hasEnded(status) && status !== 'SUCCEEDED';
}

/** @param hindrance why a redrive would start a new run instead */
function redriveOf(
  execution: DescribeExecutionOutput,
  states: readonly StateView[],
  hindrance: string | undefined,
): RunDetail['redrive'] {
  const { status, input, error, cause } = execution;
  if (!hasEnded(status)) return { possible: false, says: 'The run is still going on.' };
  if (status === 'SUCCEEDED') return { possible: false, says: 'The run succeeded: there is nowhere to go on from.' };
  const vain = vanityOf(failureOf(error, cause));
  if (hindrance !== undefined) {
    const why = hindrance.replace(/\.$/, '');
    const key = keyIn(input);
    if (key === null)
      return { possible: false, says: `The run cannot go on: ${why}. It was not started by an upload.` };
    const says = `The run cannot go on where it failed: ${why}. A new run of ${key}, as it is in the lake now, begins.`;
    return { possible: true, says: `${says}${vain}` };
  }
  const failed = states.filter((state) => state.status === 'FAILED' && state.type === 'Task').map(({ name }) => name);
  const done = states.filter((state) => state.status === 'SUCCEEDED' && state.type === 'Task').map(({ name }) => name);
  const from = `The same run goes on at ${failed.join(' and ') || 'the state that failed'}`;
  const kept = done.length > 0 ? `; ${done.join(', ')} ${done.length === 1 ? 'is' : 'are'} not done again.` : '.';
  return { possible: true, says: `${from}${kept}${vain}` };
}

/** Why the same file would end the run as it did. */
function vanityOf(failure: Failure): string {
  if (!isUploadAtFault(failure)) return '';
  return failure.kind === 'question'
    ? ' The file leaves something open and would be asked about again: upload it with the answer instead.'
    : ' The file itself was refused and would be again: correct it and upload it instead.';
}

function againOf({ status, input }: DescribeExecutionOutput): RunDetail['again'] {
  const key = keyIn(input);
  if (key === null) return { possible: false, says: 'The run was not started by an upload.' };
  if (!hasEnded(status)) return { possible: false, says: 'The run is still going on.' };
  if (status === 'SUCCEEDED') {
    return {
      possible: true,
      says: `Starts a new run of the same bytes of ${key}; what it publishes replaces what is published now.`,
    };
  }
  return { possible: true, says: `Starts a new run from the beginning, of ${key} as it is in the lake now.` };
}

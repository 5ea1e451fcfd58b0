/** One execution as its page shows it. */
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { hasEnded } from '../../../cli/runs/executions.ts';
import { keyIn } from '../../../cli/runs/listing.ts';
import type { StateFailure, StateView } from '../../../cli/runs/states.ts';
import { failureOf, isUploadAtFault } from '../../../shared/failures/failure.ts';
import type { RunDetail, RunState } from '../../api/runs.ts';
import type { RunHistory } from './histories.ts';
import type { Listing } from './listing.ts';
import { inWords, validatedIn } from './outcome.ts';
import { quarantineOf } from './rejected.ts';

export function runDetail(history: RunHistory, { listed, outcomeOf }: Listing): RunDetail {
  const { execution, events, states } = history;
  return {
    ...listed(execution, validatedIn(events).rows?.read ?? null),
    states: states.map(stateDetail),
    events: events.length,
    input: execution.input ?? null,
    output: execution.output ?? null,
    report: outcomeOf(execution).report !== null,
    quarantine: quarantineOf(history) !== undefined,
    redrive: redriveOf(execution, states),
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

function redriveOf(execution: DescribeExecutionOutput, states: readonly StateView[]): RunDetail['redrive'] {
  const { status, redriveStatus, redriveStatusReason, error, cause } = execution;
  if (!hasEnded(status)) return { possible: false, says: 'The run is still going on.' };
  if (status === 'SUCCEEDED') return { possible: false, says: 'The run succeeded: there is nowhere to go on from.' };
  if (redriveStatus !== 'REDRIVABLE') {
    return { possible: false, says: `The run cannot go on: ${redriveStatusReason ?? 'the service does not say why.'}` };
  }
  const failed = states.filter((state) => state.status === 'FAILED' && state.type === 'Task').map(({ name }) => name);
  const done = states.filter((state) => state.status === 'SUCCEEDED' && state.type === 'Task').map(({ name }) => name);
  const from = `The same run goes on at ${failed.join(' and ') || 'the state that failed'}`;
  const kept = done.length > 0 ? `; ${done.join(', ')} ${done.length === 1 ? 'is' : 'are'} not done again.` : '.';
  const vain = isUploadAtFault(failureOf(error, cause))
    ? ' The file itself was refused and would be again: correct it and upload it instead.'
    : '';
  return { possible: true, says: `${from}${kept}${vain}` };
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

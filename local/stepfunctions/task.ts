import { FunctionError, type FunctionRuntime, LOCAL_REGION } from '../service.ts';
import { LAMBDA_INVOKE, type State } from './definition.ts';
import { dataLimitExceeded, StateFailure } from './failure.ts';
import { DATA_LIMIT_BYTES, type EventDetails, type EventType, type Json, text } from './types.ts';

type Task = State & { type: 'Task' };

/** The words of the history for one way to invoke a function, and the call itself. */
export interface TaskCall {
  scheduled: [EventType, EventDetails];
  started: [EventType, EventDetails];
  succeeded(output: Json): [EventType, EventDetails];
  failed(failure: StateFailure): [EventType, EventDetails];
  timedOut(): [EventType, EventDetails];
  /** @throws StateFailure */
  invoke(): Promise<Json>;
}

/** What tasks need of what is around them. */
export interface TaskEnvironment {
  runtime: FunctionRuntime;
  /** @returns the runtime's name of the function that a definition names */
  functionName(arnOrName: string): string;
  /** where the functions' output goes: the execution's name */
  logTo: string;
}

const NOT_TRUNCATED = { truncated: false };

/**
 * @param parameters what the state passes to its resource
 * @throws StateFailure when the parameters are too large
 */
export function taskCall(state: Task, parameters: Json, environment: TaskEnvironment): TaskCall {
  const json = text(parameters);
  if (Buffer.byteLength(json) > DATA_LIMIT_BYTES) {
    throw dataLimitExceeded(`The state/task '${state.name}' was given an input`);
  }
  return state.resource === LAMBDA_INVOKE
    ? optimised(state, parameters, json, environment)
    : direct(state, parameters, json, environment);
}

/** `arn:aws:states:::lambda:invoke`: the function's answer stands in an envelope. */
function optimised(state: Task, parameters: Json, json: string, environment: TaskEnvironment): TaskCall {
  const resource = { resource: 'invoke', resourceType: 'lambda' };
  return {
    scheduled: [
      'TaskScheduled',
      { taskScheduledEventDetails: { ...resource, region: LOCAL_REGION, parameters: json, ...timeoutOf(state) } },
    ],
    started: ['TaskStarted', { taskStartedEventDetails: resource }],
    succeeded: (output) => [
      'TaskSucceeded',
      { taskSucceededEventDetails: { ...resource, output: text(output), outputDetails: NOT_TRUNCATED } },
    ],
    failed: ({ error, reason }) => ['TaskFailed', { taskFailedEventDetails: { ...resource, error, cause: reason } }],
    timedOut: () => ['TaskTimedOut', { taskTimedOutEventDetails: { ...resource, error: 'States.Timeout' } }],
    async invoke() {
      const { FunctionName, Payload = {} } = isObject(parameters) ? parameters : {};
      if (typeof FunctionName !== 'string') {
        throw new StateFailure('States.Runtime', `The state ${state.name} names no FunctionName in its Parameters.`, {
          terminal: true,
        });
      }
      const answer = await invokeFunction(FunctionName, Payload, environment);
      return within(state, { ExecutedVersion: '$LATEST', Payload: answer, StatusCode: 200 });
    },
  };
}

/** A function's own ARN as the resource: input and output are the function's. */
function direct(state: Task, parameters: Json, json: string, environment: TaskEnvironment): TaskCall {
  return {
    scheduled: [
      'LambdaFunctionScheduled',
      {
        lambdaFunctionScheduledEventDetails: {
          resource: state.resource,
          input: json,
          inputDetails: NOT_TRUNCATED,
          ...timeoutOf(state),
        },
      },
    ],
    started: ['LambdaFunctionStarted', {}],
    succeeded: (output) => [
      'LambdaFunctionSucceeded',
      { lambdaFunctionSucceededEventDetails: { output: text(output), outputDetails: NOT_TRUNCATED } },
    ],
    failed: ({ error, reason }) => [
      'LambdaFunctionFailed',
      { lambdaFunctionFailedEventDetails: { error, cause: reason } },
    ],
    timedOut: () => ['LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: { error: 'States.Timeout' } }],
    async invoke() {
      return within(state, await invokeFunction(state.resource, parameters, environment));
    },
  };
}

async function invokeFunction(arnOrName: string, payload: Json, environment: TaskEnvironment): Promise<Json> {
  try {
    const name = environment.functionName(arnOrName);
    const answer = await environment.runtime.invoke(name, payload, { logTo: environment.logTo });
    return JSON.parse(JSON.stringify(answer) ?? 'null');
  } catch (error) {
    throw asStateFailure(error);
  }
}

/** The process of a function has ended. */
const ENDED = ['Runtime.ExitError', 'Runtime.OutOfMemory'];

/** Lambda's error as Step Functions shows it: its type as the error, the whole as JSON in the cause. */
function asStateFailure(error: unknown): StateFailure {
  if (!(error instanceof FunctionError)) {
    return new StateFailure('Lambda.Unknown', error instanceof Error ? error.message : String(error));
  }
  const { errorType, message, trace } = error;
  // What the platform itself reports (no answer came from the function's runtime) has no trace.
  const platform = errorType.startsWith('Sandbox.') || ENDED.includes(errorType);
  const cause = { errorType, errorMessage: message, ...(platform ? {} : { trace }) };
  return new StateFailure(errorType, JSON.stringify(cause));
}

function within(state: Task, output: Json): Json {
  if (Buffer.byteLength(text(output)) <= DATA_LIMIT_BYTES) return output;
  throw dataLimitExceeded(`The state/task '${state.name}' returned a result`);
}

function timeoutOf(state: Task): { timeoutInSeconds?: number } {
  return state.timeoutSeconds === undefined ? {} : { timeoutInSeconds: state.timeoutSeconds };
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

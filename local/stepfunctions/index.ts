import { AwsError, type FunctionRuntime, type JsonService } from '../service.ts';
import { Api, type DescribedMachine } from './api.ts';
import { ROLE_ARN } from './arns.ts';
import { compile, validate } from './definition.ts';
import { Executions } from './executions.ts';
import { Store } from './store.ts';
import type { DescribeOutput, HistoryEvent } from './types.ts';

export { executionArn, stateMachineArn } from './arns.ts';
export { PROCESS_ENDED } from './process-ended.ts';
export type { DescribeOutput, HistoryEvent } from './types.ts';

/** The settings of local Step Functions. */
export interface StepFunctionsOptions {
  /** the data folder; executions are kept below `executions` in it */
  home: string;
  /**
   * `definition`: Amazon States Language (JSONPath) as an object, its placeholders substituted; `checked`: it is known
   * to be valid, and the check is left out
   */
  stateMachines: readonly { name: string; definition: unknown; checked?: boolean }[];
  /** runs the functions that the definitions name */
  runtime: FunctionRuntime;
  /** @returns the runtime's name of the function that a definition names by ARN or name */
  functionName(arnOrName: string): string;
  /** hears of each start, end and redrive */
  onStatusChange?: ((execution: DescribeOutput) => void) | undefined;
  /** milliseconds before each retry, instead of what the definitions say; for tests */
  retryIntervalMs?: number | undefined;
  /**
   * How many executions run at once (4 when not given). The others are RUNNING too but have not entered a state: a
   * hundred uploads at once would otherwise wait for functions until their tasks time out.
   */
  concurrency?: number | undefined;
}

/** Local Step Functions: the API, and what other parts of the same process use without HTTP. */
export interface StepFunctions extends JsonService {
  /**
   * Starts the first state machine.
   * @param input any JSON value
   * @throws AwsError InvalidName, InvalidExecutionInput, ExecutionAlreadyExists
   */
  start(input: unknown, name?: string): Promise<{ executionArn: string }>;
  /**
   * Whether the first state machine has had an execution of this name.
   * @param at when what it is for happened: an execution from before the oldest that are kept is taken to have been
   */
  hasStarted(name: string, at: Date): boolean;
  /** @returns the execution when it is no longer running */
  waitFor(executionArn: string): Promise<DescribeOutput>;
  /** The history so far, then each event as it happens, until the execution has ended. */
  events(executionArn: string): AsyncIterable<HistoryEvent>;
  /** Ends what runs: it shows as failed and can be redriven. Close this before the runtime. */
  close(): Promise<void>;
}

/**
 * Opens the executions of a data folder and runs new ones. One that was running when its process ended shows as failed.
 * @throws Error when a definition is not valid or uses what does not run locally
 */
export async function createStepFunctions(options: StepFunctionsOptions): Promise<StepFunctions> {
  const store = new Store(options.home);
  const machines = new Map<string, DescribedMachine>();
  for (const { name, definition, checked = false } of options.stateMachines) {
    const source = JSON.stringify(definition, null, 2);
    // What is stored was checked before; the check takes a fifth of a second.
    if (!checked && !store.hasDefinition(source)) validate(definition);
    const compiled = compile(definition);
    const { id, created } = store.saveDefinition(source);
    machines.set(name, { name, definition: compiled, definitionId: id, source, created });
  }
  const executions = new Executions({
    store,
    runtime: options.runtime,
    functionName: options.functionName,
    roleArn: ROLE_ARN,
    retryIntervalMs: options.retryIntervalMs,
    concurrency: options.concurrency ?? 4,
    onStatusChange: (execution) => options.onStatusChange?.(execution),
  });
  const api = new Api(machines, store, executions);
  const [first] = machines.values();
  return {
    target: 'AWSStepFunctions',
    protocol: '1.0',
    async call(operation, input) {
      return api.call(operation, input);
    },
    async start(input, name) {
      if (first === undefined) throw new AwsError('StateMachineDoesNotExist', 'There is no state machine to start.');
      const { executionArn } = api.start(first, JSON.stringify(input) ?? 'null', name);
      return { executionArn };
    },
    hasStarted: (name, at) =>
      first !== undefined && (store.get(first.name, name) !== undefined || store.mayHaveForgotten(at.getTime() / 1000)),
    async waitFor(executionArn) {
      await executions.ended(api.execution(executionArn));
      return executions.describe(api.execution(executionArn));
    },
    async *events(executionArn) {
      yield* executions.events(api.execution(executionArn));
    },
    close: () => executions.close(),
  };
}

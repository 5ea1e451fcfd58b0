import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../service.ts';
import {
  checkExecutionName,
  executionArn,
  parseExecutionArn,
  parseStateMachineArn,
  ROLE_ARN,
  stateMachineArn,
} from './arns.ts';
import { validate } from './definition.ts';
import type { Executions, Machine } from './executions.ts';
import type { Store } from './store.ts';
import { DATA_LIMIT_BYTES, type HistoryEvent, type Summary } from './types.ts';

/** A state machine as the API shows it. */
export interface DescribedMachine extends Machine {
  /** the definition's text */
  source: string;
  /** epoch seconds */
  created: number;
}

const maxResults = z.number().int().min(0).max(1000).optional();
const nextToken = z.string().max(3096).optional();
const StateMachineArn = z.looseObject({ stateMachineArn: z.string() });
const ExecutionArn = z.looseObject({ executionArn: z.string() });
const RedriveExecution = ExecutionArn.extend({ clientToken: z.string().max(64).optional() });
const StartExecution = StateMachineArn.extend({ name: z.string().optional(), input: z.string().optional() });
const StopExecution = ExecutionArn.extend({
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const ListExecutions = StateMachineArn.extend({
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']).optional(),
  redriveFilter: z.enum(['REDRIVEN', 'NOT_REDRIVEN']).optional(),
  maxResults,
  nextToken,
});
const GetExecutionHistory = ExecutionArn.extend({
  maxResults,
  nextToken,
  reverseOrder: z.boolean().optional(),
  includeExecutionData: z.boolean().optional(),
});
const ListStateMachines = z.looseObject({ maxResults, nextToken });
const ValidateDefinition = z.looseObject({ definition: z.string() });

/** So many tokens of an execution are known, each for so long. */
const KEPT_TOKENS = 10;
const TOKEN_SECONDS = 15 * 60;

interface TokenedRedrive {
  readonly clientToken: string;
  /** epoch seconds */
  readonly redriveDate: number;
}

/** The operations of the Step Functions API, on what this process holds. */
export class Api {
  readonly #machines: ReadonlyMap<string, DescribedMachine>;
  readonly #store: Store;
  readonly #executions: Executions;
  /** The latest of each execution that had a client's token, the newest last. */
  readonly #redrives = new Map<string, readonly TokenedRedrive[]>();

  constructor(machines: ReadonlyMap<string, DescribedMachine>, store: Store, executions: Executions) {
    this.#machines = machines;
    this.#store = store;
    this.#executions = executions;
  }

  /** @throws AwsError */
  call(operation: string, input: Record<string, unknown>): unknown {
    switch (operation) {
      case 'ListStateMachines':
        return this.#listStateMachines(parse(ListStateMachines, input));
      case 'DescribeStateMachine':
        return describeMachine(this.#machine(parse(StateMachineArn, input).stateMachineArn));
      case 'DescribeStateMachineForExecution':
        return this.#describeMachineOf(this.execution(parse(ExecutionArn, input).executionArn));
      case 'StartExecution': {
        const { stateMachineArn: arn, name, input: json } = parse(StartExecution, input);
        const { executionArn: started, startDate } = this.start(this.#machine(arn), json ?? '{}', name);
        return { executionArn: started, startDate };
      }
      case 'ListExecutions':
        return this.#listExecutions(parse(ListExecutions, input));
      case 'DescribeExecution':
        return this.#executions.describe(this.execution(parse(ExecutionArn, input).executionArn));
      case 'GetExecutionHistory':
        return this.#history(parse(GetExecutionHistory, input));
      case 'StopExecution': {
        const { executionArn: arn, error, cause } = parse(StopExecution, input);
        return { stopDate: this.#executions.stop(this.execution(arn), error, cause) };
      }
      case 'RedriveExecution':
        return { redriveDate: this.#redrive(parse(RedriveExecution, input)) };
      case 'ListTagsForResource':
        return { tags: [] };
      case 'ValidateStateMachineDefinition':
        return validated(parse(ValidateDefinition, input).definition);
      default:
        throw new AwsError('UnknownOperationException', `Step Functions here has no operation ${operation}.`);
    }
  }

  /** The same request once more, as a client sends it whose answer was lost, is not another redrive. */
  #redrive({ executionArn, clientToken }: z.infer<typeof RedriveExecution>): number {
    const oldest = Date.now() / 1000 - TOKEN_SECONDS;
    const known = (this.#redrives.get(executionArn) ?? []).filter(({ redriveDate }) => redriveDate > oldest);
    const before = known.find((each) => each.clientToken === clientToken);
    if (before) return before.redriveDate;
    const redriveDate = this.#executions.redrive(this.execution(executionArn));
    if (clientToken !== undefined) {
      this.#redrives.set(executionArn, [...known, { clientToken, redriveDate }].slice(-KEPT_TOKENS));
    }
    return redriveDate;
  }

  /** @param json the input */
  start(
    machine: DescribedMachine,
    json: string,
    name: string = randomUUID(),
  ): { executionArn: string; startDate: number } {
    checkExecutionName(name);
    checkInput(json);
    const { startDate } = this.#executions.start(machine, name, json);
    return { executionArn: executionArn(machine.name, name), startDate };
  }

  /** @throws AwsError InvalidArn, ExecutionDoesNotExist */
  execution(arn: string): Summary {
    const { machine, name } = parseExecutionArn(arn);
    const summary = this.#store.get(machine, name);
    if (summary === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return summary;
  }

  #machine(arn: string): DescribedMachine {
    const machine = this.#machines.get(parseStateMachineArn(arn));
    if (machine === undefined) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  #listStateMachines({ maxResults: limit, nextToken: token }: z.infer<typeof ListStateMachines>): unknown {
    const machines = [...this.#machines.values()];
    const { page, nextToken: following } = paged(machines, ({ name }) => name, limit, token);
    return {
      stateMachines: page.map(({ name, created }) => ({
        stateMachineArn: stateMachineArn(name),
        name,
        type: 'STANDARD',
        creationDate: created,
      })),
      nextToken: following,
    };
  }

  #describeMachineOf(summary: Summary): unknown {
    return {
      stateMachineArn: stateMachineArn(summary.machine),
      name: summary.machine,
      definition: this.#executions.definitionOf(summary),
      roleArn: ROLE_ARN,
      updateDate: summary.startDate,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    };
  }

  #listExecutions(input: z.infer<typeof ListExecutions>): unknown {
    const { name } = this.#machine(input.stateMachineArn);
    const found = this.#store
      .list(name)
      .filter(
        ({ status, redriveCount }) =>
          (input.statusFilter === undefined || status === input.statusFilter) &&
          (input.redriveFilter === undefined || redriveCount > 0 === (input.redriveFilter === 'REDRIVEN')),
      );
    const { page, nextToken: following } = paged(found, (summary) => summary.name, input.maxResults, input.nextToken);
    return {
      executions: page.map((summary) => ({
        executionArn: executionArn(summary.machine, summary.name),
        stateMachineArn: stateMachineArn(summary.machine),
        name: summary.name,
        status: summary.status,
        startDate: summary.startDate,
        stopDate: summary.stopDate,
        redriveCount: summary.redriveCount,
        redriveDate: summary.redriveDate,
      })),
      nextToken: following,
    };
  }

  #history(input: z.infer<typeof GetExecutionHistory>): unknown {
    const events = this.#executions.history(this.execution(input.executionArn));
    if (input.reverseOrder === true) events.reverse();
    const { page, nextToken: following } = paged(events, ({ id }) => String(id), input.maxResults, input.nextToken);
    return {
      events: input.includeExecutionData === false ? page.map(withoutData) : page,
      nextToken: following,
    };
  }
}

function describeMachine({ name, source, created }: DescribedMachine): unknown {
  return {
    stateMachineArn: stateMachineArn(name),
    name,
    status: 'ACTIVE',
    definition: source,
    roleArn: ROLE_ARN,
    type: 'STANDARD',
    creationDate: created,
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
  };
}

function parse<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AwsError('ValidationException', z.prettifyError(parsed.error));
}

function checkInput(json: string): void {
  const bytes = Buffer.byteLength(json);
  if (bytes > DATA_LIMIT_BYTES) {
    throw new AwsError('InvalidExecutionInput', `The input has ${bytes} bytes; ${DATA_LIMIT_BYTES} are the most.`);
  }
  try {
    JSON.parse(json);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: ${String(error)}`);
  }
}

/**
 * One page of a list. The token names the last item of the page before, so that items that come at the list's
 * beginning meanwhile do not shift it.
 */
function paged<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  limit: number | undefined,
  token: string | undefined,
): { page: T[]; nextToken: string | undefined } {
  let first = 0;
  if (token !== undefined) {
    const name = Buffer.from(token, 'base64url').toString();
    first = items.findIndex((item) => nameOf(item) === name) + 1;
    if (first === 0) throw new AwsError('InvalidToken', `Invalid Token: '${token}'. Use nextToken as it was returned.`);
  }
  const page = items.slice(first, first + (limit || 100));
  const last = page.at(-1);
  const more = last !== undefined && first + page.length < items.length;
  return { page, nextToken: more ? Buffer.from(nameOf(last)).toString('base64url') : undefined };
}

function withoutData(event: HistoryEvent): HistoryEvent {
  const text = JSON.stringify(event, (key, value: unknown) =>
    key === 'input' || key === 'output' || key === 'parameters' ? undefined : value,
  );
  return JSON.parse(text);
}

function validated(definition: string): unknown {
  try {
    validate(JSON.parse(definition));
    return { result: 'OK', diagnostics: [], truncated: false };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message }],
      truncated: false,
    };
  }
}

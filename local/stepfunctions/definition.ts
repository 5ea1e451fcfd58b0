import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import * as z from 'zod';
import type { Json } from './types.ts';

/** A state machine or a branch, ready to run state by state. */
export interface Scope {
  startAt: string;
  states: ReadonlyMap<string, State>;
  timeoutSeconds: number | undefined;
}

interface Common {
  name: string;
  /** The interpreter's machine for this state alone: see `machineFor`. */
  machine: StateMachine;
  /** the states that it can lead to */
  targets: readonly string[];
}

/** One state, with what the driver must know of it; the interpreter does the rest. */
export type State =
  | (Common & { type: 'Task'; resource: string; timeoutSeconds: number | undefined })
  | (Common & { type: 'Parallel'; branches: readonly Scope[] })
  | (Common & { type: 'Pass'; result: Json | undefined })
  | (Common & { type: 'Fail'; hasError: boolean; hasCause: boolean })
  | (Common & { type: 'Choice' | 'Wait' | 'Succeed' });

const ScopeSource = z.looseObject({
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
  TimeoutSeconds: z.number().positive().optional(),
});
const Target = z.looseObject({ Next: z.string().optional() });
const Targets = Target.extend({
  Default: z.string().optional(),
  Choices: z.array(Target).optional(),
  Catch: z.array(Target).optional(),
});
const StateSource = z.discriminatedUnion('Type', [
  Targets.extend({
    Type: z.literal('Task'),
    Resource: z.string(),
    TimeoutSeconds: z.number().positive().optional(),
  }),
  Targets.extend({ Type: z.literal('Parallel'), Branches: z.array(z.unknown()) }),
  Targets.extend({ Type: z.literal('Pass'), Result: z.json().optional() }),
  Targets.extend({ Type: z.literal('Fail') }),
  Targets.extend({ Type: z.enum(['Choice', 'Wait', 'Succeed']) }),
]);
type StateSource = z.infer<typeof StateSource>;

/** Checked by the interpreter's own validator where a whole definition comes in. */
const Definition = z.custom<StateMachineDefinition>((value) => typeof value === 'object' && value !== null);

/** The service integration that runs a function. */
export const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';

/** The longest that a timer of Node can wait (24.8 days), in seconds. */
const FOREVER_SECONDS = 2_147_483;

/**
 * Prepares a definition that `validate` has found right.
 * @param source the state machine in Amazon States Language (JSONPath), placeholders substituted
 * @throws Error that says what does not run here
 */
export function compile(source: unknown): Scope {
  return compileScope(source);
}

/** @throws Error with the validator's findings */
export function validate(source: unknown): void {
  new StateMachine(Definition.parse(source), { validationOptions: { checkArn: true, checkPaths: true } });
}

function compileScope(source: unknown): Scope {
  const { StartAt, States, TimeoutSeconds } = ScopeSource.parse(source);
  const states = Object.entries(States).map(([name, state]): [string, State] => [name, compileState(name, state)]);
  return { startAt: StartAt, states: new Map(states), timeoutSeconds: TimeoutSeconds };
}

function compileState(name: string, raw: unknown): State {
  const parsed = StateSource.safeParse(raw);
  if (!parsed.success) {
    throw new Error(
      `State ${name} cannot be run locally (Task, Parallel, Choice, Pass, Wait, Succeed and Fail can): ` +
        z.prettifyError(parsed.error),
    );
  }
  const source = parsed.data;
  refuseUnsupported(name, source);
  const common = { name, machine: machineFor(source), targets: targetsOf(source) };
  switch (source.Type) {
    case 'Task':
      return { ...common, type: 'Task', resource: source.Resource, timeoutSeconds: source.TimeoutSeconds };
    case 'Parallel':
      return { ...common, type: 'Parallel', branches: source.Branches.map(compileScope) };
    case 'Pass':
      return { ...common, type: 'Pass', result: source.Result };
    case 'Fail':
      return {
        ...common,
        type: 'Fail',
        hasError: 'Error' in source || 'ErrorPath' in source,
        hasCause: 'Cause' in source || 'CausePath' in source,
      };
    case 'Choice':
    case 'Wait':
    case 'Succeed':
      return { ...common, type: source.Type };
  }
}

/** What the interpreter would silently leave out, by what it means. */
const UNSUPPORTED: Record<string, string> = {
  Assign: 'variables',
  Arguments: 'JSONata',
  Output: 'JSONata',
  HeartbeatSeconds: 'heartbeats',
  HeartbeatSecondsPath: 'heartbeats',
};

function refuseUnsupported(name: string, source: StateSource): void {
  if ('QueryLanguage' in source && source.QueryLanguage !== 'JSONPath') {
    throw new Error(`State ${name} uses ${String(source.QueryLanguage)}; only JSONPath runs locally.`);
  }
  for (const part of [source, ...(source.Catch ?? [])]) {
    const field = Object.keys(part).find((key) => key in UNSUPPORTED);
    if (field !== undefined) {
      throw new Error(`State ${name} uses ${field}: ${UNSUPPORTED[field]} cannot be run locally.`);
    }
  }
  if (source.Type === 'Task' && source.Resource !== LAMBDA_INVOKE && !/^arn:[^:]+:lambda:/.test(source.Resource)) {
    throw new Error(
      `State ${name} uses the resource ${source.Resource}; only ${LAMBDA_INVOKE} and a function's ARN run locally.`,
    );
  }
}

function targetsOf({ Next, Default, Choices = [], Catch = [] }: StateSource): string[] {
  const all = [Next, Default, ...[...Choices, ...Catch].map((rule) => rule.Next)];
  return [...new Set(all.filter((target) => target !== undefined))];
}

/**
 * A machine of one state, so that we decide what runs after it (a redrive skips, a stop ends) and know which branch it
 * is in, while the interpreter does paths, templates, choices, retries and catches:
 * `input` yields the state's input, then comes `state`, then `next:X`, which tells that X is to come.
 */
function machineFor(source: StateSource): StateMachine {
  const states: Record<string, unknown> = {
    input: { Type: 'Task', Resource: 'local', Next: 'state' },
    state: stateFor(source),
  };
  for (const target of targetsOf(source)) states[`next:${target}`] = { Type: 'Task', Resource: 'local', End: true };
  return new StateMachine(Definition.parse({ StartAt: 'input', States: states }), {
    validationOptions: { noValidate: true },
  });
}

/** The state as the interpreter gets it, with what it would do differently from AWS put right. */
function stateFor(source: StateSource): Record<string, unknown> {
  const state = withOwnContext(source);
  const catchers = (source.Catch ?? []).map((catcher) => withoutRootResultPath({ ...catcher, ...next(catcher.Next) }));
  const common = withoutRootResultPath({
    ...state,
    ...next(source.Next),
    ...(source.Catch === undefined ? {} : { Catch: catchers }),
  });
  switch (source.Type) {
    case 'Task':
      return { ...common, ...timeout(source) };
    case 'Parallel': {
      // Same paths, retries and catches as a Task, but its branches are run by us.
      const { Branches: _, ...rest } = common;
      return { ...rest, Type: 'Task', Resource: 'local', TimeoutSeconds: FOREVER_SECONDS };
    }
    case 'Pass': {
      // The interpreter ignores a Result of 0, false, "" or null.
      const { Result: _, ...rest } = common;
      return { ...rest, Type: 'Task', Resource: 'local' };
    }
    case 'Choice':
      return {
        ...common,
        ...(source.Default === undefined ? {} : { Default: `next:${source.Default}` }),
        Choices: z
          .array(Rule)
          .parse(state.Choices)
          .map((rule) => ({ ...choiceRule(rule), ...next(rule.Next) })),
      };
    case 'Wait':
    case 'Succeed':
    case 'Fail':
      return common;
  }
}

function next(target: unknown): { Next?: string } {
  return typeof target === 'string' ? { Next: `next:${target}` } : {};
}

/** AWS has no time-out where none is given; the interpreter would take 60 s, and overflow above 24.8 days. */
function timeout(source: { TimeoutSeconds?: number | undefined }): { TimeoutSeconds?: number } {
  if (source.TimeoutSeconds !== undefined) return { TimeoutSeconds: Math.min(source.TimeoutSeconds, FOREVER_SECONDS) };
  return 'TimeoutSecondsPath' in source ? {} : { TimeoutSeconds: FOREVER_SECONDS };
}

/** `"ResultPath": "$"` means the default; the interpreter would make a field named `$`. */
function withoutRootResultPath(source: Record<string, unknown>): Record<string, unknown> {
  const { ResultPath, ...rest } = source;
  return ResultPath === undefined || ResultPath === '$' ? rest : source;
}

const Rule = z.record(z.string(), z.unknown());
const TYPE_TESTS = ['IsPresent', 'IsNull', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'];

/** `"IsPresent": false` and its like never match in the interpreter: say the same with Not. */
function choiceRule(rule: Record<string, unknown>): Record<string, unknown> {
  for (const key of ['And', 'Or']) {
    if (key in rule) return { [key]: z.array(Rule).parse(rule[key]).map(choiceRule) };
  }
  if ('Not' in rule) return { Not: choiceRule(Rule.parse(rule.Not)) };
  const test = TYPE_TESTS.find((name) => rule[name] === false);
  return test === undefined ? rule : { Not: { Variable: rule.Variable, [test]: true } };
}

/**
 * Where the execution's context is found: the interpreter puts each machine's own input and time into `$$.Execution`.
 */
export const CONTEXT_KEY = 'ThisExecution';

/** Paths into `$$.Execution` lead to our own copy. */
function withOwnContext(source: Record<string, unknown>): Record<string, unknown> {
  const { Branches, Comment, Result, ...rest } = source;
  const rewritten = z.record(z.string(), z.unknown()).parse(rewrite('', rest));
  return { ...rewritten, ...(Branches === undefined ? {} : { Branches }), ...(Result === undefined ? {} : { Result }) };
}

function rewrite(key: string, value: unknown): unknown {
  if (typeof value === 'string') {
    const isPath = key.endsWith('.$') || key.endsWith('Path') || key === 'Variable';
    return isPath ? value.replaceAll(/\$\$\.Execution\b/g, `$$$$.${CONTEXT_KEY}`) : value;
  }
  if (Array.isArray(value)) return value.map((item) => rewrite(key, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rewrite(name, inner)]));
}

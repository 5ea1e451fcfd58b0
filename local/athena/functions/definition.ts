import { type Place, QueryError } from '../sql/error.ts';
import { coerce, compose, type Typed } from '../sql/typed.ts';
import { asDecimal, BIGINT, coercible, type DecimalType, sameType, type Type, typeName } from '../sql/types.ts';

/** How a call is written around its arguments: with DISTINCT, ORDER BY, FILTER and OVER as the query has them. */
export type Invoke = (duckName: string, args: readonly string[]) => string;

/** One function of the documented list. */
export interface FunctionDefinition {
  /** In lower case. */
  name: string;
  group: 'Aggregates' | 'Conditions' | 'Dates and times' | 'Mathematics' | 'Text' | 'Arrays and maps' | 'Windows';
  kind: 'scalar' | 'aggregate' | 'window';
  /** Arguments and result, as a person reads them. */
  signature: string;
  /** What differs from Athena, or is left out. */
  note?: string;
  build(args: readonly Typed[], at: Place, invoke: Invoke): Typed;
}

/** What an argument may be: a type to which it coerces, or a rule that says which. */
export type Parameter = Type | ((given: Type) => Type | undefined);

export interface Overload {
  params: readonly Parameter[];
  /** For functions that take any number of further arguments of one kind. */
  rest?: Parameter;
  result: Type | ((types: readonly Type[]) => Type);
  sql(args: readonly string[], types: readonly Type[], invoke: Invoke): string;
}

export const anyType: Parameter = (given) => given;
export const anyDecimal: Parameter = (given) => (given.kind === 'decimal' ? given : undefined);
export const anyWhole: Parameter = (given) => (given.kind === 'integer' || given.kind === 'bigint' ? given : undefined);
export const anyArray: Parameter = (given) => (given.kind === 'array' ? given : undefined);
export const anyMap: Parameter = (given) => (given.kind === 'map' ? given : undefined);

type Head = Pick<FunctionDefinition, 'name' | 'group' | 'signature' | 'note'>;

/** A function of the list whose call is chosen among overloads by the arguments' types. */
export function define(kind: FunctionDefinition['kind'], head: Head, ...overloads: Overload[]): FunctionDefinition {
  return {
    ...head,
    kind,
    build(args, at, invoke) {
      const chosen = choose(overloads, args);
      if (!chosen) throw unexpected(head, args, at);
      const values = args.map((arg, index) => coerce(arg, chosen.targets[index] ?? arg.type));
      const types = values.map((value) => value.type);
      const { result } = chosen.overload;
      const sql = chosen.overload.sql(
        values.map((value) => value.sql),
        types,
        invoke,
      );
      return compose(sql, typeof result === 'function' ? result(types) : result, values);
    },
  };
}

/** @returns the error for arguments that no overload takes */
export function unexpected(head: Head, args: readonly Typed[], at: Place): QueryError {
  const given = args.map((arg) => typeName(arg.type)).join(', ');
  const message = `Unexpected parameters (${given}) for function ${head.name}. Expected: ${head.signature}`;
  return new QueryError('FUNCTION_NOT_FOUND', message, at);
}

/** The overload that needs the fewest coercions; the first on a tie. */
function choose(overloads: readonly Overload[], args: readonly Typed[]) {
  let best: { overload: Overload; targets: Type[]; coercions: number } | undefined;
  for (const overload of overloads) {
    const targets = targetsOf(overload, args);
    if (!targets) continue;
    const coercions = args.filter((arg, index) => !sameType(arg.type, targets[index] ?? arg.type)).length;
    if (!best || coercions < best.coercions) best = { overload, targets, coercions };
  }
  return best;
}

function targetsOf({ params, rest }: Overload, args: readonly Typed[]): Type[] | undefined {
  if (args.length < params.length || (args.length > params.length && !rest)) return undefined;
  const targets: Type[] = [];
  for (const [index, arg] of args.entries()) {
    const parameter = params[index] ?? rest;
    if (!parameter) return undefined;
    const target = targetOf(parameter, arg.type);
    if (!target || !coercible(arg.type, target)) return undefined;
    targets.push(target);
  }
  return targets;
}

function targetOf(parameter: Parameter, given: Type): Type | undefined {
  if (typeof parameter !== 'function') return parameter;
  // A bare NULL fits where any type does; a rule that asks for a number reads it as one.
  return parameter(given) ?? (given.kind === 'unknown' ? parameter(BIGINT) : undefined);
}

/** The value of an argument that must be a literal. @throws QueryError NOT_SUPPORTED when it is an expression */
export function constantOf(arg: Typed | undefined, what: string, at: Place): string {
  if (arg?.constant !== undefined) return arg.constant;
  throw new QueryError('NOT_SUPPORTED', `${what} must be a literal in the local Athena`, at);
}

export function decimalType(type: Type | undefined): DecimalType {
  return (type && asDecimal(type)) ?? { kind: 'decimal', precision: 38, scale: 0 };
}

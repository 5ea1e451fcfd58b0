import { isAbsentFunction } from '../absent-functions.ts';
import type { Invoke } from '../functions/definition.ts';
import { findFunction } from '../sql-functions.ts';
import { analyse, type Context, sortable, sortSql } from './analyse-expression.ts';
import type { Bound, Call, Frame, Window } from './ast.ts';
import { notSupported, type Place, QueryError } from './error.ts';
import { condition } from './operators.ts';
import { coerce, compose, type Typed } from './typed.ts';
import { BIGINT, typeName } from './types.ts';

/**
 * A call of a function of the list.
 * @throws QueryError FUNCTION_NOT_FOUND for every other name
 */
export function analyseCall(call: Call, context: Context, at: Place): Typed {
  if (call.name === 'grouping') return grouping(call, context, at);
  const definition = findFunction(call.name);
  if (!definition && isAbsentFunction(call.name)) throw notSupported(`The function ${call.name}`, at);
  if (!definition) throw new QueryError('FUNCTION_NOT_FOUND', `Function '${call.name}' not registered`, at);
  checkForm(call, definition.kind, at);
  if (definition.kind === 'scalar') {
    const args = call.args.map((arg) => analyse(arg, context));
    return definition.build(args, at, () => {
      throw new Error(`${call.name} is no aggregate`);
    });
  }
  const isWindow = call.over !== undefined;
  checkPlace(call, context, isWindow, at);
  const inner: Context = isWindow ? context : { ...context, insideAggregate: true, groupKeys: new Set() };
  const args = call.args.map((arg) => analyse(arg, inner));
  const { invoke, parts } = invocation(call, inner, context);
  const typed = definition.build(args, at, invoke);
  const whole = compose(typed.sql, typed.type, [typed, ...parts]);
  if (isWindow) return { ...whole, window: true };
  if (args.some((arg) => arg.window)) {
    throw new QueryError('NESTED_WINDOW', 'Cannot nest window functions inside aggregation', at);
  }
  return { ...whole, uses: whole.uses.filter((use) => use.scope !== context.level), aggregate: true };
}

/** Which of DISTINCT, ORDER BY, FILTER, IGNORE NULLS and OVER a kind of function may have. */
function checkForm(call: Call, kind: 'scalar' | 'aggregate' | 'window', at: Place): void {
  const aggregateOnly = call.distinct || call.orderBy.length > 0 || call.filter !== undefined;
  if (kind !== 'aggregate' && (aggregateOnly || call.star)) {
    throw new QueryError(
      'FUNCTION_NOT_AGGREGATE',
      `'${call.name}' is not an aggregate function: DISTINCT, ORDER BY, FILTER and * do not go with it`,
      at,
    );
  }
  if (call.star && call.name !== 'count')
    throw new QueryError('FUNCTION_NOT_FOUND', `Unexpected parameters (*) for function ${call.name}`, at);
  if (kind === 'scalar' && call.over)
    throw new QueryError('FUNCTION_NOT_WINDOW', `'${call.name}' is not a window function`, at);
  if (kind === 'window' && !call.over)
    throw new QueryError('MISSING_OVER', `Window function ${call.name} requires an OVER clause`, at);
  if (kind !== 'window' && call.ignoreNulls) throw notSupported(`IGNORE NULLS with ${call.name}`, at);
  if (call.over && (call.distinct || call.orderBy.length > 0))
    throw notSupported('DISTINCT or ORDER BY in a window function', at);
  if (call.distinct && call.args.length !== 1) throw notSupported('DISTINCT with other than one argument', at);
}

function checkPlace(call: Call, context: Context, isWindow: boolean, at: Place): void {
  if (context.clause !== undefined) {
    const message =
      `${context.clause} cannot contain aggregations, ` + `window functions or grouping operations: [${call.name}]`;
    throw new QueryError('EXPRESSION_NOT_SCALAR', message, at);
  }
  if (!context.insideAggregate) return;
  const code = isWindow ? 'NESTED_WINDOW' : 'NESTED_AGGREGATION';
  throw new QueryError(
    code,
    `Cannot nest ${isWindow ? 'window functions' : 'aggregations'} inside aggregation '${call.name}'`,
    at,
  );
}

/** What stands around the arguments, in DuckDB's order. */
function invocation(call: Call, inner: Context, context: Context): { invoke: Invoke; parts: Typed[] } {
  const sorts = call.orderBy.map((item) => ({ item, value: sortable(analyse(item.value, inner), item.value.at) }));
  const orderBy =
    sorts.length === 0 ? '' : ` ORDER BY ${sorts.map(({ item, value }) => sortSql(value.sql, item)).join(', ')}`;
  const filter = call.filter && condition(analyse(call.filter, inner), 'FILTER expression', call.filter.at);
  const over = call.over && windowSql(call.over, context);
  const suffix = `${filter ? ` FILTER (WHERE ${filter.sql})` : ''}${over ? ` OVER (${over.sql})` : ''}`;
  const distinct = call.distinct && call.name !== 'approx_distinct' ? 'DISTINCT ' : '';
  const invoke: Invoke = (name, args) =>
    `${name}(${distinct}${args.join(', ')}${call.ignoreNulls ? ' IGNORE NULLS' : ''}${orderBy})${suffix}`;
  return { invoke, parts: [...sorts.map(({ value }) => value), ...(filter ? [filter] : []), ...(over?.parts ?? [])] };
}

function windowSql(window: Window, context: Context): { sql: string; parts: Typed[] } {
  const partitions = window.partitionBy.map((value) => analyse(value, context));
  const sorts = window.orderBy.map((item) => ({ item, value: sortable(analyse(item.value, context), item.value.at) }));
  const sql = [
    partitions.length > 0 ? `PARTITION BY ${partitions.map((value) => value.sql).join(', ')}` : '',
    sorts.length > 0 ? `ORDER BY ${sorts.map(({ item, value }) => sortSql(value.sql, item)).join(', ')}` : '',
    window.frame ? frameSql(window.frame, context) : '',
  ];
  return {
    sql: sql.filter((part) => part !== '').join(' '),
    parts: [...partitions, ...sorts.map(({ value }) => value)],
  };
}

function frameSql({ unit, start, end }: Frame, context: Context): string {
  const bound = (given: Bound): string => {
    if (given.kind !== 'PRECEDING' && given.kind !== 'FOLLOWING') return given.kind;
    if (unit === 'RANGE') throw notSupported('RANGE with a distance', given.offset.at);
    const offset = analyse(given.offset, context);
    if (offset.type.kind !== 'integer' && offset.type.kind !== 'bigint') {
      throw new QueryError(
        'TYPE_MISMATCH',
        `Window frame ${unit} offset must be a whole number (actual: ${typeName(offset.type)})`,
        given.offset.at,
      );
    }
    return `${coerce(offset, BIGINT).sql} ${given.kind}`;
  };
  return end ? `${unit} BETWEEN ${bound(start)} AND ${bound(end)}` : `${unit} BETWEEN ${bound(start)} AND CURRENT ROW`;
}

/** grouping(a, b): one bit for each column that the row's grouping set leaves out. */
function grouping(call: Call, context: Context, at: Place): Typed {
  if (context.clause !== undefined)
    throw new QueryError('EXPRESSION_NOT_SCALAR', `${context.clause} cannot contain grouping operations`, at);
  const args = call.args.map((arg) => analyse(arg, { ...context, groupKeys: new Set() }));
  const unknown = args.find((arg) => !context.groupKeys.has(arg.sql));
  if (args.length === 0 || unknown) {
    throw new QueryError(
      'INVALID_ARGUMENTS',
      'The arguments to GROUPING() must be expressions referenced by the GROUP BY',
      at,
    );
  }
  return {
    ...compose(`CAST(grouping(${args.map((arg) => arg.sql).join(', ')}) AS BIGINT)`, BIGINT, []),
    aggregate: true,
  };
}

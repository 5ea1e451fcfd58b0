import { identifier, literal } from '../../../shared/database/duckdb.ts';
import { analyseCall } from './analyse-call.ts';
import { analyseQuery } from './analyse-query.ts';
import type { Expression, SortItem } from './ast.ts';
import { cast } from './cast.ts';
import type { Environment } from './environment.ts';
import { QueryError } from './error.ts';
import { number, temporal } from './literals.ts';
import { arithmetic, compare, concat, condition, negate, subscript, unified } from './operators.ts';
import { fieldOf, resolve } from './scope.ts';
import { asMoment, coerce, compose, type Scope, type Typed } from './typed.ts';
import { array, BOOLEAN, commonType, duckType, fieldName, type Type, typeName, UNKNOWN, VARCHAR } from './types.ts';

/** Where an expression stands. */
export interface Context {
  env: Environment;
  scope: Scope;
  /** The scope whose columns GROUP BY must cover: ORDER BY looks names up in one around it. */
  level: Scope;
  /** The clause, when aggregates and windows are not allowed there. */
  clause: string | undefined;
  insideAggregate: boolean;
  /** The SQL of the GROUP BY expressions: what they cover needs no aggregate. */
  groupKeys: ReadonlySet<string>;
}

/**
 * Gives an expression its type and DuckDB's SQL for it.
 * @throws QueryError with Athena's code for everything that Athena would refuse
 */
export function analyse(expression: Expression, context: Context): Typed {
  const typed = analyseNode(expression, context);
  if (typed.uses.length === 0 || !context.groupKeys.has(typed.sql)) return typed;
  return { ...typed, uses: typed.uses.filter((use) => use.scope !== context.level) };
}

function analyseNode(expression: Expression, context: Context): Typed {
  const { at } = expression;
  const each = (operand: Expression): Typed => analyse(operand, context);
  switch (expression.kind) {
    case 'null':
      return compose('NULL', UNKNOWN, []);
    case 'boolean':
      return compose(String(expression.value), BOOLEAN, []);
    case 'number':
      return number(expression.type, expression.text, at);
    case 'text':
      return {
        ...compose(literal(expression.value), { kind: 'varchar', length: [...expression.value].length }, []),
        constant: expression.value,
      };
    case 'temporal':
      return temporal(expression.type, expression.value, at);
    case 'interval':
      return interval(expression);
    case 'name':
      return resolve(expression.parts, context.scope, at);
    case 'call':
      return analyseCall(expression.call, context, at);
    case 'negate':
      return negate(each(expression.operand), at);
    case 'not': {
      const operand = condition(each(expression.operand), 'Value of logical NOT expression', at);
      return compose(`(NOT ${operand.sql})`, BOOLEAN, [operand]);
    }
    case 'arithmetic':
      return arithmetic(expression.operator, each(expression.left), each(expression.right), at);
    case 'concat':
      return concat(each(expression.left), each(expression.right), at);
    case 'logic': {
      const operands = expression.operands.map((operand) =>
        condition(each(operand), 'Logical expression term', operand.at),
      );
      return compose(`(${operands.map((operand) => operand.sql).join(` ${expression.operator} `)})`, BOOLEAN, operands);
    }
    case 'compare':
      return compare(expression.operator, each(expression.left), each(expression.right), at);
    case 'distinct': {
      const operands = [each(expression.left), each(expression.right)].map(asMoment);
      const { values } = unified(operands, 'Operands of IS DISTINCT FROM', at);
      const sql = values.map((value) => value.sql).join(` IS ${expression.negated ? 'NOT ' : ''}DISTINCT FROM `);
      return compose(`(${sql})`, BOOLEAN, values);
    }
    case 'between': {
      const value = each(expression.value);
      const low = compare('>=', value, each(expression.low), at);
      const high = compare('<=', value, each(expression.high), at);
      return compose(`(${expression.negated ? 'NOT ' : ''}(${low.sql} AND ${high.sql}))`, BOOLEAN, [low, high]);
    }
    case 'in':
    case 'in query':
      return membership(expression, context);
    case 'like':
      return like(expression, each);
    case 'is null': {
      const value = each(expression.value);
      return compose(`(${value.sql} IS ${expression.negated ? 'NOT ' : ''}NULL)`, BOOLEAN, [value]);
    }
    case 'exists': {
      const query = analyseQuery(expression.query, context.env, context.scope);
      return { ...compose(`EXISTS (${query.sql})`, BOOLEAN, []), uses: query.uses };
    }
    case 'scalar query':
      return scalarQuery(expression, context);
    case 'case':
      return caseOf(expression, each);
    case 'cast':
      return cast(each(expression.value), expression.type, expression.safe, at);
    case 'array': {
      const { type, values } = unified(expression.elements.map(each), 'All ARRAY elements', at);
      const sql = `CAST([${values.map((value) => value.sql).join(', ')}] AS ${duckType(array(type))})`;
      const constants = values.map((value) => value.constant);
      const known = constants.length > 0 && constants.every((constant) => constant !== undefined);
      return { ...compose(sql, array(type), values), ...(known ? { constant: constants.join(',') } : {}) };
    }
    case 'row': {
      const values = expression.elements.map(each);
      const type: Type = { kind: 'row', fields: values.map((value) => ({ name: undefined, type: value.type })) };
      const fields = values.map(
        (value, index) => `${identifier(fieldName({ name: undefined, type: value.type }, index))} := ${value.sql}`,
      );
      return compose(`struct_pack(${fields.join(', ')})`, type, values);
    }
    case 'subscript':
      return subscript(each(expression.base), each(expression.index), at);
    case 'field':
      return fieldOf(each(expression.base), expression.name, at);
  }
}

const INTERVAL_MAKERS = {
  SECOND: 'to_seconds',
  MINUTE: 'to_minutes',
  HOUR: 'to_hours',
  DAY: 'to_days',
  WEEK: 'to_weeks',
  MONTH: 'to_months',
  YEAR: 'to_years',
} as const;

function interval({ amount, unit }: Extract<Expression, { kind: 'interval' }>): Typed {
  const kind = unit === 'MONTH' || unit === 'YEAR' ? 'interval month' : 'interval day';
  const ofTime = unit === 'SECOND' || unit === 'MINUTE' || unit === 'HOUR';
  return { ...compose(`${INTERVAL_MAKERS[unit]}(${amount})`, { kind }, []), constant: ofTime ? 'time' : 'date' };
}

function membership(expression: Extract<Expression, { kind: 'in' | 'in query' }>, context: Context): Typed {
  const value = asMoment(analyse(expression.value, context));
  const not = expression.negated ? 'NOT ' : '';
  if (expression.kind === 'in') {
    const items = expression.list.map((item) => asMoment(analyse(item, context)));
    const { values } = unified([value, ...items], 'IN value and list items', expression.at);
    const [left, ...rest] = values;
    return compose(`(${left?.sql} ${not}IN (${rest.map((item) => item.sql).join(', ')}))`, BOOLEAN, values);
  }
  const query = analyseQuery(expression.query, context.env, context.scope);
  const [column, second] = query.columns;
  if (!column || second)
    throw new QueryError('SYNTAX_ERROR', 'Multiple columns returned by subquery are not yet supported', expression.at);
  const found = asMoment(compose('c1', column.type, []));
  const type = commonType(value.type, found.type);
  if (!type) {
    throw new QueryError(
      'TYPE_MISMATCH',
      `value and result of subquery must be of the same type for IN ` +
        `expression: ${typeName(value.type)} vs ${typeName(column.type)}`,
      expression.at,
    );
  }
  const list = `SELECT CAST(${found.sql} AS ${duckType(type)}) FROM (${query.sql}) AS ${context.env.unique('q')}`;
  const typed = compose(`(${coerce(value, type).sql} ${not}IN (${list}))`, BOOLEAN, [value]);
  return { ...typed, uses: [...typed.uses, ...query.uses] };
}

function like(expression: Extract<Expression, { kind: 'like' }>, each: (operand: Expression) => Typed): Typed {
  const parts = [expression.value, expression.pattern, ...(expression.escape ? [expression.escape] : [])].map(each);
  for (const part of parts) {
    if (part.type.kind !== 'varchar' && part.type.kind !== 'unknown') {
      throw new QueryError(
        'TYPE_MISMATCH',
        `Left side of LIKE expression must evaluate to a varchar (actual: ${typeName(part.type)})`,
        expression.at,
      );
    }
  }
  const [value, pattern, sign] = parts.map((part) => coerce(part, VARCHAR).sql);
  const escaping = sign === undefined ? '' : ` ESCAPE ${sign}`;
  const sql = `${value} ${expression.negated ? 'NOT ' : ''}LIKE ${pattern}${escaping}`;
  return compose(`(${sql})`, BOOLEAN, parts);
}

function scalarQuery({ query, at }: Extract<Expression, { kind: 'scalar query' }>, context: Context): Typed {
  const analysed = analyseQuery(query, context.env, context.scope);
  const [column, second] = analysed.columns;
  if (!column || second)
    throw new QueryError('SYNTAX_ERROR', 'Multiple columns returned by subquery are not yet supported', at);
  const sql = `(SELECT c1 FROM (${analysed.sql}) AS ${context.env.unique('q')})`;
  return { ...compose(sql, column.type, []), uses: analysed.uses };
}

function caseOf(expression: Extract<Expression, { kind: 'case' }>, each: (operand: Expression) => Typed): Typed {
  const operand = expression.operand && each(expression.operand);
  const tests = expression.branches.map(({ when }) =>
    operand ? compare('=', operand, each(when), when.at) : condition(each(when), 'CASE WHEN clause', when.at),
  );
  const results = expression.branches.map(({ result }) => each(result));
  const otherwise = expression.otherwise && each(expression.otherwise);
  const { type, values } = unified(otherwise ? [...results, otherwise] : results, 'All CASE results', expression.at);
  const branches = tests.map((test, index) => `WHEN ${test.sql} THEN ${values[index]?.sql}`);
  const last = otherwise ? ` ELSE ${values.at(-1)?.sql}` : '';
  return compose(`CASE ${branches.join(' ')}${last} END`, type, [...tests, ...values]);
}

/** ORDER BY of a query, an aggregate or a window, with the place of nulls always said. */
export function sortSql(sql: string, item: SortItem): string {
  return `${sql} ${item.descending ? 'DESC' : 'ASC'} NULLS ${item.nullsFirst ? 'FIRST' : 'LAST'}`;
}

/** @throws QueryError TYPE_MISMATCH for a type that has no order */
export function sortable(value: Typed, at: Expression['at']): Typed {
  if (value.type.kind !== 'map') return value;
  throw new QueryError(
    'TYPE_MISMATCH',
    `Type ${typeName(value.type)} is not orderable, and therefore cannot be used in ORDER BY`,
    at,
  );
}

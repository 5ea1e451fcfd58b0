import { analyse, type Context, sortable, sortSql } from './analyse-expression.ts';
import { analyseSelect } from './analyse-select.ts';
import type { Body, Query, SortItem } from './ast.ts';
import type { CommonQuery, Environment } from './environment.ts';
import { QueryError } from './error.ts';
import { unified } from './operators.ts';
import { scopeOf } from './scope.ts';
import { converted, type Scope, type Use } from './typed.ts';
import { commonType, type Field, typeName } from './types.ts';

/**
 * A query after analysis: SQL whose columns are c1, c2, …, their names and types, and what it reads of the query
 * around.
 */
export interface AnalysedQuery {
  sql: string;
  columns: readonly Field[];
  uses: readonly Use[];
}

/** @throws QueryError with Athena's code for everything that Athena would refuse */
export function analyseQuery(query: Query, outer: Environment, parent: Scope | undefined): AnalysedQuery {
  const common = new Map(outer.common);
  const env: Environment = { ...outer, common };
  const uses: Use[] = [];
  const definitions: string[] = [];
  const names = new Set<string>();
  for (const { name, columns, query: inner, at } of query.with) {
    if (names.has(name))
      throw new QueryError('DUPLICATE_NAMED_QUERY', `WITH query name '${name}' specified more than once`, at);
    names.add(name);
    const analysed = analyseQuery(inner, env, parent);
    if (columns.length > 0 && columns.length !== analysed.columns.length) {
      throw new QueryError(
        'MISMATCHED_COLUMN_ALIASES',
        `Column alias list has ${columns.length} entries but subquery has ${analysed.columns.length} columns`,
        at,
      );
    }
    const id = env.unique('w');
    const entry: CommonQuery = {
      id,
      columns: analysed.columns.map((column, index) => ({ ...column, name: columns[index] ?? column.name })),
    };
    common.set(name, entry);
    definitions.push(`${id} AS (${analysed.sql})`);
    uses.push(...analysed.uses);
  }
  const body = analyseBody(query.body, query.orderBy, env, parent);
  const prefix = definitions.length > 0 ? `WITH ${definitions.join(', ')} ` : '';
  const limit = query.limit === undefined ? '' : ` LIMIT ${query.limit}`;
  const offset = query.offset === undefined ? '' : ` OFFSET ${query.offset}`;
  return { sql: `${prefix}${body.sql}${limit}${offset}`, columns: body.columns, uses: [...uses, ...body.uses] };
}

function analyseBody(
  body: Body,
  orderBy: readonly SortItem[],
  env: Environment,
  parent: Scope | undefined,
): AnalysedQuery {
  switch (body.kind) {
    case 'select':
      return analyseSelect(body, orderBy, env, parent);
    case 'values':
      return sorted(analyseValues(body, env, parent), orderBy, env, parent);
    case 'query':
      return sorted(analyseQuery(body.query, env, parent), orderBy, env, parent);
    case 'set':
      return sorted(analyseSet(body, env, parent), orderBy, env, parent);
  }
}

/** Puts a query in parentheses; its ORDER BY, when it has one, sees its columns only. */
function sorted(
  query: AnalysedQuery,
  orderBy: readonly SortItem[],
  env: Environment,
  parent: Scope | undefined,
): AnalysedQuery {
  const alias = env.unique('s');
  const columns = query.columns.map(({ name, type }, index) => ({ name, type, sql: `${alias}.c${index + 1}` }));
  const scope = scopeOf([{ path: [], columns }], parent);
  const context: Context = {
    env,
    scope,
    level: scope,
    clause: 'ORDER BY clause',
    insideAggregate: false,
    groupKeys: new Set(),
  };
  const sorts = orderBy.map((item) => {
    const position = ordinal(item, columns.length);
    return sortSql(
      position ? `${alias}.c${position}` : sortable(analyse(item.value, context), item.value.at).sql,
      item,
    );
  });
  const order = sorts.length > 0 ? ` ORDER BY ${sorts.join(', ')}` : '';
  return { ...query, sql: `SELECT * FROM (${query.sql}) AS ${alias}${order}` };
}

/** `ORDER BY 2` is the second column. @throws QueryError INVALID_COLUMN_REFERENCE */
export function ordinal({ value }: Pick<SortItem, 'value'>, columns: number, clause = 'ORDER BY'): number | undefined {
  if (value.kind !== 'number' || value.type !== 'integer') return undefined;
  const position = Number(value.text);
  if (position >= 1 && position <= columns) return position;
  throw new QueryError('INVALID_COLUMN_REFERENCE', `${clause} position ${value.text} is not in select list`, value.at);
}

function analyseValues(
  body: Extract<Body, { kind: 'values' }>,
  env: Environment,
  parent: Scope | undefined,
): AnalysedQuery {
  const scope = scopeOf([], parent);
  const context: Context = { env, scope, level: scope, clause: 'VALUES', insideAggregate: false, groupKeys: new Set() };
  const rows = body.rows.map((row) => row.map((value) => analyse(value, context)));
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) {
    throw new QueryError('TYPE_MISMATCH', 'Values rows have mismatched numbers of columns', body.at);
  }
  const columns: Field[] = [];
  for (let index = 0; index < width; index++) {
    const column = rows.flatMap((row) => row[index] ?? []);
    columns.push({ name: undefined, type: unified(column, 'Values in one column', body.at).type });
  }
  const cells = (row: (typeof rows)[number]) =>
    row.map((value, index) => converted(value.sql, value.type, columns[index]?.type ?? value.type));
  const names = columns.map((_, index) => `c${index + 1}`).join(', ');
  const sql =
    `SELECT * FROM (VALUES ${rows.map((row) => `(${cells(row).join(', ')})`).join(', ')}) ` +
    `AS ${env.unique('v')}(${names})`;
  const uses = rows.flat().flatMap((value) => value.uses);
  return { sql, columns, uses };
}

function analyseSet(body: Extract<Body, { kind: 'set' }>, env: Environment, parent: Scope | undefined): AnalysedQuery {
  const left = analyseBody(body.left, [], env, parent);
  const right = analyseBody(body.right, [], env, parent);
  const word = body.operator;
  if (left.columns.length !== right.columns.length) {
    throw new QueryError(
      'TYPE_MISMATCH',
      `${word} query has different number of fields: ${left.columns.length}, ${right.columns.length}`,
      body.at,
    );
  }
  const columns = left.columns.map((column, index): Field => {
    const other = right.columns[index] ?? column;
    const type = commonType(column.type, other.type);
    if (type) return { name: column.name, type };
    throw new QueryError(
      'TYPE_MISMATCH',
      `column ${index + 1} in ${word} query has incompatible types: ${typeName(column.type)}, ${typeName(other.type)}`,
      body.at,
    );
  });
  const side = (query: AnalysedQuery) => {
    const cells = columns.map(({ type }, index) => {
      const name = `c${index + 1}`;
      return `${converted(name, query.columns[index]?.type ?? type, type)} AS ${name}`;
    });
    return `(SELECT ${cells.join(', ')} FROM (${query.sql}) AS ${env.unique('s')})`;
  };
  return {
    sql: `${side(left)} ${word}${body.all ? ' ALL' : ''} ${side(right)}`,
    columns,
    uses: [...left.uses, ...right.uses],
  };
}

import { analyse, type Context, sortable, sortSql } from './analyse-expression.ts';
import { type AnalysedQuery, ordinal } from './analyse-query.ts';
import { analyseFrom, type Source } from './analyse-relation.ts';
import type { Expression, Grouping, Select, SelectItem, SortItem } from './ast.ts';
import type { Environment } from './environment.ts';
import { QueryError } from './error.ts';
import { condition } from './operators.ts';
import { allColumns, qualifierWidth, shown } from './scope.ts';
import type { Scope, ScopeColumn, Typed } from './typed.ts';

interface Output {
  name: string | undefined;
  value: Typed;
}

/** SELECT with its ORDER BY, which sees both the select list and the tables. */
export function analyseSelect(
  select: Select,
  orderBy: readonly SortItem[],
  env: Environment,
  parent: Scope | undefined,
): AnalysedQuery {
  const source: Source = select.from
    ? analyseFrom(select.from, env, parent, select.where)
    : { sql: '', relations: [], shared: [], uses: [] };
  const scope: Scope = { relations: source.relations, shared: source.shared, parent };
  const plain: Context = { env, scope, level: scope, clause: undefined, insideAggregate: false, groupKeys: new Set() };

  const where =
    select.where &&
    condition(analyse(select.where, { ...plain, clause: 'WHERE clause' }), 'WHERE clause', select.where.at);
  const groups = groupingSql(select, plain);
  const context: Context = { ...plain, groupKeys: groups.keys };
  const outputs = select.items.flatMap((item) => outputsOf(item, context));
  const having = select.having && condition(analyse(select.having, context), 'HAVING clause', select.having.at);
  const sorts = orderBy.map((item) => sortOf(item, outputs, context));

  const values = [
    ...outputs.map((output) => output.value),
    ...(having ? [having] : []),
    ...sorts.map((sort) => sort.value),
  ];
  const isGrouped = select.groupBy.length > 0 || having !== undefined || values.some((value) => value.aggregate);
  if (isGrouped) checkGrouped(values, scope);
  if (having?.window)
    throw new QueryError('NESTED_WINDOW', 'HAVING clause cannot contain window functions', select.having?.at);
  if (select.distinct) checkDistinct(outputs, sorts);

  const columns = outputs.map(({ value }, index) => `${value.sql} AS c${index + 1}`);
  const clauses = [
    `SELECT ${select.distinct ? 'DISTINCT ' : ''}${columns.join(', ')}`,
    source.sql === '' ? '' : `FROM ${source.sql}`,
    where ? `WHERE ${where.sql}` : '',
    groups.sql,
    having ? `HAVING ${having.sql}` : '',
    sorts.length > 0 ? `ORDER BY ${sorts.map((sort) => sort.sql).join(', ')}` : '',
  ];
  const all = [...values, ...(where ? [where] : []), ...groups.values].flatMap((value) => value.uses);
  return {
    sql: clauses.filter((clause) => clause !== '').join(' '),
    columns: outputs.map(({ name, value }) => ({ name, type: value.type })),
    uses: [...source.uses, ...all.filter((use) => use.scope !== scope)],
  };
}

function outputsOf(item: SelectItem, context: Context): Output[] {
  if (item.kind === 'value') {
    const value = analyse(item.value, context);
    return [{ name: item.alias ?? nameOf(item.value), value }];
  }
  const { scope } = context;
  if (scope.relations.length === 0) {
    throw new QueryError('COLUMN_NOT_FOUND', 'SELECT * not allowed in queries without FROM clause', item.at);
  }
  const { qualifier } = item;
  const columns = shown(qualifier === undefined ? allColumns(scope) : columnsOf(scope, qualifier));
  if (columns.length === 0)
    throw new QueryError('TABLE_NOT_FOUND', `Unable to resolve reference ${qualifier}`, item.at);
  return columns.map((column) => ({ name: column.name, value: starColumn(column, context, item.at) }));
}

function columnsOf(scope: Scope, qualifier: string): readonly ScopeColumn[] {
  return scope.relations.find((relation) => qualifierWidth([qualifier, ''], relation.path) === 1)?.columns ?? [];
}

function starColumn(column: ScopeColumn, { scope, groupKeys }: Context, at: SelectItemPlace): Typed {
  const uses = groupKeys.has(column.sql) ? [] : [{ scope, name: column.name ?? column.sql, at }];
  return { sql: column.sql, type: column.type, uses, aggregate: false, window: false };
}

type SelectItemPlace = Extract<SelectItem, { kind: 'all' }>['at'];

function nameOf(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.parts.at(-1);
  return expression.kind === 'field' ? expression.name : undefined;
}

/** GROUP BY in DuckDB's SQL, and the SQL of each of its expressions. */
function groupingSql(select: Select, plain: Context) {
  const context: Context = { ...plain, clause: 'GROUP BY clause' };
  const keys = new Set<string>();
  const values: Typed[] = [];
  const one = (expression: Expression): string => {
    const value = analyse(pointed(expression, select), context);
    // A constant would be read as a position or as nothing; a key of its own it must stay.
    const isColumnar = value.uses.length > 0;
    const sql = isColumnar ? value.sql : `coalesce(${value.sql}, ${value.sql})`;
    keys.add(value.sql);
    values.push(value);
    return sql;
  };
  const element = (grouping: Grouping): string => {
    if (grouping.kind === 'value') return one(grouping.value);
    if (grouping.kind !== 'GROUPING SETS')
      return `${grouping.kind} (${grouping.sets.flatMap((set) => set.map(one)).join(', ')})`;
    return `GROUPING SETS (${grouping.sets.map((set) => `(${set.map(one).join(', ')})`).join(', ')})`;
  };
  const sql = select.groupBy.map(element);
  return { keys, values, sql: sql.length > 0 ? `GROUP BY ${sql.join(', ')}` : '' };
}

/** `GROUP BY 1` is the first item of the select list. */
function pointed(expression: Expression, select: Select): Expression {
  const position = ordinal({ value: expression }, select.items.length, 'GROUP BY');
  const item = position === undefined ? undefined : select.items[position - 1];
  if (!item) return expression;
  if (item.kind === 'value') return item.value;
  throw new QueryError(
    'NOT_SUPPORTED',
    'GROUP BY with a position beside SELECT * is not supported by the local Athena',
    expression.at,
  );
}

/** Every column stands in GROUP BY or in an aggregate. */
function checkGrouped(values: readonly Typed[], scope: Scope): void {
  const use = values.flatMap((value) => value.uses).find((each) => each.scope === scope);
  if (!use) return;
  throw new QueryError(
    'EXPRESSION_NOT_AGGREGATE',
    `'${use.name}' must be an aggregate expression or appear in GROUP BY clause`,
    use.at,
  );
}

function sortOf(item: SortItem, outputs: readonly Output[], context: Context): { sql: string; value: Typed } {
  const position = ordinal(item, outputs.length);
  const output = position === undefined ? undefined : outputs[position - 1];
  if (output) return { sql: sortSql(String(position), item), value: sortable(output.value, item.value.at) };
  const columns = outputs.map(({ name, value }) => ({ name, type: value.type, sql: value.sql, typed: value }));
  const named = item.value.kind === 'name' && item.value.parts.length === 1 ? item.value.parts[0] : undefined;
  const index = columns.findIndex((column) => named !== undefined && column.name === named);
  const same = columns.filter((column) => named !== undefined && column.name === named);
  const found = columns[index];
  if (found && same.every((column) => column.sql === found.sql)) {
    return { sql: sortSql(String(index + 1), item), value: sortable(found.typed, item.value.at) };
  }
  const scope: Scope = { relations: [{ path: [], columns }], shared: [], parent: context.scope };
  const value = sortable(analyse(item.value, { ...context, scope }), item.value.at);
  // DuckDB refuses to sort by a literal, which sorts nothing.
  return { sql: sortSql(value.constant === undefined ? value.sql : 'CAST(NULL AS INTEGER)', item), value };
}

function checkDistinct(outputs: readonly Output[], sorts: readonly { value: Typed }[]): void {
  const selected = new Set(outputs.map((output) => output.value.sql));
  if (sorts.every((sort) => selected.has(sort.value.sql))) return;
  throw new QueryError(
    'EXPRESSION_NOT_IN_DISTINCT',
    'For SELECT DISTINCT, ORDER BY expressions must appear in select list',
  );
}

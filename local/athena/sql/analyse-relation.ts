import { literal } from '../../../shared/database/duckdb.ts';
import { analyse, type Context } from './analyse-expression.ts';
import { analyseQuery } from './analyse-query.ts';
import type { Expression, Relation } from './ast.ts';
import { type Environment, INFORMATION_SCHEMA, PATH_COLUMN, type Scan, type StoredView } from './environment.ts';
import { type Place, QueryError } from './error.ts';
import { compare, condition, unified } from './operators.ts';
import { partitionsOf } from './prune.ts';
import { allColumns, scopeOf, shown } from './scope.ts';
import type { Scope, ScopeColumn, ScopeRelation, Typed, Use } from './typed.ts';
import { BIGINT, type Field, fieldName, type Type, typeName, VARCHAR } from './types.ts';

/** What FROM gives: DuckDB's SQL, the columns that the other clauses see, and what it reads of the query around. */
export interface Source {
  sql: string;
  relations: readonly ScopeRelation[];
  shared: readonly ScopeColumn[];
  uses: readonly Use[];
}

interface Surroundings {
  env: Environment;
  parent: Scope | undefined;
  /** The WHERE clause, for choosing partitions. */
  where: Expression | undefined;
  /** Whether FROM is one table only. */
  alone: boolean;
}

export function analyseFrom(
  relation: Relation,
  env: Environment,
  parent: Scope | undefined,
  where: Expression | undefined,
): Source {
  const inner = relation.kind === 'alias' ? relation.relation : relation;
  return analyseRelation(relation, { env, parent, where, alone: inner.kind === 'table' }, undefined);
}

/** @param left what stands left of a join: UNNEST reads its columns */
function analyseRelation(relation: Relation, around: Surroundings, left: Source | undefined): Source {
  switch (relation.kind) {
    case 'table':
      return table(relation.parts, relation.at, around, undefined);
    case 'query': {
      const { sql, columns, uses } = analyseQuery(relation.query, around.env, around.parent);
      return named(`(${sql})`, columns, [], uses, around.env);
    }
    case 'unnest':
      return unnest(relation, around, left);
    case 'alias':
      return aliased(relation, around, left);
    case 'join':
      return join(relation, around);
  }
}

type HiddenColumn = Omit<ScopeColumn, 'sql'>;

/** A relation under a name of its own in DuckDB, with columns c1, c2, …. */
function named(
  sql: string,
  columns: readonly Field[],
  path: readonly string[],
  uses: readonly Use[],
  env: Environment,
  hidden: readonly HiddenColumn[] = [],
): Source {
  const alias = env.unique('r');
  const seen = [...columns, ...hidden].map((column, index) => ({ ...column, sql: `${alias}.c${index + 1}` }));
  return { sql: `${sql} AS ${alias}`, relations: [{ path, columns: seen }], shared: [], uses };
}

function aliased(
  relation: Extract<Relation, { kind: 'alias' }>,
  around: Surroundings,
  left: Source | undefined,
): Source {
  const { name, columns, at } = relation;
  const inner =
    relation.relation.kind === 'table'
      ? table(relation.relation.parts, relation.relation.at, around, columns.length === 0 ? name : undefined)
      : analyseRelation(relation.relation, around, left);
  const given = [...inner.shared, ...inner.relations.flatMap((each) => each.columns)];
  // A list of names leaves the hidden columns out.
  const all = columns.length > 0 ? shown(given) : given;
  if (columns.length > 0 && columns.length !== all.length) {
    throw new QueryError(
      'MISMATCHED_COLUMN_ALIASES',
      `Column alias list has ${columns.length} entries but '${name}' has ${all.length} columns available`,
      at,
    );
  }
  const renamed = all.map((column, index) => ({ ...column, name: columns[index] ?? column.name }));
  return { ...inner, relations: [{ path: [name], columns: renamed }], shared: [] };
}

/** A table of the catalogue, or a query of WITH. */
function table(
  parts: readonly string[],
  at: Place,
  { env, where, alone }: Surroundings,
  alias: string | undefined,
): Source {
  const [only] = parts;
  const common = parts.length === 1 && only !== undefined ? env.common.get(only) : undefined;
  if (common) return named(common.id, common.columns, [only ?? ''], [], env);
  const { database, name } = locate(parts, at, env);
  const qualified = alias === undefined ? ['awsdatacatalog', database, name] : [alias];
  const stored = env.view(database, name);
  if (stored) return viewed(stored, `${database}.${name}`, qualified, at, env);
  const schema = env.table(database, name);
  if (!schema) throw new QueryError('TABLE_NOT_FOUND', `Table 'awsdatacatalog.${database}.${name}' does not exist`, at);
  const keys = schema.partitionKeys.map((key) => (key.type.kind === 'varchar' ? key.name : undefined));
  const id = env.unique('scan');
  const scan: Scan = {
    id,
    table: schema,
    keep: partitionsOf(where, { path: qualified, alone, keys }),
    readsPath: false,
  };
  env.scans.push(scan);
  const columns = [...schema.columns, ...schema.partitionKeys];
  const hidden = () => {
    scan.readsPath = true;
  };
  const isOfFiles = schema.database !== INFORMATION_SCHEMA;
  return named(id, columns, qualified, [], env, isOfFiles ? [{ name: PATH_COLUMN, type: VARCHAR, hidden }] : []);
}

/** A view is its query, read where it was made. */
function viewed(
  { query, database }: StoredView,
  name: string,
  path: readonly string[],
  at: Place,
  env: Environment,
): Source {
  if (env.inside.includes(name)) throw new QueryError('VIEW_IS_RECURSIVE', `View '${name}' is recursive`, at);
  const own: Environment = { ...env, database, common: new Map(), inside: [...env.inside, name] };
  try {
    const { sql, columns } = analyseQuery(query, own, undefined);
    return named(`(${sql})`, columns, path, [], env);
  } catch (error) {
    if (!(error instanceof QueryError) || ['NOT_SUPPORTED', 'VIEW_IS_RECURSIVE'].includes(error.code)) throw error;
    throw new QueryError('INVALID_VIEW', `Failed analyzing stored view '${name}': ${error.message}`, at);
  }
}

/**
 * The database and the name that a path means.
 * @throws QueryError SCHEMA_NOT_FOUND, CATALOG_NOT_FOUND
 */
export function locate(
  parts: readonly string[],
  at: Place,
  env: Pick<Environment, 'database' | 'hasDatabase'>,
): { database: string; name: string } {
  const [name = '', database = env.database, catalog = 'awsdatacatalog', ...more] = parts.toReversed();
  if (catalog !== 'awsdatacatalog' || more.length > 0) {
    throw new QueryError('CATALOG_NOT_FOUND', `Catalog '${more.at(-1) ?? catalog}' does not exist`, at);
  }
  if (!env.hasDatabase(database)) throw new QueryError('SCHEMA_NOT_FOUND', `Schema '${database}' does not exist`, at);
  return { database, name };
}

function join(relation: Extract<Relation, { kind: 'join' }>, around: Surroundings): Source {
  const inside = { ...around, alone: false };
  const left = analyseRelation(relation.left, inside, undefined);
  const right = analyseRelation(relation.right, inside, left);
  const relations = [...left.relations, ...right.relations];
  const both: Scope = { relations, shared: [...left.shared, ...right.shared], parent: around.parent };
  const uses = [...left.uses, ...right.uses];
  const words = relation.type === 'CROSS' ? 'CROSS JOIN' : `${relation.type} JOIN`;
  if (relation.type === 'CROSS')
    return { sql: `${left.sql} CROSS JOIN ${right.sql}`, relations, shared: both.shared, uses };
  if (relation.using.length > 0) return joinUsing(relation, left, right, words, around);
  if (!relation.on) throw new QueryError('SYNTAX_ERROR', 'A join needs a condition', relation.at);
  const context: Context = {
    env: around.env,
    scope: both,
    level: both,
    clause: 'JOIN clause',
    insideAggregate: false,
    groupKeys: new Set(),
  };
  const on = condition(analyse(relation.on, context), 'JOIN ON clause', relation.on.at);
  // Parentheses: the right side may be a join of its own.
  return {
    sql: `${left.sql} ${words} ${grouped(relation.right, right.sql)} ON ${on.sql}`,
    relations,
    shared: both.shared,
    uses: [...uses, ...on.uses.filter((use) => use.scope !== both)],
  };
}

function grouped(relation: Relation, sql: string): string {
  return relation.kind === 'join' ? `(${sql})` : sql;
}

/** USING makes one column of two; it has no qualifier and stands first. */
function joinUsing(
  relation: Extract<Relation, { kind: 'join' }>,
  left: Source,
  right: Source,
  words: string,
  around: Surroundings,
): Source {
  const pick = (source: Source, name: string): ScopeColumn => {
    const found = allColumns({ ...source, parent: undefined }).filter((column) => column.name === name);
    if (found.length === 1 && found[0]) return found[0];
    const problem = found.length === 0 ? 'is missing from one side of the join' : 'is ambiguous';
    throw new QueryError('COLUMN_NOT_FOUND', `Column '${name}' ${problem}`, relation.at);
  };
  const typed = ({ sql, type }: ScopeColumn): Typed => ({ sql, type, uses: [], aggregate: false, window: false });
  const shared: ScopeColumn[] = [];
  const equal: string[] = [];
  for (const name of relation.using) {
    const [a, b] = [typed(pick(left, name)), typed(pick(right, name))];
    equal.push(compare('=', a, b, relation.at).sql);
    const { type, values } = unified([a, b], 'Columns of USING', relation.at);
    const sqls = values.map((value) => value.sql);
    shared.push({ name, type, sql: relation.type === 'INNER' ? (sqls[0] ?? '') : `coalesce(${sqls.join(', ')})` });
  }
  const rest = (columns: readonly ScopeColumn[]) =>
    columns.filter((column) => !relation.using.includes(column.name ?? ''));
  const relations = [...left.relations, ...right.relations].map((each) => ({ ...each, columns: rest(each.columns) }));
  return {
    sql: `${left.sql} ${words} ${grouped(relation.right, right.sql)} ON ${equal.join(' AND ')}`,
    relations,
    shared: [...shared, ...rest(left.shared), ...rest(right.shared)],
    uses: [...left.uses, ...right.uses].filter(() => around.parent !== undefined),
  };
}

/** UNNEST beside a relation reads its columns, row by row; several arrays go side by side, padded with nulls. */
function unnest(
  relation: Extract<Relation, { kind: 'unnest' }>,
  around: Surroundings,
  left: Source | undefined,
): Source {
  const { env, parent } = around;
  const scope = left ? { relations: left.relations, shared: left.shared, parent } : scopeOf([], parent);
  const context: Context = { env, scope, level: scope, clause: 'UNNEST', insideAggregate: false, groupKeys: new Set() };
  const values = relation.values.map((value) => analyse(value, context));
  const inner: string[] = [];
  const outer: string[] = [];
  const columns: Field[] = [];
  const add = (sql: string, name: string | undefined, type: Type) => {
    columns.push({ name, type });
    outer.push(`${sql} AS c${columns.length}`);
  };
  for (const [index, value] of values.entries()) {
    const item = `u${index + 1}`;
    const { type } = value;
    if (type.kind === 'map') {
      inner.push(`unnest(map_entries(${value.sql})) AS ${item}`);
      add(`${item}.key`, undefined, type.key);
      add(`${item}.value`, undefined, type.value);
    } else if (type.kind === 'array') {
      inner.push(`unnest(${value.sql}) AS ${item}`);
      const fields = type.element.kind === 'row' ? type.element.fields : undefined;
      if (!fields) add(item, undefined, type.element);
      for (const [at, field] of (fields ?? []).entries()) {
        add(`struct_extract(${item}, ${literal(fieldName(field, at))})`, field.name, field.type);
      }
    } else {
      const message = `Cannot unnest type: ${typeName(type)}`;
      throw new QueryError('INVALID_FUNCTION_ARGUMENT', message, relation.at);
    }
  }
  if (relation.ordinality) {
    const lengths = values.map((value) =>
      value.type.kind === 'map' ? `CAST(cardinality(${value.sql}) AS BIGINT)` : `len(${value.sql})`,
    );
    inner.push(`unnest(generate_series(1, greatest(${[...lengths, '0'].join(', ')}))) AS ordinality`);
    add('ordinality', undefined, BIGINT);
  }
  const sql = `LATERAL (SELECT ${outer.join(', ')} FROM (SELECT ${inner.join(', ')}) AS ${env.unique('u')})`;
  const uses = values.flatMap((value) => value.uses).filter((use) => use.scope !== scope);
  return named(left ? sql : sql.replace('LATERAL ', ''), columns, [], uses, env);
}

import { literal } from '../../../shared/database/duckdb.ts';
import { ABSENT_COLUMNS } from './environment.ts';
import { notSupported, type Place, QueryError } from './error.ts';
import type { Scope, ScopeColumn, ScopeRelation, Typed } from './typed.ts';
import { fieldName } from './types.ts';

export function scopeOf(relations: readonly ScopeRelation[], parent: Scope | undefined): Scope {
  return { relations, shared: [], parent };
}

/** All columns in the order of `SELECT *`, and the hidden ones that it leaves out. */
export function allColumns(scope: Scope): ScopeColumn[] {
  return [...scope.shared, ...scope.relations.flatMap((relation) => relation.columns)];
}

/** The columns that `SELECT *` gives. */
export function shown(columns: readonly ScopeColumn[]): ScopeColumn[] {
  return columns.filter((column) => !column.hidden);
}

/**
 * Finds what a name with dots means: a column, a qualified column, or a field of one; the innermost scope wins.
 * @throws QueryError COLUMN_NOT_FOUND, AMBIGUOUS_NAME, NOT_SUPPORTED
 */
export function resolve(parts: readonly string[], scope: Scope, at: Place): Typed {
  for (let each: Scope | undefined = scope; each; each = each.parent) {
    const found = resolveHere(parts, each, at);
    if (found) return found;
  }
  const hidden = parts.find((part) => ABSENT_COLUMNS.has(part));
  if (hidden !== undefined) throw notSupported(`The column "${hidden}"`, at);
  throw new QueryError(
    'COLUMN_NOT_FOUND',
    `Column '${parts.join('.')}' cannot be resolved or requester is not authorized to access requested resources`,
    at,
  );
}

function resolveHere(parts: readonly string[], scope: Scope, at: Place): Typed | undefined {
  const bare = allColumns(scope).filter((column) => column.name !== undefined && column.name === parts[0]);
  if (bare.length > 0) return withFields(only(bare, parts, at), parts.slice(1), scope, parts, at);
  for (const relation of scope.relations) {
    const width = qualifierWidth(parts, relation.path);
    const columns = width === 0 ? [] : relation.columns.filter((column) => column.name === parts[width]);
    if (columns.length > 0) return withFields(only(columns, parts, at), parts.slice(width + 1), scope, parts, at);
  }
  return undefined;
}

function only(columns: readonly ScopeColumn[], parts: readonly string[], at: Place): ScopeColumn {
  const [column, second] = columns;
  if (!column || second) throw new QueryError('AMBIGUOUS_NAME', `Column '${parts.join('.')}' is ambiguous`, at);
  return column;
}

/** How many leading parts are the relation's name: `t`, `db.t` or `awsdatacatalog.db.t`; 0 when they are not. */
export function qualifierWidth(parts: readonly string[], path: readonly string[]): number {
  for (let width = Math.min(path.length, parts.length - 1); width >= 1; width--) {
    const suffix = path.slice(path.length - width);
    if (suffix.every((part, index) => part === parts[index])) return width;
  }
  return 0;
}

function withFields(
  column: ScopeColumn,
  fields: readonly string[],
  scope: Scope,
  parts: readonly string[],
  at: Place,
): Typed {
  column.hidden?.();
  let value: Typed = column.typed ?? {
    sql: column.sql,
    type: column.type,
    uses: [{ scope, name: parts.join('.'), at }],
    aggregate: false,
    window: false,
  };
  for (const field of fields) value = fieldOf(value, field, at);
  return value;
}

/** @throws QueryError COLUMN_NOT_FOUND when the value is no row or has no such field */
export function fieldOf(value: Typed, name: string, at: Place): Typed {
  const fields = value.type.kind === 'row' ? value.type.fields : [];
  const index = fields.findIndex((field) => field.name?.toLowerCase() === name);
  const field = fields[index];
  if (!field)
    throw new QueryError('COLUMN_NOT_FOUND', `Column '${name}' cannot be resolved: there is no such field`, at);
  const { constant: _, ...rest } = value;
  return { ...rest, sql: `struct_extract(${value.sql}, ${literal(fieldName(field, index))})`, type: field.type };
}

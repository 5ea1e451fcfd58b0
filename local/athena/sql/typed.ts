import { identifier, literal } from '../../../shared/database/duckdb.ts';
import type { Place } from './error.ts';
import { duckType, fieldName, sameType, type Type } from './types.ts';

/** An expression after analysis: DuckDB's SQL for it, with the type that Trino gives it. */
export interface Typed {
  sql: string;
  type: Type;
  /** Columns that it reads outside aggregates: what GROUP BY must cover. */
  uses: readonly Use[];
  aggregate: boolean;
  window: boolean;
  /** The value of a literal, for functions whose unit, format or pattern must be known beforehand. */
  constant?: string;
}

export interface ScopeColumn {
  name: string | undefined;
  type: Type;
  /** How DuckDB's SQL reads it. */
  sql: string;
  /** For a column that only its name gives, no `*`: what its use is told to. */
  hidden?: () => void;
  /** For a column of the select list, seen from ORDER BY: the whole expression. */
  typed?: Typed;
}

export interface ScopeRelation {
  /** The names that may qualify its columns: `['t']` for an alias, `['energy_db', 't']` for a table. */
  path: readonly string[];
  columns: readonly ScopeColumn[];
}

/** The columns that a clause sees; those of the query around it are its parent's. */
export interface Scope {
  relations: readonly ScopeRelation[];
  /** Columns that USING made one: they have no qualifier and come first. */
  shared: readonly ScopeColumn[];
  parent: Scope | undefined;
}

export interface Use {
  scope: Scope;
  name: string;
  at: Place;
}

/** A new expression made of others. */
export function compose(sql: string, type: Type, parts: readonly Typed[]): Typed {
  return {
    sql,
    type,
    uses: parts.flatMap((part) => part.uses),
    aggregate: parts.some((part) => part.aggregate),
    window: parts.some((part) => part.window),
  };
}

/** Brings a value to a type to which it coerces. A moment keeps its zone. */
export function coerce(value: Typed, type: Type): Typed {
  if (value.type.kind === 'timestamptz' && type.kind === 'timestamptz') return value;
  if (sameType(value.type, type) && value.type.kind !== 'unknown') return { ...value, type };
  return { ...value, sql: converted(value.sql, value.type, type), type };
}

/** A time as the clocks of its zone show it: SQL of a timestamp without zone for one of another zone than UTC. */
export function wallClock(sql: string, type: Type): string {
  return type.kind === 'timestamptz' && type.zone !== undefined ? `timezone(${literal(type.zone)}, ${sql})` : sql;
}

/** SQL of the moment at which the clocks of a type's zone show a time. */
export function momentOf(wall: string, type: Type): string {
  return type.kind === 'timestamptz' && type.zone !== undefined ? `timezone(${literal(type.zone)}, ${wall})` : wall;
}

/** A cast in DuckDB's SQL. Rows go field by field: DuckDB casts them by name, Trino by position. */
export function converted(sql: string, from: Type, to: Type): string {
  if (from.kind !== 'row' || to.kind !== 'row' || sameType(from, to)) return `CAST(${sql} AS ${duckType(to)})`;
  const fields = to.fields.map((field, index) => {
    const given = from.fields[index] ?? field;
    const part = `struct_extract(${sql}, ${literal(fieldName(given, index))})`;
    return `${identifier(fieldName(field, index))} := ${converted(part, given.type, field.type)}`;
  });
  return `CASE WHEN ${sql} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END`;
}

/** Marks the messages of errors that our own SQL raises, to tell them from DuckDB's. */
export const FAILURE_MARK = 'E!';

/**
 * SQL that fails with a message when a row reaches it. It is a cast of text that is no number, and not DuckDB's
 * error(): that one is volatile, which TRY refuses.
 */
export function failure(code: string, message: string, type: Type): string {
  const failing = `CAST(${literal(`${FAILURE_MARK}${code}: ${message}${FAILURE_MARK}`)} AS DOUBLE)`;
  // DuckDB casts a number to text and text to anything; a number to a date it refuses beforehand.
  const text = `CAST(${failing} AS VARCHAR)`;
  return type.kind === 'varchar' ? text : `CAST(${text} AS ${duckType(type)})`;
}

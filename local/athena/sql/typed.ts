import { identifier, literal } from '../../../shared/database/duckdb.ts';
import type { Place } from './error.ts';
import { duckType, fieldName, isZoned, sameType, TIMESTAMPTZ, type Type } from './types.ts';

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

/** Brings a value to a type to which it coerces. A moment keeps its zone, unless each is to have its own. */
export function coerce(value: Typed, type: Type): Typed {
  const areMoments = value.type.kind === 'timestamptz' && type.kind === 'timestamptz';
  if (areMoments && (isZoned(value.type) || !isZoned(type))) return value;
  if (sameType(value.type, type) && value.type.kind !== 'unknown') return { ...value, type };
  return { ...value, sql: converted(value.sql, value.type, type), type };
}

/** SQL of the zone of a time; undefined for UTC, and where it has none. */
export function zoneSql(sql: string, type: Type): string | undefined {
  if (type.kind !== 'timestamptz' || type.zone === undefined) return undefined;
  return type.zone === null ? `struct_extract(${sql}, 'zone')` : literal(type.zone);
}

/** SQL of a time without the zone that a value may keep. */
export function momentOf(sql: string, type: Type): string {
  return isZoned(type) ? `struct_extract(${sql}, 'moment')` : sql;
}

/** The same moment, of no zone of its own: what two times are compared by. */
export function asMoment(value: Typed): Typed {
  return value.type.kind === 'timestamptz'
    ? { ...value, sql: momentOf(value.sql, value.type), type: TIMESTAMPTZ }
    : value;
}

/** SQL of a moment with the name of its zone. */
export function zoned(moment: string, zone: string): string {
  return `athena_zoned(${moment}, ${zone})`;
}

/** A time as the clocks of its zone show it: SQL of a timestamp without zone for one of another zone than UTC. */
export function wallClock(sql: string, type: Type): string {
  return shownIn(momentOf(sql, type), zoneSql(sql, type));
}

/** SQL of what the clocks of a zone show at a moment, and of the moment at which they show something. */
export function shownIn(time: string, zone: string | undefined): string {
  return zone === undefined ? time : `timezone(${zone}, ${time})`;
}

/** SQL of another moment in the zone of a time. */
export function inZoneOf(moment: string, sql: string, type: Type): string {
  return isZoned(type) ? zoned(moment, zoneSql(sql, type) ?? '') : moment;
}

/** SQL of the time at which the clocks of the zone of another show something. */
export function atWallClock(wall: string, sql: string, type: Type): string {
  return inZoneOf(shownIn(wall, zoneSql(sql, type)), sql, type);
}

/** A cast in DuckDB's SQL. Rows go field by field: DuckDB casts them by name, Trino by position. */
export function converted(sql: string, from: Type, to: Type): string {
  if (isZoned(to) && from.kind !== 'unknown' && !isZoned(from))
    return zoned(`CAST(${sql} AS TIMESTAMPTZ)`, zoneSql(sql, from) ?? literal('UTC'));
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

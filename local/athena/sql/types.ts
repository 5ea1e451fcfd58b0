/**
 * The types of Trino that the local Athena knows. Timestamps have milliseconds, as Athena's do. A timestamp with time
 * zone is a moment. Its zone, UTC unless AT TIME ZONE names another, is mostly known beforehand and not kept in each
 * value; where it is not (`zone` is null), a value is a moment with the name of its zone.
 */
import { identifier } from '../../../shared/database/duckdb.ts';

export type Type =
  | { kind: 'unknown' | 'boolean' | 'integer' | 'bigint' | 'double' | 'date' | 'timestamp' }
  | { kind: 'timestamptz'; zone?: string | null }
  | { kind: 'interval day' | 'interval month' }
  | { kind: 'varchar'; length?: number }
  | { kind: 'decimal'; precision: number; scale: number }
  | { kind: 'array'; element: Type }
  | { kind: 'map'; key: Type; value: Type }
  | { kind: 'row'; fields: readonly Field[] };

export interface Field {
  name: string | undefined;
  type: Type;
}

export type DecimalType = Extract<Type, { kind: 'decimal' }>;

export const UNKNOWN: Type = { kind: 'unknown' };
export const BOOLEAN: Type = { kind: 'boolean' };
export const INTEGER: Type = { kind: 'integer' };
export const BIGINT: Type = { kind: 'bigint' };
export const DOUBLE: Type = { kind: 'double' };
export const VARCHAR: Type = { kind: 'varchar' };
export const DATE: Type = { kind: 'date' };
export const TIMESTAMP: Type = { kind: 'timestamp' };
export const TIMESTAMPTZ: Type = { kind: 'timestamptz' };
/** Each value has a zone of its own. */
export const ZONED: Type = { kind: 'timestamptz', zone: null };

export const MAX_PRECISION = 38;

export function decimal(precision: number, scale: number): DecimalType {
  return { kind: 'decimal', precision: Math.min(MAX_PRECISION, Math.max(precision, 1)), scale };
}

export function array(element: Type): Type {
  return { kind: 'array', element };
}

/** The type's name as Trino writes it in messages and DESCRIBE. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'varchar':
      return type.length === undefined ? 'varchar' : `varchar(${type.length})`;
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'timestamp':
      return 'timestamp(3)';
    case 'timestamptz':
      return 'timestamp(3) with time zone';
    case 'interval day':
      return 'interval day to second';
    case 'interval month':
      return 'interval year to month';
    case 'array':
      return `array(${typeName(type.element)})`;
    case 'map':
      return `map(${typeName(type.key)}, ${typeName(type.value)})`;
    case 'row':
      return `row(${type.fields.map(fieldType).join(', ')})`;
    default:
      return type.kind;
  }
}

function fieldType({ name, type }: Field): string {
  return `${name ? `${name} ` : ''}${typeName(type)}`;
}

function duckField(field: Field, index: number): string {
  return `${identifier(fieldName(field, index))} ${duckType(field.type)}`;
}

/** The type's name in DuckDB. */
export function duckType(type: Type): string {
  switch (type.kind) {
    case 'unknown':
      return 'INTEGER';
    case 'timestamptz':
      return isZoned(type) ? 'STRUCT(moment TIMESTAMPTZ, zone VARCHAR)' : 'TIMESTAMPTZ';
    case 'interval day':
    case 'interval month':
      return 'INTERVAL';
    case 'varchar':
      return 'VARCHAR';
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'array':
      return `${duckType(type.element)}[]`;
    case 'map':
      return `MAP(${duckType(type.key)}, ${duckType(type.value)})`;
    case 'row':
      return `STRUCT(${type.fields.map(duckField).join(', ')})`;
    default:
      return type.kind.toUpperCase();
  }
}

/** What a row's field is called in DuckDB: rows without names get the names that Trino prints. */
export function fieldName(field: Field, index: number): string {
  return field.name ?? `field${index}`;
}

/** Whether each value has a zone of its own. */
export function isZoned(type: Type): boolean {
  return type.kind === 'timestamptz' && type.zone === null;
}

export function isNumeric(type: Type): boolean {
  return type.kind === 'integer' || type.kind === 'bigint' || type.kind === 'double' || type.kind === 'decimal';
}

/** An exact number as the decimal that holds it. */
export function asDecimal(type: Type): DecimalType | undefined {
  if (type.kind === 'decimal') return type;
  if (type.kind === 'integer') return decimal(10, 0);
  if (type.kind === 'bigint') return decimal(19, 0);
  return undefined;
}

export function sameType(left: Type, right: Type): boolean {
  return left === right || duckType(left) === duckType(right);
}

/** The type to which Trino brings both sides without being asked, or undefined when there is none. */
export function commonType(left: Type, right: Type): Type | undefined {
  if (left.kind === 'unknown') return right;
  if (right.kind === 'unknown') return left;
  if (left.kind === 'varchar' && right.kind === 'varchar') {
    return left.length !== undefined && left.length === right.length ? left : VARCHAR;
  }
  if (isNumeric(left) && isNumeric(right)) return commonNumber(left, right);
  if (isTime(left) && isTime(right)) return commonTime(left, right);
  if (left.kind === 'array' && right.kind === 'array') {
    const element = commonType(left.element, right.element);
    return element && array(element);
  }
  if (left.kind === 'map' && right.kind === 'map') {
    const [key, value] = [commonType(left.key, right.key), commonType(left.value, right.value)];
    return key && value && { kind: 'map', key, value };
  }
  if (left.kind === 'row' && right.kind === 'row') return commonRow(left.fields, right.fields);
  return left.kind === right.kind ? left : undefined;
}

const TIMES: readonly string[] = ['date', 'timestamp', 'timestamptz'];

function isTime(type: Type): boolean {
  return TIMES.includes(type.kind);
}

function commonTime(left: Type, right: Type): Type {
  if (left.kind !== 'timestamptz' && right.kind !== 'timestamptz') return left.kind === right.kind ? left : TIMESTAMP;
  const zone = zoneOf(left);
  return zone === zoneOf(right) ? { kind: 'timestamptz', ...(zone === undefined ? {} : { zone }) } : ZONED;
}

/** The zone of a time, as its type has it; UTC for one without. */
function zoneOf(type: Type): string | null | undefined {
  return type.kind === 'timestamptz' ? type.zone : undefined;
}

function commonNumber(left: Type, right: Type): Type {
  if (left.kind === 'double' || right.kind === 'double') return DOUBLE;
  if (left.kind !== 'decimal' && right.kind !== 'decimal') {
    return left.kind === 'bigint' || right.kind === 'bigint' ? BIGINT : INTEGER;
  }
  const [a, b] = [asDecimal(left), asDecimal(right)];
  if (!a || !b) return DOUBLE;
  const scale = Math.max(a.scale, b.scale);
  return decimal(Math.max(a.precision - a.scale, b.precision - b.scale) + scale, scale);
}

function commonRow(left: readonly Field[], right: readonly Field[]): Type | undefined {
  if (left.length !== right.length) return undefined;
  const fields: Field[] = [];
  for (const [index, field] of left.entries()) {
    const other = right[index];
    const type = other && commonType(field.type, other.type);
    if (!type) return undefined;
    fields.push({ name: field.name === other.name ? field.name : undefined, type });
  }
  return { kind: 'row', fields };
}

/** Whether Trino brings a value of one type to another without being asked. */
export function coercible(from: Type, to: Type): boolean {
  const common = commonType(from, to);
  if (!common) return false;
  if (from.kind === 'timestamptz' && to.kind === 'timestamptz') return true;
  if (to.kind === 'varchar' || to.kind === 'decimal') return common.kind === to.kind;
  return sameType(common, to);
}

import { literal } from '../../../shared/database/duckdb.ts';
import { notSupported, type Place, QueryError } from './error.ts';
import { compose, converted, failure, type Typed, wallClock, zoneSql } from './typed.ts';
import { duckType, sameType, type Type, typeName } from './types.ts';

/** The texts that Trino reads as a value of a type; DuckDB reads more. */
const TEXT_FORMS: Readonly<Record<string, string>> = {
  integer: '[+-]?[0-9]+',
  bigint: '[+-]?[0-9]+',
  double: '\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*|[+-]?(NaN|Infinity)',
  decimal: '[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?',
  boolean: '(?i:t|true|1|f|false|0)',
  date: '\\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\s*',
  timestamp: '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,12})?)?)?',
  timestamptz:
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,12})?)?)?( ?(UTC|Z|\\+00:00))?',
};

/**
 * CAST and TRY_CAST.
 * @param safe TRY_CAST: null instead of an error
 * @throws QueryError TYPE_MISMATCH for a cast that Trino has not, NOT_SUPPORTED for one that is not here
 */
export function cast(value: Typed, type: Type, safe: boolean, at: Place): Typed {
  const from = value.type;
  if (from.kind === 'unknown') return compose(`CAST(NULL AS ${duckType(type)})`, type, [value]);
  const sql = castSql(value, type, safe, at);
  return compose(sql, from.kind === type.kind && from.kind === 'timestamptz' ? from : type, [value]);
}

function castSql(value: Typed, type: Type, safe: boolean, at: Place): string {
  const from = value.type;
  const direct = `${safe ? 'TRY_CAST' : 'CAST'}(${value.sql} AS ${duckType(type)})`;
  if (type.kind === 'varchar') return limited(textOf(value, at), type.length);
  if (sameType(from, type) || (from.kind === type.kind && from.kind === 'timestamptz')) return value.sql;
  switch (`${from.kind} ${type.kind}`) {
    case 'varchar boolean':
    case 'varchar integer':
    case 'varchar bigint':
    case 'varchar double':
    case 'varchar decimal':
    case 'varchar date':
    case 'varchar timestamp':
    case 'varchar timestamptz':
      return fromText(value, type, safe, direct);
    case 'double integer':
    case 'double bigint':
      // Trino rounds half away from zero, DuckDB's cast half to even.
      return `${safe ? 'TRY_CAST' : 'CAST'}(round(${value.sql}) AS ${duckType(type)})`;
    case 'boolean decimal':
      return `CAST(CAST(${value.sql} AS INTEGER) AS ${duckType(type)})`;
    case 'boolean integer':
    case 'boolean bigint':
    case 'boolean double':
    case 'integer boolean':
    case 'bigint boolean':
    case 'double boolean':
    case 'decimal boolean':
    case 'integer bigint':
    case 'bigint integer':
    case 'integer double':
    case 'bigint double':
    case 'integer decimal':
    case 'bigint decimal':
    case 'double decimal':
    case 'decimal integer':
    case 'decimal bigint':
    case 'decimal double':
    case 'decimal decimal':
    case 'date timestamp':
    case 'date timestamptz':
    case 'timestamp date':
    case 'timestamp timestamptz':
      return direct;
    case 'timestamptz date':
    case 'timestamptz timestamp':
      return `CAST(${wallClock(value.sql, from)} AS ${duckType(type)})`;
    case 'array array':
    case 'map map':
    case 'row row':
      checkNested(from, type, at);
      if (safe) throw notSupported('TRY_CAST of arrays, maps and rows', at);
      return converted(value.sql, from, type);
    default:
      throw new QueryError('TYPE_MISMATCH', `Cannot cast ${typeName(from)} to ${typeName(type)}`, at);
  }
}

/** Inside arrays and rows DuckDB's cast decides: only casts that are the same in both are let through. */
function checkNested(from: Type, to: Type, at: Place, inside = false): void {
  if (inside && from.kind === 'row' && !sameType(from, to))
    throw notSupported('A cast of rows inside another value', at);
  if (sameType(from, to) || from.kind === 'unknown') return;
  const pairs: [Type, Type][] = [];
  if (from.kind === 'array' && to.kind === 'array') pairs.push([from.element, to.element]);
  else if (from.kind === 'map' && to.kind === 'map') pairs.push([from.key, to.key], [from.value, to.value]);
  else if (from.kind === 'row' && to.kind === 'row' && from.fields.length === to.fields.length) {
    for (const [index, field] of to.fields.entries()) pairs.push([from.fields[index]?.type ?? field.type, field.type]);
  } else if (
    to.kind !== 'varchar' ||
    !['integer', 'bigint', 'decimal', 'boolean', 'date', 'varchar'].includes(from.kind)
  ) {
    const exact = ['integer', 'bigint', 'decimal'];
    const widening = exact.includes(from.kind) && (exact.includes(to.kind) || to.kind === 'double');
    if (!widening) throw notSupported(`A cast of ${typeName(from)} to ${typeName(to)} inside another value`, at);
  }
  for (const [inner, wanted] of pairs) checkNested(inner, wanted, at, from.kind !== 'row' || inside);
}

function fromText(value: Typed, type: Type, safe: boolean, direct: string): string {
  const form = TEXT_FORMS[type.kind];
  const matches = `regexp_full_match(${value.sql}, '${form}')`;
  const source = type.kind === 'date' || type.kind === 'double' ? `trim(${value.sql})` : value.sql;
  const converted = direct.replace(value.sql, () => source);
  if (safe) return `CASE WHEN ${matches} THEN ${converted} END`;
  const error = failure('INVALID_CAST_ARGUMENT', `Cannot cast a value to ${typeName(type)}`, type);
  return `CASE WHEN ${matches} THEN ${converted} WHEN ${value.sql} IS NOT NULL THEN ${error} END`;
}

function limited(sql: string, length: number | undefined): string {
  return length === undefined ? sql : `substr(${sql}, 1, ${length})`;
}

/** A value as Trino writes it in text. */
export function textOf(value: Typed, at: Place): string {
  switch (value.type.kind) {
    case 'varchar':
      return value.sql;
    case 'boolean':
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'date':
      return `CAST(${value.sql} AS VARCHAR)`;
    case 'double':
      return `athena_double_text(${value.sql})`;
    case 'timestamp':
      return `strftime(${value.sql}, '%Y-%m-%d %H:%M:%S.%g')`;
    case 'timestamptz': {
      const wall = `strftime(${wallClock(value.sql, value.type)}, '%Y-%m-%d %H:%M:%S.%g')`;
      return `(${wall} || ' ' || ${zoneSql(value.sql, value.type) ?? literal('UTC')})`;
    }
    default:
      throw new QueryError('TYPE_MISMATCH', `Cannot cast ${typeName(value.type)} to varchar`, at);
  }
}

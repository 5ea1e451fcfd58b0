import type { ArithmeticOperator, CompareOperator } from './ast.ts';
import { type Place, QueryError } from './error.ts';
import { asMoment, atWallClock, coerce, compose, failure, inZoneOf, momentOf, type Typed, wallClock } from './typed.ts';
import {
  asDecimal,
  BIGINT,
  BOOLEAN,
  commonType,
  DATE,
  type DecimalType,
  decimal,
  duckType,
  MAX_PRECISION,
  TIMESTAMP,
  type Type,
  typeName,
  VARCHAR,
} from './types.ts';

function mismatch(operator: string, left: Type, right: Type, at: Place): QueryError {
  return new QueryError('TYPE_MISMATCH', `Cannot apply operator: ${typeName(left)} ${operator} ${typeName(right)}`, at);
}

/** `+ - * / %` with Trino's result types: integers stay integers, decimals have exact scales. */
export function arithmetic(operator: ArithmeticOperator, left: Typed, right: Typed, at: Place): Typed {
  const time = timeArithmetic(operator, left, right, at);
  if (time) return time;
  const common = commonType(left.type, right.type);
  if (!common || !['integer', 'bigint', 'double', 'decimal'].includes(common.kind)) {
    if (common?.kind === 'unknown') return compose('CAST(NULL AS INTEGER)', common, [left, right]);
    throw mismatch(operator, left.type, right.type, at);
  }
  if (common.kind === 'decimal') return decimalArithmetic(operator, left, right, at);
  const [a, b] = [coerce(left, common), coerce(right, common)];
  const divides = operator === '/' || operator === '%';
  const sign = operator === '/' && common.kind !== 'double' ? '//' : operator;
  const plain = `(${a.sql} ${sign} ${b.sql})`;
  const sql = divides && common.kind !== 'double' ? unlessZero(b, plain, common) : plain;
  return compose(sql, common, [a, b]);
}

function unlessZero(divisor: Typed, sql: string, type: Type): string {
  if (divisor.constant !== undefined && Number(divisor.constant) !== 0) return sql;
  return `CASE WHEN ${divisor.sql} = 0 THEN ${failure('DIVISION_BY_ZERO', 'Division by zero', type)} ELSE ${sql} END`;
}

function decimalArithmetic(operator: ArithmeticOperator, left: Typed, right: Typed, at: Place): Typed {
  const [a, b] = [asDecimal(left.type) ?? asDecimal(right.type), asDecimal(right.type) ?? asDecimal(left.type)];
  if (!a || !b) throw mismatch(operator, left.type, right.type, at);
  const [x, y] = [coerce(left, a), coerce(right, b)];
  const scale = Math.max(a.scale, b.scale);
  const cast = (value: string, type: Type) => `CAST(${value} AS ${duckType(type)})`;
  switch (operator) {
    case '+':
    case '-': {
      const type = decimal(Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
      return compose(cast(`(${coerce(x, type).sql} ${operator} ${coerce(y, type).sql})`, type), type, [x, y]);
    }
    case '*': {
      if (a.scale + b.scale > MAX_PRECISION) throw mismatch(operator, a, b, at);
      const type = decimal(a.precision + b.precision, a.scale + b.scale);
      // DuckDB multiplies two decimals of 18 digits into one of 18 digits, unless one of them is wider.
      return compose(cast(`(${cast(x.sql, decimal(MAX_PRECISION, a.scale))} * ${y.sql})`, type), type, [x, y]);
    }
    case '%': {
      const type = decimal(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
      const wide = decimal(MAX_PRECISION, scale);
      const sql = cast(`(${cast(x.sql, wide)} % ${cast(y.sql, wide)})`, type);
      return compose(unlessZero(y, sql, type), type, [x, y]);
    }
    case '/':
      return divideDecimals(x, y, a, b);
  }
}

/**
 * Trino's decimal division: scale max(s1, s2), rounded half up. DuckDB divides decimals as doubles, so it is done on
 * integers: one digit more than needed, cut off, then rounded, which is the same as rounding the exact quotient.
 */
export function divideDecimals(x: Typed, y: Typed, a: DecimalType, b: DecimalType): Typed {
  const scale = Math.max(a.scale, b.scale);
  const type = decimal(a.precision + b.scale + Math.max(0, b.scale - a.scale), scale);
  const shift = scale + 1 + b.scale - a.scale;
  const dividend = `${unscaled(x.sql, a)} * CAST('1${'0'.repeat(shift)}' AS HUGEINT)`;
  const digits = `CAST((${dividend}) // ${unscaled(y.sql, b)} AS DECIMAL(38,0))`;
  const ulp = `CAST('0.${'0'.repeat(scale)}1' AS DECIMAL(${scale + 1},${scale + 1}))`;
  const sql = `CAST(${digits} * ${ulp} AS ${duckType(type)})`;
  return compose(unlessZero(y, sql, type), type, [x, y]);
}

/** A decimal's digits as an integer. */
function unscaled(sql: string, type: DecimalType): string {
  if (type.scale === 0) return `CAST(${sql} AS HUGEINT)`;
  // Multiplying must not overflow; where it could, the digits are taken from the text.
  if (type.precision + type.scale > MAX_PRECISION) return `CAST(replace(CAST(${sql} AS VARCHAR), '.', '') AS HUGEINT)`;
  const factor = `CAST('1${'0'.repeat(type.scale)}' AS DECIMAL(${type.scale + 1},0))`;
  return `CAST(CAST(${sql} AS DECIMAL(38,${type.scale})) * ${factor} AS HUGEINT)`;
}

/** Dates, timestamps and intervals; undefined when neither side is one. */
function timeArithmetic(operator: ArithmeticOperator, left: Typed, right: Typed, at: Place): Typed | undefined {
  const isInterval = (type: Type) => type.kind === 'interval day' || type.kind === 'interval month';
  const isTime = (type: Type) => type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'timestamptz';
  if (isTime(left.type) && isInterval(right.type) && (operator === '+' || operator === '-')) {
    return shift(left, operator, right, at);
  }
  if (isInterval(left.type) && isTime(right.type) && operator === '+') return shift(right, operator, left, at);
  if (isTime(left.type) && isTime(right.type) && operator === '-') {
    const [from, to] = [asMoment(left), asMoment(right)];
    const common = commonType(from.type, to.type) ?? TIMESTAMP;
    const wide = common.kind === 'date' ? TIMESTAMP : common;
    return compose(`(${coerce(from, wide).sql} - ${coerce(to, wide).sql})`, { kind: 'interval day' }, [left, right]);
  }
  if (isInterval(left.type) && left.type.kind === right.type.kind && (operator === '+' || operator === '-')) {
    return compose(`(${left.sql} ${operator} ${right.sql})`, left.type, [left, right]);
  }
  return undefined;
}

function shift(time: Typed, operator: string, interval: Typed, at: Place): Typed {
  // A month is counted by the clocks of the zone, a day as 24 hours.
  const ofMonths = interval.type.kind === 'interval month';
  const from = ofMonths ? wallClock(time.sql, time.type) : momentOf(time.sql, time.type);
  const sql = (ofMonths ? atWallClock : inZoneOf)(`(${from} ${operator} ${interval.sql})`, time.sql, time.type);
  if (time.type.kind !== 'date') return compose(sql, time.type, [time, interval]);
  if (interval.constant === 'time') {
    throw new QueryError('INVALID_FUNCTION_ARGUMENT', 'Cannot add hour, minutes or seconds to a date', at);
  }
  return compose(`CAST(${sql} AS DATE)`, DATE, [time, interval]);
}

/** A comparison of two values that have a type in common; Trino brings no text to a number or a time. */
export function compare(operator: CompareOperator, one: Typed, other: Typed, at: Place): Typed {
  const [left, right] = [asMoment(one), asMoment(other)];
  const common = commonType(left.type, right.type);
  if (!common || (common.kind === 'map' && operator !== '=' && operator !== '<>')) {
    throw mismatch(operator, left.type, right.type, at);
  }
  const [a, b] = [coerce(left, common), coerce(right, common)];
  const plain = `(${a.sql} ${operator} ${b.sql})`;
  return compose(common.kind === 'double' ? withoutNaN(operator, a, b, plain) : plain, BOOLEAN, [a, b]);
}

/** NaN compares as unequal to everything in Trino, and as the largest value in DuckDB. */
function withoutNaN(operator: CompareOperator, a: Typed, b: Typed, plain: string): string {
  const nan = (value: Typed) => (value.constant === undefined ? `isnan(${value.sql})` : 'false');
  switch (operator) {
    case '=':
    case '>':
    case '>=':
      return operator === '>=' || a.constant === undefined ? `(${plain} AND NOT ${nan(a)})` : plain;
    case '<':
    case '<=':
      return b.constant === undefined ? `(${plain} AND NOT ${nan(b)})` : plain;
    case '<>':
      return a.constant === undefined ? `(${plain} OR ${nan(a)})` : plain;
  }
}

/** `||`: text with text, array with array. */
export function concat(left: Typed, right: Typed, at: Place): Typed {
  const common = commonType(left.type, right.type);
  if (common?.kind === 'varchar') return compose(`(${left.sql} || ${right.sql})`, VARCHAR, [left, right]);
  if (common?.kind === 'array') {
    const [a, b] = [coerce(left, common), coerce(right, common)];
    return compose(
      `CASE WHEN ${a.sql} IS NOT NULL AND ${b.sql} IS NOT NULL THEN list_concat(${a.sql}, ${b.sql}) END`,
      common,
      [a, b],
    );
  }
  if (common?.kind === 'unknown') return compose('CAST(NULL AS VARCHAR)', VARCHAR, [left, right]);
  throw mismatch('||', left.type, right.type, at);
}

/** `base[index]`: an array's element, counted from 1, or a map's value; what is not there is an error. */
export function subscript(base: Typed, index: Typed, at: Place): Typed {
  const { type } = base;
  if (type.kind === 'array' && (index.type.kind === 'integer' || index.type.kind === 'bigint')) {
    const i = coerce(index, BIGINT).sql;
    const error = (message: string) => failure('INVALID_FUNCTION_ARGUMENT', message, type.element);
    const sql =
      `CASE WHEN ${i} < 1 THEN ${error('SQL array indices start at 1')}` +
      ` WHEN ${i} > len(${base.sql}) THEN ${error('Array subscript must be less than or equal to array length')}` +
      ` ELSE list_extract(${base.sql}, ${i}) END`;
    return compose(sql, type.element, [base, index]);
  }
  if (type.kind === 'map' && commonType(type.key, index.type)) {
    const key = coerce(index, type.key).sql;
    const missing = failure('INVALID_FUNCTION_ARGUMENT', 'Key not present in map', type.value);
    const sql =
      `CASE WHEN map_contains(${base.sql}, ${key}) THEN ${base.sql}[${key}] ` +
      `WHEN ${base.sql} IS NOT NULL THEN ${missing} END`;
    return compose(sql, type.value, [base, index]);
  }
  throw new QueryError('TYPE_MISMATCH', `Cannot use ${typeName(index.type)} for subscript of ${typeName(type)}`, at);
}

export function negate(value: Typed, at: Place): Typed {
  if (['integer', 'bigint', 'double', 'decimal', 'interval day', 'interval month'].includes(value.type.kind)) {
    return compose(`(-${value.sql})`, value.type, [value]);
  }
  throw new QueryError('TYPE_MISMATCH', `Cannot negate ${typeName(value.type)}`, at);
}

/** @throws QueryError TYPE_MISMATCH when a condition is no boolean */
export function condition(value: Typed, what: string, at: Place): Typed {
  if (value.type.kind === 'boolean' || value.type.kind === 'unknown') return coerce(value, BOOLEAN);
  throw new QueryError('TYPE_MISMATCH', `${what} must evaluate to a boolean: actual type ${typeName(value.type)}`, at);
}

/** The one type of several values. @throws QueryError TYPE_MISMATCH when there is none */
export function unified(values: readonly Typed[], what: string, at: Place): { type: Type; values: Typed[] } {
  let type: Type = { kind: 'unknown' };
  for (const value of values) {
    const common = commonType(type, value.type);
    if (!common) {
      throw new QueryError(
        'TYPE_MISMATCH',
        `${what} must be the same type or coercible to a common type. ` +
          `Cannot find common type between ${typeName(type)} and ${typeName(value.type)}`,
        at,
      );
    }
    type = common;
  }
  return { type, values: values.map((value) => coerce(value, type)) };
}

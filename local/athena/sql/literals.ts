import { literal } from '../../../shared/database/duckdb.ts';
import { notSupported, type Place, QueryError } from './error.ts';
import { compose, type Typed } from './typed.ts';
import { BIGINT, DATE, DOUBLE, decimal, duckType, INTEGER, MAX_PRECISION, TIMESTAMP, TIMESTAMPTZ } from './types.ts';

const MAX_INTEGER = 2n ** 31n;
const MAX_BIGINT = 2n ** 63n;

/** A number as it is written: `1` is an integer, `1.0` a decimal(2,1), `1e0` a double. */
export function number(kind: 'integer' | 'decimal' | 'double', text: string, at: Place): Typed {
  switch (kind) {
    case 'integer': {
      const value = BigInt(text);
      if (value >= MAX_BIGINT || value < -MAX_BIGINT) {
        throw new QueryError('INVALID_LITERAL', `Invalid numeric literal: ${text}`, at);
      }
      const type = value < MAX_INTEGER && value >= -MAX_INTEGER ? INTEGER : BIGINT;
      // Cast always: a bare number would be a position in GROUP BY and ORDER BY.
      return { ...compose(`CAST(${value} AS ${duckType(type)})`, type, []), constant: String(value) };
    }
    case 'decimal': {
      const [whole = '', fraction = ''] = text.replace('-', '').split('.');
      const type = decimal(whole.replace(/^0+/, '').length + fraction.length, fraction.length);
      if (whole.replace(/^0+/, '').length + fraction.length > MAX_PRECISION) {
        throw new QueryError('INVALID_LITERAL', `Invalid decimal literal: ${text}`, at);
      }
      return { ...compose(`CAST('${text}' AS ${duckType(type)})`, type, []), constant: text };
    }
    case 'double':
      return { ...compose(`CAST('${text}' AS DOUBLE)`, DOUBLE, []), constant: text };
  }
}

const TIMESTAMP_FORM =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?(?: ?(UTC|Z|\+00:00))?$/;

/** DATE '…' and TIMESTAMP '…'. */
export function temporal(kind: 'date' | 'timestamp', text: string, at: Place): Typed {
  const match = TIMESTAMP_FORM.exec(text.trim());
  const [, year, month, day, hour, minute = '0', second = '0', fraction, zone] = match ?? [];
  const valid =
    match &&
    isDay(Number(year), Number(month), Number(day)) &&
    Number(hour ?? 0) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60;
  if (!valid || (kind === 'date' && hour !== undefined)) {
    if (kind === 'timestamp' && /^\d{4}-\d{1,2}-\d{1,2} .*([A-Za-z]|[+-]\d{2}:?\d{2})$/.test(text)) {
      throw notSupported('A timestamp literal of another zone than UTC', at);
    }
    throw new QueryError('INVALID_LITERAL', `'${text}' is not a valid ${kind.toUpperCase()} literal`, at);
  }
  if (fraction !== undefined && fraction.length > 3) throw notSupported('A timestamp finer than milliseconds', at);
  if (kind === 'date') return { ...compose(`CAST(${literal(text.trim())} AS DATE)`, DATE, []), constant: text };
  const bare = text.trim().replace(/ ?(UTC|Z|\+00:00)$/, '');
  const full = hour !== undefined && match?.[6] === undefined ? `${bare}:00` : bare;
  const sql = `CAST(${literal(full)} AS TIMESTAMP)`;
  return { ...compose(zone ? `CAST(${sql} AS TIMESTAMPTZ)` : sql, zone ? TIMESTAMPTZ : TIMESTAMP, []), constant: text };
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

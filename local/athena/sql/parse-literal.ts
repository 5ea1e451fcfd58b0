import type { Expression, IntervalUnit } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { notSupported, QueryError } from './error.ts';
import { parseType } from './parse-type.ts';

const UNITS: Readonly<Record<string, IntervalUnit>> = {
  SECOND: 'SECOND',
  MINUTE: 'MINUTE',
  HOUR: 'HOUR',
  DAY: 'DAY',
  WEEK: 'WEEK',
  MONTH: 'MONTH',
  YEAR: 'YEAR',
};

/** Literals that begin with a word: NULL, TRUE, DATE '…', INTERVAL '…' DAY. */
export function parseWordLiteral(cursor: Cursor, word: string): Expression | undefined {
  const at = cursor.place();
  const following = cursor.peek(1);
  switch (word) {
    case 'NULL':
      cursor.next();
      return { kind: 'null', at };
    case 'TRUE':
    case 'FALSE':
      cursor.next();
      return { kind: 'boolean', value: word === 'TRUE', at };
    case 'DATE':
    case 'TIMESTAMP': {
      if (following.kind !== 'text') return undefined;
      cursor.next();
      return { kind: 'temporal', type: word === 'DATE' ? 'date' : 'timestamp', value: cursor.next().text, at };
    }
    case 'INTERVAL': {
      const signed = following.text === '-' || following.text === '+';
      if (following.kind !== 'text' && !(signed && cursor.peek(2).kind === 'text')) return undefined;
      cursor.next();
      const negative = signed && cursor.next().text === '-';
      return parseInterval(cursor, negative, at);
    }
    case 'DECIMAL':
      return following.kind === 'text' ? parseDecimal(cursor, at) : undefined;
    case 'BOOLEAN':
    case 'INTEGER':
    case 'INT':
    case 'BIGINT':
    case 'DOUBLE':
    case 'VARCHAR':
    // Types that are not here say so by name.
    case 'REAL':
    case 'TINYINT':
    case 'SMALLINT':
    case 'CHAR':
    case 'JSON':
    case 'VARBINARY':
    case 'TIME': {
      // Trino's generic literal: the text, cast to the type.
      if (following.kind !== 'text') return undefined;
      const type = parseType(cursor);
      return { kind: 'cast', value: { kind: 'text', value: cursor.next().text, at }, type, safe: false, at };
    }
    default:
      return undefined;
  }
}

/** Its precision and scale are those of its digits, as of a number with a point. */
function parseDecimal(cursor: Cursor, at: Expression['at']): Expression {
  cursor.next();
  const text = cursor.next().text.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text))
    throw new QueryError('INVALID_LITERAL', `'${text}' is not a valid decimal literal`, at);
  return { kind: 'number', type: 'decimal', text: text.replace(/^\+/, ''), at };
}

function parseInterval(cursor: Cursor, negative: boolean, at: Expression['at']): Expression {
  const text = cursor.next().text;
  const unit = UNITS[cursor.peek().text.toUpperCase()];
  if (!unit) cursor.fail("'SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR'");
  cursor.next();
  if (cursor.sees('TO')) throw notSupported('An interval of two units', at);
  if (!/^[+-]?\d{1,9}$/.test(text))
    throw new QueryError('INVALID_LITERAL', `'${text}' is not a valid interval literal`, at);
  const amount = BigInt(text);
  return { kind: 'interval', amount: negative ? -amount : amount, unit, at };
}

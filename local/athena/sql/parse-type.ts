import type { Cursor } from './cursor.ts';
import { notSupported } from './error.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  decimal,
  type Field,
  INTEGER,
  TIMESTAMP,
  TIMESTAMPTZ,
  type Type,
  VARCHAR,
} from './types.ts';

/** Reads a type as it stands in CAST. */
export function parseType(cursor: Cursor): Type {
  return cursor.nested(() => {
    const at = cursor.place();
    const name = cursor.name();
    switch (name) {
      case 'boolean':
        return BOOLEAN;
      case 'int':
      case 'integer':
        return INTEGER;
      case 'bigint':
        return BIGINT;
      case 'double':
        cursor.accept('PRECISION');
        return DOUBLE;
      case 'date':
        return DATE;
      case 'varchar': {
        const [length] = numbers(cursor);
        return length === undefined ? VARCHAR : { kind: 'varchar', length };
      }
      case 'decimal': {
        const [precision = 38, scale = 0] = numbers(cursor);
        if (precision < 1 || precision > 38 || scale > precision) {
          throw notSupported(`decimal(${precision},${scale})`, at);
        }
        return decimal(precision, scale);
      }
      case 'timestamp': {
        const [precision = 3] = numbers(cursor);
        if (precision !== 3) throw notSupported(`timestamp(${precision})`, at);
        if (cursor.accept('WITH', 'TIME', 'ZONE')) return TIMESTAMPTZ;
        cursor.accept('WITHOUT', 'TIME', 'ZONE');
        return TIMESTAMP;
      }
      case 'array': {
        cursor.expect('(');
        const element = parseType(cursor);
        cursor.expect(')');
        return array(element);
      }
      case 'map': {
        cursor.expect('(');
        const key = parseType(cursor);
        cursor.expect(',');
        const value = parseType(cursor);
        cursor.expect(')');
        return { kind: 'map', key, value };
      }
      case 'row': {
        cursor.expect('(');
        const fields = cursor.list((): Field => {
          const named = cursor.peek(1).text !== ',' && cursor.peek(1).text !== ')' && cursor.peek(1).text !== '(';
          return { name: named ? cursor.name() : undefined, type: parseType(cursor) };
        });
        cursor.expect(')');
        return { kind: 'row', fields };
      }
      default:
        throw notSupported(`The type ${name}`, at);
    }
  });
}

/** The numbers in parentheses after a type's name. */
function numbers(cursor: Cursor): number[] {
  if (!cursor.accept('(')) return [];
  const found = cursor.list(() => {
    if (cursor.peek().kind !== 'integer') cursor.fail('<integer>');
    return Number(cursor.next().text);
  });
  cursor.expect(')');
  return found;
}

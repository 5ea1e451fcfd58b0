import { QueryError } from './error.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  decimal,
  type Field,
  fieldName,
  INTEGER,
  TIMESTAMP,
  type Type,
  VARCHAR,
} from './types.ts';

const SIMPLE: Readonly<Record<string, Type>> = {
  string: VARCHAR,
  varchar: VARCHAR,
  int: INTEGER,
  integer: INTEGER,
  bigint: BIGINT,
  double: DOUBLE,
  boolean: BOOLEAN,
  date: DATE,
  timestamp: TIMESTAMP,
};

/** A type as Glue writes it; what Hive has not is text there. */
export function hiveType(type: Type): string {
  switch (type.kind) {
    case 'integer':
      return 'int';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'timestamptz':
      return 'timestamp';
    case 'array':
      return `array<${hiveType(type.element)}>`;
    case 'map':
      return `map<${hiveType(type.key)},${hiveType(type.value)}>`;
    case 'row': {
      const fields = type.fields.map((field, index) => `${fieldName(field, index)}:${hiveType(field.type)}`);
      return `struct<${fields.join(',')}>`;
    }
    case 'boolean':
    case 'bigint':
    case 'double':
    case 'date':
    case 'timestamp':
      return type.kind;
    default:
      return 'string';
  }
}

/**
 * Reads a column type as Glue writes it, such as `array<struct<run:string,kwh:decimal(18,9)>>`.
 * @throws QueryError HIVE_METASTORE_ERROR for a type that the local Athena does not read
 */
export function glueType(text: string): Type {
  let rest = text.trim();
  const fail = (): never => {
    throw new QueryError('HIVE_METASTORE_ERROR', `The column type '${text}' is not supported by the local Athena`);
  };
  const take = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(rest);
    if (!match) return undefined;
    rest = rest.slice(match[0].length);
    return match[1] ?? match[0];
  };
  const expect = (pattern: RegExp): string => take(pattern) ?? fail();

  const type = (depth: number): Type => {
    if (depth > 20) fail();
    const name = expect(/^\s*([a-z]+)\s*/i).toLowerCase();
    switch (name) {
      case 'array': {
        expect(/^</);
        const element = type(depth + 1);
        expect(/^\s*>/);
        return array(element);
      }
      case 'map': {
        expect(/^</);
        const key = type(depth + 1);
        expect(/^\s*,/);
        const value = type(depth + 1);
        expect(/^\s*>/);
        return { kind: 'map', key, value };
      }
      case 'struct': {
        const fields: Field[] = [];
        expect(/^</);
        do {
          const field = expect(/^\s*([^:<>,()\s]+)\s*:/).toLowerCase();
          fields.push({ name: field, type: type(depth + 1) });
        } while (take(/^\s*,/));
        expect(/^\s*>/);
        return { kind: 'row', fields };
      }
      case 'decimal': {
        if (!take(/^\(/)) return decimal(10, 0);
        const precision = Number(expect(/^\s*(\d+)\s*/));
        const scale = take(/^,/) ? Number(expect(/^\s*(\d+)\s*/)) : 0;
        expect(/^\)/);
        if (precision < 1 || precision > 38 || scale > precision) fail();
        return decimal(precision, scale);
      }
      case 'varchar': {
        take(/^\(\s*\d+\s*\)/);
        return VARCHAR;
      }
      default:
        return SIMPLE[name] ?? fail();
    }
  };

  const result = type(0);
  if (rest.trim() !== '') fail();
  return result;
}

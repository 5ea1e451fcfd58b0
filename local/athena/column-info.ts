import type { ResultColumn } from './run-query.ts';
import type { Type } from './sql/types.ts';

/** A column as the ResultSetMetadata of GetQueryResults describes it. */
export function columnInfo({ name, type }: ResultColumn) {
  return { Name: name, Type: athenaType(type), ...size(type), Nullable: 'UNKNOWN' };
}

function athenaType(type: Type): string {
  switch (type.kind) {
    case 'timestamptz':
      return 'timestamp with time zone';
    case 'interval day':
      return 'interval day to second';
    case 'interval month':
      return 'interval year to month';
    default:
      return type.kind;
  }
}

function size(type: Type): { Precision: number; Scale: number } {
  switch (type.kind) {
    case 'decimal':
      return { Precision: type.precision, Scale: type.scale };
    case 'varchar':
      return { Precision: type.length ?? 2_147_483_647, Scale: 0 };
    case 'integer':
      return { Precision: 10, Scale: 0 };
    case 'bigint':
      return { Precision: 19, Scale: 0 };
    case 'double':
      return { Precision: 17, Scale: 0 };
    case 'timestamp':
    case 'timestamptz':
      return { Precision: 3, Scale: 0 };
    default:
      return { Precision: 0, Scale: 0 };
  }
}

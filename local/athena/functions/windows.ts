import { BIGINT, DOUBLE, type Type, UNKNOWN } from '../sql/types.ts';
import { anyType, define, type FunctionDefinition, type Overload } from './definition.ts';

function window(name: string, signature: string, ...overloads: Overload[]): FunctionDefinition {
  return define('window', { name, group: 'Windows', signature: `${name}${signature}` }, ...overloads);
}

const first = ([type = UNKNOWN]: readonly Type[]): Type => type;

function ranking(name: string, result: Type): FunctionDefinition {
  return window(name, `() → ${result.kind}`, { params: [], result, sql: (_args, _types, invoke) => invoke(name, []) });
}

/** A value from another row of the partition. */
function offset(name: string): FunctionDefinition {
  const sql: Overload['sql'] = (args, _, invoke) => invoke(name, args);
  return window(
    name,
    '(x) or (x, offset) or (x, offset, default)',
    { params: [anyType], result: first, sql },
    { params: [anyType, BIGINT], result: first, sql },
    { params: [anyType, BIGINT, anyType], result: first, sql },
  );
}

function frameValue(name: string): FunctionDefinition {
  return window(name, '(x) → x', { params: [anyType], result: first, sql: (args, _, invoke) => invoke(name, args) });
}

export const WINDOWS: readonly FunctionDefinition[] = [
  ranking('row_number', BIGINT),
  ranking('rank', BIGINT),
  ranking('dense_rank', BIGINT),
  ranking('percent_rank', DOUBLE),
  ranking('cume_dist', DOUBLE),
  window('ntile', '(n) → bigint', {
    params: [BIGINT],
    result: BIGINT,
    sql: (args, _, invoke) => invoke('ntile', args),
  }),
  offset('lag'),
  offset('lead'),
  frameValue('first_value'),
  frameValue('last_value'),
  window('nth_value', '(x, n) → x', {
    params: [anyType, BIGINT],
    result: first,
    sql: (args, _, invoke) => invoke('nth_value', args),
  }),
];

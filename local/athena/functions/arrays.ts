import { coerce, compose, failure } from '../sql/typed.ts';
import { array, BIGINT, BOOLEAN, commonType, type Type, UNKNOWN, VARCHAR } from '../sql/types.ts';
import { anyArray, anyMap, define, type FunctionDefinition, unexpected } from './definition.ts';
import { sequence } from './sequence.ts';

const group = 'Arrays and maps';

function elementOf(type: Type | undefined): Type {
  return type?.kind === 'array' ? type.element : UNKNOWN;
}

const elementAt: FunctionDefinition = {
  name: 'element_at',
  group,
  kind: 'scalar',
  signature: 'element_at(array, position) or element_at(map, key) → the element; null when it is not there',
  build(args, at) {
    const [base, index] = args;
    if (!base || !index || args.length !== 2) throw unexpected(elementAt, args, at);
    if (base.type.kind === 'array' && (index.type.kind === 'integer' || index.type.kind === 'bigint')) {
      const position = coerce(index, BIGINT).sql;
      const error = failure('INVALID_FUNCTION_ARGUMENT', 'SQL array indices start at 1', base.type.element);
      const sql = `CASE WHEN ${position} = 0 THEN ${error} ELSE list_extract(${base.sql}, ${position}) END`;
      return compose(sql, base.type.element, args);
    }
    if (base.type.kind === 'map' && commonType(base.type.key, index.type)) {
      return compose(`${base.sql}[${coerce(index, base.type.key).sql}]`, base.type.value, args);
    }
    throw unexpected(elementAt, args, at);
  },
};

/** Null, not false, when the value is not found among elements of which some are null. */
const contains: FunctionDefinition = {
  name: 'contains',
  group,
  kind: 'scalar',
  signature: 'contains(array, value) → boolean',
  build(args, at) {
    const [list, value] = args;
    const type = list && value && list.type.kind === 'array' ? commonType(list.type.element, value.type) : undefined;
    if (!list || !value || !type || args.length !== 2) throw unexpected(contains, args, at);
    const [all, one] = [coerce(list, array(type)).sql, coerce(value, type).sql];
    const sql =
      `CASE WHEN ${all} IS NULL OR ${one} IS NULL THEN NULL WHEN list_contains(${all}, ${one}) THEN true ` +
      `WHEN len(${all}) > list_count(${all}) THEN NULL ELSE false END`;
    return compose(sql, BOOLEAN, args);
  },
};

export const ARRAYS: readonly FunctionDefinition[] = [
  define(
    'scalar',
    { name: 'cardinality', group, signature: 'cardinality(array or map) → bigint' },
    { params: [anyArray], result: BIGINT, sql: ([list]) => `len(${list})` },
    { params: [anyMap], result: BIGINT, sql: ([map]) => `CAST(cardinality(${map}) AS BIGINT)` },
  ),
  sequence,
  elementAt,
  contains,
  define(
    'scalar',
    { name: 'array_max', group, signature: 'array_max(array) → the largest element; null when one is null' },
    {
      params: [anyArray],
      result: ([type]) => elementOf(type),
      sql: ([list]) => `CASE WHEN len(${list}) = list_count(${list}) THEN list_max(${list}) END`,
    },
  ),
  define(
    'scalar',
    { name: 'array_min', group, signature: 'array_min(array) → the smallest element; null when one is null' },
    {
      params: [anyArray],
      result: ([type]) => elementOf(type),
      sql: ([list]) => `CASE WHEN len(${list}) = list_count(${list}) THEN list_min(${list}) END`,
    },
  ),
  define(
    'scalar',
    { name: 'array_sort', group, signature: 'array_sort(array) → array, nulls last', note: 'without a comparator' },
    {
      params: [anyArray],
      result: ([type = UNKNOWN]) => type,
      sql: ([list]) => `list_sort(${list}, 'ASC', 'NULLS LAST')`,
    },
  ),
  define(
    'scalar',
    {
      name: 'array_join',
      group,
      signature: 'array_join(array(varchar), delimiter) → varchar',
      note: 'texts only; nulls are passed over',
    },
    {
      params: [array(VARCHAR), VARCHAR],
      result: VARCHAR,
      sql: ([list, delimiter]) =>
        `CASE WHEN len(${list}) = 0 THEN '' ELSE coalesce(array_to_string(list_filter(${list}, lambda x: ` +
        `x IS NOT NULL), ${delimiter}), CASE WHEN ${list} IS NOT NULL THEN '' END) END`,
    },
  ),
];

import { QueryError } from '../sql/error.ts';
import { divideDecimals } from '../sql/operators.ts';
import { coerce, compose, type Typed } from '../sql/typed.ts';
import { array, BIGINT, BOOLEAN, DOUBLE, decimal, duckType, type Type, UNKNOWN } from '../sql/types.ts';
import {
  anyDecimal,
  anyType,
  anyWhole,
  constantOf,
  define,
  type FunctionDefinition,
  type Overload,
  unexpected,
} from './definition.ts';

const group = 'Aggregates';

function aggregate(name: string, signature: string, ...overloads: Overload[]): FunctionDefinition {
  return define('aggregate', { name, group, signature: `${name}${signature}` }, ...overloads);
}

const first = ([type = UNKNOWN]: readonly Type[]): Type => type;

/** A statistic of doubles. */
function statistic(name: string, duckName = name): FunctionDefinition {
  return aggregate(name, '(number) → double', {
    params: [DOUBLE],
    result: DOUBLE,
    sql: ([x = ''], _, invoke) => invoke(duckName, [x]),
  });
}

/** A statistic of pairs, null where it is not defined (DuckDB says NaN). */
function pairwise(name: string): FunctionDefinition {
  return aggregate(name, '(y, x) → double', {
    params: [DOUBLE, DOUBLE],
    result: DOUBLE,
    sql: ([y = '', x = ''], _, invoke) => {
      const value = invoke(name, [y, x]);
      return `CASE WHEN isfinite(${value}) THEN ${value} END`;
    },
  });
}

/** The average of decimals is a decimal of the same type, rounded half up, in Trino; DuckDB's is a double. */
const avg: FunctionDefinition = {
  name: 'avg',
  group,
  kind: 'aggregate',
  signature: 'avg(number) → double; of decimals the same decimal type',
  build(args, at, invoke) {
    const [x] = args;
    if (!x || args.length !== 1) throw unexpected(avg, args, at);
    if (x.type.kind !== 'decimal') return mean.build(args, at, invoke);
    const total: Typed = compose(invoke('sum', [x.sql]), decimal(38, x.type.scale), [x]);
    const count: Typed = compose(`nullif(${invoke('count', [x.sql])}, 0)`, BIGINT, [x]);
    const wide = divideDecimals(total, count, decimal(38, x.type.scale), decimal(19, 0));
    return compose(`CAST(${wide.sql} AS ${duckType(x.type)})`, x.type, [x]);
  },
};

const mean = aggregate('avg', avg.signature.slice(3), {
  params: [DOUBLE],
  result: DOUBLE,
  sql: ([x = ''], _, invoke) => invoke('avg', [x]),
});

/** The value at a fraction of the sorted values; exact here, which is within Athena's error. */
const approxPercentile: FunctionDefinition = {
  name: 'approx_percentile',
  group,
  kind: 'aggregate',
  signature: 'approx_percentile(x, fraction or array of fractions)',
  note: 'exact here; the fractions must be literals; no weights',
  build(args, at, invoke) {
    const [x, fraction] = args;
    if (!x || !fraction || args.length !== 2) throw unexpected(approxPercentile, args, at);
    const type: Type = x.type.kind === 'integer' || x.type.kind === 'bigint' ? x.type : DOUBLE;
    if (x.type.kind !== 'unknown' && !['integer', 'bigint', 'double', 'decimal'].includes(x.type.kind)) {
      throw unexpected(approxPercentile, args, at);
    }
    const value = coerce(x, type).sql;
    const many = fraction.type.kind === 'array';
    const fractions = constantOf(fraction, 'The fraction', at)
      .split(',')
      .map((text) => Number(text));
    if (fractions.some((each) => !(each >= 0 && each <= 1))) {
      throw new QueryError('INVALID_FUNCTION_ARGUMENT', 'Percentile must be between 0 and 1', at);
    }
    const wanted = many ? `[${fractions.join(', ')}]` : String(fractions[0]);
    return compose(invoke('quantile_disc', [value, wanted]), many ? array(type) : type, [x]);
  },
};

function extremeBy(name: string, duckName: string): FunctionDefinition {
  return aggregate(name, '(value, by) → the value where `by` is extreme', {
    params: [anyType, anyType],
    result: first,
    sql: ([value = '', by = ''], _, invoke) => invoke(duckName, [value, by]),
  });
}

const histogram: FunctionDefinition = {
  name: 'histogram',
  group,
  kind: 'aggregate',
  signature: 'histogram(x) → map(x, bigint)',
  build(args, at, invoke) {
    const [x] = args;
    if (!x || args.length !== 1) throw unexpected(histogram, args, at);
    const type: Type = { kind: 'map', key: x.type, value: BIGINT };
    return compose(`CAST(${invoke('histogram', [x.sql])} AS ${duckType(type)})`, type, [x]);
  },
};

/** One value for each key, and no null keys. Of several values of a key, Trino keeps any; the greatest here. */
const mapAgg: FunctionDefinition = {
  name: 'map_agg',
  group,
  kind: 'aggregate',
  signature: 'map_agg(key, value) → map(key, value)',
  build(args, at, invoke) {
    const [key, value] = args;
    if (!key || !value || args.length !== 2 || key.type.kind === 'unknown') throw unexpected(mapAgg, args, at);
    const type: Type = { kind: 'map', key: key.type, value: value.type };
    const entries = invoke('list', [`struct_pack(k := ${key.sql}, v := ${value.sql})`]);
    return compose(`CAST(athena_map(${entries}) AS ${duckType(type)})`, type, args);
  },
};

function truth(name: string, duckName: string): FunctionDefinition {
  return aggregate(name, '(boolean) → boolean', {
    params: [BOOLEAN],
    result: BOOLEAN,
    sql: ([x = ''], _, invoke) => invoke(duckName, [x]),
  });
}

const arbitrary = (name: string) =>
  aggregate(name, '(x) → one of the values that are not null', {
    params: [anyType],
    result: first,
    sql: ([x = ''], _, invoke) => invoke('any_value', [x]),
  });

function bounds(name: 'min' | 'max'): FunctionDefinition {
  return aggregate(name, '(x) → the same type', {
    params: [(given) => (['map', 'row', 'array'].includes(given.kind) ? undefined : given)],
    result: first,
    sql: ([x = ''], _, invoke) => invoke(name, [x]),
  });
}

export const AGGREGATES: readonly FunctionDefinition[] = [
  aggregate(
    'count',
    '(*) or (x) → bigint',
    { params: [], result: BIGINT, sql: (_args, _types, invoke) => invoke('count', ['*']) },
    { params: [anyType], result: BIGINT, sql: ([x = ''], _, invoke) => invoke('count', [x]) },
  ),
  aggregate('count_if', '(boolean) → bigint', {
    params: [BOOLEAN],
    result: BIGINT,
    sql: ([x = ''], _, invoke) => `CAST(${invoke('count_if', [x])} AS BIGINT)`,
  }),
  aggregate(
    'sum',
    '(number) → bigint, double or decimal(38, scale)',
    { params: [anyWhole], result: BIGINT, sql: ([x = ''], _, invoke) => `CAST(${invoke('sum', [x])} AS BIGINT)` },
    {
      params: [anyDecimal],
      result: ([type]) => decimal(38, type?.kind === 'decimal' ? type.scale : 0),
      sql: ([x = ''], _, invoke) => invoke('sum', [x]),
    },
    { params: [DOUBLE], result: DOUBLE, sql: ([x = ''], _, invoke) => invoke('sum', [x]) },
  ),
  avg,
  bounds('min'),
  bounds('max'),
  extremeBy('min_by', 'arg_min_null'),
  extremeBy('max_by', 'arg_max_null'),
  statistic('stddev', 'stddev_samp'),
  statistic('stddev_samp'),
  statistic('stddev_pop'),
  statistic('variance', 'var_samp'),
  statistic('var_samp'),
  statistic('var_pop'),
  pairwise('corr'),
  pairwise('covar_samp'),
  pairwise('covar_pop'),
  {
    ...aggregate('approx_distinct', '(x) → bigint', {
      params: [anyType],
      result: BIGINT,
      sql: ([x = ''], _, invoke) => invoke('count', [`DISTINCT ${x}`]),
    }),
    note: "exact here, which is within Athena's error",
  },
  approxPercentile,
  aggregate('array_agg', '(x [ORDER BY …]) → array', {
    params: [anyType],
    result: ([type = UNKNOWN]) => array(type),
    sql: ([x = ''], _, invoke) => invoke('array_agg', [x]),
  }),
  arbitrary('arbitrary'),
  arbitrary('any_value'),
  truth('bool_and', 'bool_and'),
  truth('bool_or', 'bool_or'),
  truth('every', 'bool_and'),
  histogram,
  mapAgg,
];

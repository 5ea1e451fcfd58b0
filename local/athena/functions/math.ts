import { QueryError } from '../sql/error.ts';
import { arithmetic } from '../sql/operators.ts';
import { coerce, compose } from '../sql/typed.ts';
import { asDecimal, BOOLEAN, DOUBLE, decimal, duckType, INTEGER, type Type } from '../sql/types.ts';
import {
  anyDecimal,
  anyWhole,
  constantOf,
  decimalType,
  define,
  type FunctionDefinition,
  unexpected,
} from './definition.ts';

const group = 'Mathematics';

/** A function of one double. */
function double(name: string, sql: (x: string) => string, note?: string): FunctionDefinition {
  const head = { name, group, signature: `${name}(double) → double`, ...(note ? { note } : {}) } as const;
  return define('scalar', head, { params: [DOUBLE], result: DOUBLE, sql: ([x = '']) => sql(x) });
}

const NAN = "CAST('NaN' AS DOUBLE)";

/** Java's logarithms and roots give NaN and -Infinity where DuckDB's fail. */
function logarithm(duckName: string): (x: string) => string {
  return (x) =>
    `CASE WHEN ${x} < 0 THEN ${NAN} WHEN ${x} = 0 THEN CAST('-Infinity' AS DOUBLE) ELSE ${duckName}(${x}) END`;
}

/** Decimals lose their fraction and keep their kind: decimal(p - s + 1, 0). */
function toWhole(types: readonly Type[]): Type {
  const { precision, scale } = decimalType(types[0]);
  return decimal(precision - scale + Math.min(scale, 1), 0);
}

function rounding(name: string, duckName: string): FunctionDefinition {
  return define(
    'scalar',
    { name, group, signature: `${name}(number) → the same kind of number` },
    { params: [anyWhole], result: ([type = INTEGER]) => type, sql: ([x = '']) => x },
    { params: [DOUBLE], result: DOUBLE, sql: ([x = '']) => `${duckName}(${x})` },
    {
      params: [anyDecimal],
      result: toWhole,
      sql: ([x = ''], types) => `CAST(${duckName}(${x}) AS ${duckType(toWhole(types))})`,
    },
  );
}

const round = rounding('round', 'round');

/** round(x, digits): a decimal keeps its scale, as in Trino. */
const roundDigits: FunctionDefinition = {
  ...round,
  signature: 'round(number) or round(number, digits) → the same kind of number',
  note: 'digits must be a literal',
  build(args, at, invoke) {
    const [value, digits] = args;
    if (args.length === 1) return round.build(args, at, invoke);
    if (!value || !digits || digits.type.kind !== 'integer' || args.length !== 2)
      throw unexpected(roundDigits, args, at);
    const count = Number(constantOf(digits, 'The number of digits', at));
    if (Math.abs(count) > 38) throw new QueryError('INVALID_FUNCTION_ARGUMENT', 'round keeps at most 38 digits', at);
    if (value.type.kind === 'decimal') {
      const type = decimal(value.type.precision + 1, value.type.scale);
      if (count >= value.type.scale) return compose(`CAST(${value.sql} AS ${duckType(type)})`, type, [value]);
      return compose(`CAST(round(${value.sql}, ${count}) AS ${duckType(type)})`, type, [value]);
    }
    if (asDecimal(value.type))
      return compose(`CAST(round(${value.sql}, ${count}) AS ${duckType(value.type)})`, value.type, [value]);
    const x = coerce(value, DOUBLE);
    if (value.type.kind !== 'double' && value.type.kind !== 'unknown') throw unexpected(roundDigits, args, at);
    return compose(`round(${x.sql}, ${count})`, DOUBLE, [x]);
  },
};

const mod: FunctionDefinition = {
  name: 'mod',
  group,
  kind: 'scalar',
  signature: 'mod(n, m) → n % m',
  build(args, at) {
    const [n, m] = args;
    if (!n || !m || args.length !== 2) throw unexpected(mod, args, at);
    return arithmetic('%', n, m, at);
  },
};

export const MATH: readonly FunctionDefinition[] = [
  define(
    'scalar',
    { name: 'abs', group, signature: 'abs(number) → the same type' },
    { params: [anyWhole], result: ([type = INTEGER]) => type, sql: ([x]) => `abs(${x})` },
    { params: [DOUBLE], result: DOUBLE, sql: ([x]) => `abs(${x})` },
    { params: [anyDecimal], result: ([type = DOUBLE]) => type, sql: ([x]) => `abs(${x})` },
  ),
  rounding('ceil', 'ceil'),
  rounding('ceiling', 'ceil'),
  rounding('floor', 'floor'),
  roundDigits,
  mod,
  double('sqrt', (x) => `CASE WHEN ${x} < 0 THEN ${NAN} ELSE sqrt(${x}) END`),
  double('exp', (x) => `exp(${x})`),
  double('ln', logarithm('ln')),
  double('log2', logarithm('log2')),
  double('log10', logarithm('log10')),
  ...['power', 'pow'].map((name) =>
    define(
      'scalar',
      { name, group, signature: `${name}(x, p) → double` },
      { params: [DOUBLE, DOUBLE], result: DOUBLE, sql: ([x, p]) => `pow(${x}, ${p})` },
    ),
  ),
  define(
    'scalar',
    { name: 'sign', group, signature: 'sign(number) → -1, 0 or 1 of the same type' },
    {
      params: [anyWhole],
      result: ([type = INTEGER]) => type,
      sql: ([x], [type = INTEGER]) => `CAST(sign(${x}) AS ${duckType(type)})`,
    },
    {
      params: [DOUBLE],
      result: DOUBLE,
      sql: ([x]) => `CASE WHEN isnan(${x}) THEN ${x} ELSE CAST(sign(${x}) AS DOUBLE) END`,
    },
    { params: [anyDecimal], result: decimal(1, 0), sql: ([x]) => `CAST(sign(${x}) AS DECIMAL(1,0))` },
  ),
  define(
    'scalar',
    { name: 'pi', group, signature: 'pi() → double' },
    { params: [], result: DOUBLE, sql: () => 'pi()' },
  ),
  define(
    'scalar',
    { name: 'e', group, signature: 'e() → double' },
    { params: [], result: DOUBLE, sql: () => `CAST('${Math.E}' AS DOUBLE)` },
  ),
  define('scalar', { name: 'nan', group, signature: 'nan() → double' }, { params: [], result: DOUBLE, sql: () => NAN }),
  define(
    'scalar',
    { name: 'infinity', group, signature: 'infinity() → double' },
    { params: [], result: DOUBLE, sql: () => "CAST('Infinity' AS DOUBLE)" },
  ),
  define(
    'scalar',
    { name: 'is_nan', group, signature: 'is_nan(double) → boolean' },
    { params: [DOUBLE], result: BOOLEAN, sql: ([x]) => `isnan(${x})` },
  ),
  define(
    'scalar',
    { name: 'is_finite', group, signature: 'is_finite(double) → boolean' },
    { params: [DOUBLE], result: BOOLEAN, sql: ([x]) => `isfinite(${x})` },
  ),
];

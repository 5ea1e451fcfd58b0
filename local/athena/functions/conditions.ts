import type { Place } from '../sql/error.ts';
import { compare, condition, unified } from '../sql/operators.ts';
import { compose, type Typed } from '../sql/typed.ts';
import { duckType, UNKNOWN } from '../sql/types.ts';
import { type FunctionDefinition, unexpected } from './definition.ts';

type Build = (args: readonly Typed[], at: Place, unfit: () => never) => Typed;

function conditional(name: string, signature: string, build: Build, note?: string): FunctionDefinition {
  const definition: FunctionDefinition = {
    name,
    group: 'Conditions',
    kind: 'scalar',
    signature,
    ...(note === undefined ? {} : { note }),
    build: (args, at) =>
      build(args, at, () => {
        throw unexpected(definition, args, at);
      }),
  };
  return definition;
}

/** Null when one of the values is null, in Trino; DuckDB passes over them. */
function extreme(name: 'greatest' | 'least'): FunctionDefinition {
  return conditional(name, `${name}(value, …) → the values' common type; null when one is null`, (args, at, unfit) => {
    if (args.length === 0) unfit();
    const { type, values } = unified(args, `All arguments of ${name}`, at);
    if (['unknown', 'boolean', 'array', 'map', 'row'].includes(type.kind)) unfit();
    const sqls = values.map((value) => value.sql);
    const someNull = sqls.map((sql) => `${sql} IS NULL`).join(' OR ');
    return compose(`CASE WHEN ${someNull} THEN NULL ELSE ${name}(${sqls.join(', ')}) END`, type, values);
  });
}

export const CONDITIONS: readonly FunctionDefinition[] = [
  conditional('coalesce', 'coalesce(value, …) → the first that is not null', (args, at, unfit) => {
    if (args.length < 2) unfit();
    const { type, values } = unified(args, 'All COALESCE operands', at);
    return compose(`coalesce(${values.map((value) => value.sql).join(', ')})`, type, values);
  }),
  conditional('nullif', 'nullif(a, b) → null when they are equal, else a', (args, at, unfit) => {
    const [a, b] = args;
    if (!a || !b || args.length !== 2) return unfit();
    const equal = compare('=', a, b, at);
    return compose(`CASE WHEN ${equal.sql} THEN NULL ELSE ${a.sql} END`, a.type, [a, b]);
  }),
  conditional('if', 'if(condition, value) or if(condition, value, otherwise)', (args, at, unfit) => {
    const [test, value, otherwise] = args;
    if (!test || !value || args.length > 3) return unfit();
    const { type, values } = unified(otherwise ? [value, otherwise] : [value], 'Result types of IF', at);
    const [yes, no] = values;
    const checked = condition(test, 'IF condition', at);
    const sql = `CASE WHEN ${checked.sql} THEN ${yes?.sql}${no ? ` ELSE ${no.sql}` : ''} END`;
    return compose(sql, type, [checked, ...values]);
  }),
  extreme('greatest'),
  extreme('least'),
  conditional(
    'try',
    'try(expression) → null when it fails',
    (args, _at, unfit) => {
      const [value] = args;
      if (!value || args.length !== 1) return unfit();
      if (value.type.kind === 'unknown') return compose(`CAST(NULL AS ${duckType(UNKNOWN)})`, UNKNOWN, [value]);
      return compose(`TRY(${value.sql})`, value.type, [value]);
    },
    'not around a subquery',
  ),
];

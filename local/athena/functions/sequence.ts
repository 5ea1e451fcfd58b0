import type { Place } from '../sql/error.ts';
import { coerce, compose, failure, type Typed } from '../sql/typed.ts';
import { array, BIGINT, duckType, type Type } from '../sql/types.ts';
import { type FunctionDefinition, unexpected } from './definition.ts';

const MOST = 10_000;

/** What a sequence is made of, in DuckDB's SQL. */
interface Steps {
  start: string;
  stop: string;
  step: string;
  /** How far a step goes, as a number whose sign is its direction. */
  size: string;
  element: Type;
}

/** From start to stop, both included; numbers, dates and timestamps. */
export const sequence: FunctionDefinition = {
  name: 'sequence',
  group: 'Arrays and maps',
  kind: 'scalar',
  signature: 'sequence(start, stop) or sequence(start, stop, step) → array; timestamps need a step, an interval',
  build(args, at) {
    const { start, stop, step, size, element } = stepsOf(args, at);
    const error = (message: string) => failure('INVALID_FUNCTION_ARGUMENT', message, array(element));
    const backwards =
      'sequence stop value should be greater than or equal to start value if step is greater than zero ' +
      'otherwise stop should be less than or equal to start';
    // No further than one value too many, so that a slip does not fill the memory.
    const end =
      element.kind === 'bigint'
        ? `CAST(CASE WHEN ${size} > 0 THEN least(${stop}, ${start}::HUGEINT + ${MOST} * ${size}::HUGEINT) ` +
          `ELSE greatest(${stop}, ${start}::HUGEINT + ${MOST} * ${size}::HUGEINT) END AS BIGINT)`
        : `CASE WHEN ${size} > 0 THEN least(${stop}, ${start} + ${step} * ${MOST}) ` +
          `ELSE greatest(${stop}, ${start} + ${step} * ${MOST}) END`;
    const list = `CAST(generate_series(${start}, ${end}, ${step}) AS ${duckType(array(element))})`;
    const sql =
      `CASE WHEN ${[start, stop, size].map((part) => `${part} IS NULL`).join(' OR ')} THEN NULL ` +
      `WHEN ${size} = 0 THEN ${error('step must not be zero')} ` +
      `WHEN (${size} > 0 AND ${stop} < ${start}) OR (${size} < 0 AND ${stop} > ${start}) THEN ${error(backwards)} ` +
      `WHEN len(${list}) > ${MOST} ` +
      `THEN ${error('result of sequence function must not have more than 10000 entries')} ELSE ${list} END`;
    return compose(sql, array(element), args);
  },
};

function stepsOf(args: readonly Typed[], at: Place): Steps {
  const [first, last, by] = args;
  if (!first || !last || args.length > 3) throw unexpected(sequence, args, at);
  const isWhole = (value: Typed) => value.type.kind === 'integer' || value.type.kind === 'bigint';
  if (isWhole(first) && isWhole(last) && (!by || isWhole(by))) {
    const [start, stop] = [coerce(first, BIGINT).sql, coerce(last, BIGINT).sql];
    const step = by ? coerce(by, BIGINT).sql : `CAST(CASE WHEN ${start} <= ${stop} THEN 1 ELSE -1 END AS BIGINT)`;
    return { start, stop, step, size: step, element: BIGINT };
  }
  const { kind } = first.type;
  const isInterval = by?.type.kind === 'interval day' || by?.type.kind === 'interval month';
  const isDate = kind === 'date';
  if ((!isDate && kind !== 'timestamp') || last.type.kind !== kind || (by ? !isInterval : !isDate)) {
    throw unexpected(sequence, args, at);
  }
  const [start, stop] = [first, last].map((value) => `CAST(${value.sql} AS TIMESTAMP)`);
  const step = by?.sql ?? `to_days(CASE WHEN ${first.sql} <= ${last.sql} THEN 1 ELSE -1 END)`;
  return { start: start ?? '', stop: stop ?? '', step, size: `epoch(${step})`, element: first.type };
}

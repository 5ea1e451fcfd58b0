import { AGGREGATES } from './functions/aggregates.ts';
import { ARRAYS } from './functions/arrays.ts';
import { CONDITIONS } from './functions/conditions.ts';
import type { FunctionDefinition } from './functions/definition.ts';
import { MATH } from './functions/math.ts';
import { TEXT } from './functions/text.ts';
import { TIMES } from './functions/times.ts';
import { WINDOWS } from './functions/windows.ts';

const DEFINITIONS = [...AGGREGATES, ...WINDOWS, ...TIMES, ...TEXT, ...MATH, ...CONDITIONS, ...ARRAYS];

/** A function of Athena that the local stack answers; every other is refused by name. */
export interface ListedFunction {
  name: string;
  group: FunctionDefinition['group'];
  signature: string;
  note?: string;
}

/** The documented list: what the checker lets through, the documentation prints and the tests cover. */
export const SQL_FUNCTIONS: readonly ListedFunction[] = [
  ...DEFINITIONS.map(({ name, group, signature, note }) => ({
    name,
    group,
    signature,
    ...(note === undefined ? {} : { note }),
  })),
  { name: 'grouping', group: 'Aggregates', signature: 'grouping(column, …) → bigint, one bit for each column' },
];

const BY_NAME = new Map(DEFINITIONS.map((definition) => [definition.name, definition]));

/** @param name in lower case */
export function findFunction(name: string): FunctionDefinition | undefined {
  return BY_NAME.get(name);
}

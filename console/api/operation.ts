import type { z } from 'zod';

/** What the page may ask of the console's server: a request `POST /api/NAME` with a JSON document, and its answer. */
export interface Operation<I extends z.ZodType, O extends z.ZodType> {
  readonly name: string;
  readonly input: I;
  readonly output: O;
}

/** What an operation answers. */
export type Reply<O extends Operation<z.ZodType, z.ZodType>> = z.output<O['output']>;

export function operation<I extends z.ZodType, O extends z.ZodType>(
  name: string,
  input: I,
  output: O,
): Operation<I, O> {
  return { name, input, output };
}

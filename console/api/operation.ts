import type { z } from 'zod';

/** What the page may ask of the console's server: a request `POST /api/NAME` with a JSON document, and its answer. */
export interface Operation<I extends z.ZodType, O extends z.ZodType> {
  readonly name: string;
  readonly input: I;
  readonly output: O;
}

export function operation<I extends z.ZodType, O extends z.ZodType>(
  name: string,
  input: I,
  output: O,
): Operation<I, O> {
  return { name, input, output };
}

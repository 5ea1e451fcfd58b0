import { z } from 'zod';
import type { Operation } from '../api/operation.ts';

/** An operation with what it does, ready to be given the body of a request. */
export type Served = (body: unknown) => Promise<unknown>;

/** The request was not one that the page makes. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/**
 * @returns what answers the operation: both its input and its output are checked
 * @throws BadRequest when the input is not what the operation takes
 */
export function serve<I extends z.ZodType, O extends z.ZodType>(
  { name, input, output }: Operation<I, O>,
  handle: (input: z.output<I>) => Promise<z.input<O>>,
): Served {
  return async (body) => {
    const parsed = input.safeParse(body);
    if (!parsed.success) throw new BadRequest(`${name}: ${z.prettifyError(parsed.error)}`);
    return output.parse(await handle(parsed.data));
  };
}

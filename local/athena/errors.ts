import { z } from 'zod';
import { AwsError } from '../service.ts';

/** Athena's name for everything that is wrong with a call. */
export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequestException', message);
}

/**
 * Reads a call's input.
 * @throws AwsError InvalidRequestException that names the member at fault
 */
export function parseInput<T extends z.ZodType>(shape: T, input: unknown): z.infer<T> {
  const result = shape.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalidRequest(
    `Value at '${issue?.path.join('.') || 'input'}' failed to satisfy constraint: ${issue?.message}`,
  );
}

/** The MaxResults of a list. */
export function maxResults(limit: number, least = 1) {
  return z.number().int().min(least).max(limit, `Member must have value less than or equal to ${limit}`).optional();
}

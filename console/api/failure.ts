import { z } from 'zod';

/** Why something was refused or failed, in words, and what helps. */
export const failureSchema = z.object({
  message: z.string(),
  hint: z.string().nullable(),
});
export type FailureAnswer = z.infer<typeof failureSchema>;

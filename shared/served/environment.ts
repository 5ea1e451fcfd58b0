import { z } from 'zod';

/** Where functions find the table of sites served. Set by the CDK stack on AWS and by the local stack on a laptop. */
const servedEnvironmentSchema = z.object({
  SERVED_TABLE: z.string().min(3),
  /** How many days back intervals are in the table. */
  SERVED_DAYS: z.coerce.number().int().positive(),
});
export type ServedEnvironment = z.infer<typeof servedEnvironmentSchema>;

/** @throws ZodError that names each missing variable */
export function readServedEnvironment(env: Readonly<Record<string, string | undefined>>): ServedEnvironment {
  return servedEnvironmentSchema.parse(env);
}

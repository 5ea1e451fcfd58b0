import { z } from 'zod';

/** Where the functions find their surroundings. Set by the CDK stack on AWS and by the local stack on a laptop. */
export const environmentSchema = z.object({
  LAKE_BUCKET: z.string().min(3),
  GLUE_DATABASE: z.string().min(1),
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: z.coerce.number().int().positive(),
});
export type Environment = z.infer<typeof environmentSchema>;

/** @throws ZodError that names each missing variable */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  return environmentSchema.parse(env);
}

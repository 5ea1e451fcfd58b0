import { createHandler } from '../../shared/step.ts';
import { aggregateOutputSchema, validatedSchema } from '../../statemachine/contract.ts';
import { aggregate } from './aggregate.ts';

export const handler = createHandler({
  name: 'aggregate',
  input: validatedSchema,
  output: aggregateOutputSchema,
  run: aggregate,
});

import { aggregateOutputSchema, validatedSchema } from '../../shared/contract.ts';
import { createHandler } from '../../shared/handler.ts';
import { aggregate } from './aggregate.ts';

export const handler = createHandler({
  name: 'aggregate',
  input: validatedSchema,
  output: aggregateOutputSchema,
  readings: ({ readings }) => readings.accepted,
  run: aggregate,
});

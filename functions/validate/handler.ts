import { createHandler } from '../../shared/step.ts';
import { validateInputSchema, validateOutputSchema } from '../../statemachine/contract.ts';
import { validate } from './validate.ts';

export const handler = createHandler({
  name: 'validate',
  input: validateInputSchema,
  output: validateOutputSchema,
  run: validate,
});

import { validateInputSchema, validateOutputSchema } from '../../shared/contract.ts';
import { createHandler } from '../../shared/handler.ts';
import { validate } from './validate.ts';

export const handler = createHandler({
  name: 'validate',
  input: validateInputSchema,
  output: validateOutputSchema,
  run: validate,
});

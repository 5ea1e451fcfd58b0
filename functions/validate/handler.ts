import { validateInputSchema, validateOutputSchema } from '../../shared/contract.ts';
import { createHandler } from '../../shared/handler.ts';
import { readingsIn } from '../../shared/runtime/lambda-functions.ts';
import { validate } from './validate.ts';

export const handler = createHandler({
  name: 'validate',
  input: validateInputSchema,
  output: validateOutputSchema,
  readings: ({ event }) =>
    event['detail-type'] === 'Object Created' ? readingsIn(event.detail.object.size) : undefined,
  run: validate,
});

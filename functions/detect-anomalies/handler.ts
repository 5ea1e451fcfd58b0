import { createHandler } from '../../shared/step.ts';
import { anomaliesOutputSchema, validatedSchema } from '../../statemachine/contract.ts';
import { detectAnomalies } from './detect-anomalies.ts';

export const handler = createHandler({
  name: 'detect-anomalies',
  input: validatedSchema,
  output: anomaliesOutputSchema,
  run: detectAnomalies,
});

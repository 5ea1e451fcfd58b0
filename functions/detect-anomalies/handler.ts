import { anomaliesOutputSchema, validatedSchema } from '../../shared/contract.ts';
import { createHandler } from '../../shared/handler.ts';
import { detectAnomalies } from './detect-anomalies.ts';

export const handler = createHandler({
  name: 'detect-anomalies',
  input: validatedSchema,
  output: anomaliesOutputSchema,
  readings: ({ readings }) => readings.accepted,
  run: detectAnomalies,
});

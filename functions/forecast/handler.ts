import { forecastOutputSchema, validatedSchema } from '../../shared/contract.ts';
import { createHandler } from '../../shared/handler.ts';
import { forecast } from './forecast.ts';

export const handler = createHandler({
  name: 'forecast',
  input: validatedSchema,
  output: forecastOutputSchema,
  readings: ({ readings }) => readings.accepted,
  run: forecast,
});

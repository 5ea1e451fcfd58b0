import { createHandler } from '../../shared/step.ts';
import { forecastOutputSchema, validatedSchema } from '../../statemachine/contract.ts';
import { forecast } from './forecast.ts';

export const handler = createHandler({
  name: 'forecast',
  input: validatedSchema,
  output: forecastOutputSchema,
  run: forecast,
});

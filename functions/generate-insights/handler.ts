import { insightsInputSchema, insightsOutputSchema } from '../../shared/contract.ts';
import { createHandler } from '../../shared/handler.ts';
import { readSecret } from '../../shared/runtime/secrets.ts';
import { generateInsights } from './generate-insights.ts';

export const handler = createHandler({
  name: 'generate-insights',
  input: insightsInputSchema,
  output: insightsOutputSchema,
  readings: ({ readings }) => readings.accepted,
  run: (input, context) => generateInsights(input, { ...context, readSecret }),
});

import { readSecret } from '../../shared/aws/secrets.ts';
import { createHandler } from '../../shared/step.ts';
import { insightsInputSchema, insightsOutputSchema } from '../../statemachine/contract.ts';
import { generateInsights } from './generate-insights.ts';

export const handler = createHandler({
  name: 'generate-insights',
  input: insightsInputSchema,
  output: insightsOutputSchema,
  run: (input, context) => generateInsights(input, { ...context, readSecret }),
});

import { GlueClient } from '@aws-sdk/client-glue';
import { createCatalog } from '../../shared/aws/catalog.ts';
import { createHandler } from '../../shared/step.ts';
import { publishInputSchema, publishOutputSchema } from '../../statemachine/contract.ts';
import { publish } from './publish.ts';

let glue: GlueClient | undefined;

export const handler = createHandler({
  name: 'publish',
  input: publishInputSchema,
  output: publishOutputSchema,
  run(input, context, { captureClient }) {
    glue ??= captureClient(new GlueClient({}));
    return publish(input, { ...context, catalog: createCatalog(glue, context.glueDatabase) });
  },
});

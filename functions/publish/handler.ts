import { GlueClient } from '@aws-sdk/client-glue';
import { publishInputSchema, publishOutputSchema } from '../../shared/contract.ts';
import { createHandler } from '../../shared/handler.ts';
import { createCatalog } from '../../shared/tables/glue-catalog.ts';
import { publish } from './publish.ts';

let glue: GlueClient | undefined;

export const handler = createHandler({
  name: 'publish',
  input: publishInputSchema,
  output: publishOutputSchema,
  readings: ({ readings }) => readings.accepted,
  run(input, context, { captureClient }) {
    glue ??= captureClient(new GlueClient({}));
    return publish(input, { ...context, catalog: createCatalog(glue, context.glueDatabase) });
  },
});

import { GlueClient } from '@aws-sdk/client-glue';
import { publishOutputSchema, publishRequestSchema } from '../../shared/contract.ts';
import { createHandler } from '../../shared/handler.ts';
import { createCatalog } from '../../shared/tables/glue-catalog.ts';
import { publish } from './publish.ts';
import { remove } from './remove.ts';

let glue: GlueClient | undefined;

export const handler = createHandler({
  name: 'publish',
  input: publishRequestSchema,
  output: publishOutputSchema,
  readings: (input) => (input.outcome === 'READY' ? input.readings.accepted : undefined),
  run(input, context, { captureClient }) {
    glue ??= captureClient(new GlueClient({}));
    const its = { ...context, catalog: createCatalog(glue, context.glueDatabase) };
    return input.outcome === 'REMOVE' ? remove(input, its) : publish(input, its);
  },
});

import { GlueClient } from '@aws-sdk/client-glue';
import { publishOutputSchema, publishRequestSchema } from '../../shared/contract.ts';
import { createHandler } from '../../shared/handler.ts';
import { createCatalog } from '../../shared/tables/glue-catalog.ts';
import { publish } from './publish.ts';
import { remove } from './remove.ts';
import { publishSmall } from './small-upload.ts';

let glue: GlueClient | undefined;

export const handler = createHandler({
  name: 'publish',
  input: publishRequestSchema,
  output: publishOutputSchema,
  readings: (input) => {
    if ('small' in input) return input.small.readings.accepted;
    return input.outcome === 'READY' ? input.readings.accepted : undefined;
  },
  run(input, context, { captureClient }) {
    glue ??= captureClient(new GlueClient({}));
    const its = { ...context, catalog: createCatalog(glue, context.glueDatabase) };
    if ('small' in input) return publishSmall(input.small, its);
    return input.outcome === 'REMOVE' ? remove(input, its) : publish(input, its);
  },
});

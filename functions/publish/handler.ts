import { Tracer } from '@aws-lambda-powertools/tracer';
import { GlueClient } from '@aws-sdk/client-glue';
import { createCatalog } from '../../shared/aws/catalog.ts';
import { createHandler } from '../../shared/step.ts';
import { publishInputSchema, publishOutputSchema } from '../../statemachine/contract.ts';
import { publish } from './publish.ts';

const name = 'publish';
const glue = new Tracer({ serviceName: name }).captureAWSv3Client(new GlueClient({}));

export const handler = createHandler({
  name,
  input: publishInputSchema,
  output: publishOutputSchema,
  run: (input, context) => publish(input, { ...context, catalog: createCatalog(glue, context.glueDatabase) }),
});

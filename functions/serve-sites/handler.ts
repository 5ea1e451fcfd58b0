import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createHandler } from '../../shared/handler.ts';
import { readServedEnvironment } from '../../shared/served/environment.ts';
import { createServedStore } from '../../shared/served/store.ts';
import { serveInputSchema, serveOutputSchema, serveSites } from './serve-sites.ts';

let client: DynamoDBClient | undefined;

export const handler = createHandler({
  name: 'serve-sites',
  input: serveInputSchema,
  output: serveOutputSchema,
  readings: () => undefined,
  run(input, context, { captureClient }) {
    const { SERVED_TABLE, SERVED_DAYS } = readServedEnvironment(process.env);
    client ??= captureClient(new DynamoDBClient({}));
    return serveSites(input, { ...context, store: createServedStore(client, SERVED_TABLE), days: SERVED_DAYS });
  },
});

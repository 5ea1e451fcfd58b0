import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { z } from 'zod';
import { createHandler } from '../../shared/handler.ts';
import { sendNotice } from '../../shared/runtime/notice.ts';
import { readServedEnvironment } from '../../shared/served/environment.ts';
import { createServedStore } from '../../shared/served/store.ts';
import { serveInputSchema, serveOutputSchema, serveSites } from './serve-sites.ts';

let client: DynamoDBClient | undefined;
let sns: SNSClient | undefined;

const topicSchema = z.object({ ALERTS_TOPIC_ARN: z.string().min(1) });

export const handler = createHandler({
  name: 'serve-sites',
  input: serveInputSchema,
  output: serveOutputSchema,
  readings: () => undefined,
  run(input, context, { captureClient }) {
    const { SERVED_TABLE, SERVED_DAYS } = readServedEnvironment(process.env);
    const { ALERTS_TOPIC_ARN } = topicSchema.parse(process.env);
    sns ??= captureClient(new SNSClient({}));
    const topic = sns;
    client ??= captureClient(new DynamoDBClient({}));
    return serveSites(input, {
      ...context,
      store: createServedStore(client, SERVED_TABLE),
      days: SERVED_DAYS,
      send: (notice) => sendNotice(topic, ALERTS_TOPIC_ARN, notice),
    });
  },
});

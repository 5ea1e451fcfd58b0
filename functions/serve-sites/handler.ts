import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { z } from 'zod';
import { createHandler } from '../../shared/handler.ts';
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
      send: async ({ subject, text, attributes }) => {
        await topic.send(
          new PublishCommand({
            TopicArn: ALERTS_TOPIC_ARN,
            Subject: subject,
            Message: text,
            MessageAttributes: attributesOf(attributes),
          }),
        );
      },
    });
  },
});

/** By which a recipient's filter policy picks what it wants. */
function attributesOf(attributes: Readonly<Record<string, string>>): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
}

import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { z } from 'zod';
import { createHandler } from '../../shared/handler.ts';
import { sendNotice } from '../../shared/runtime/notice.ts';
import { readServedEnvironment } from '../../shared/served/environment.ts';
import { checksOf } from '../../shared/served/health.ts';
import { createServedStore } from '../../shared/served/store.ts';
import { summariseInputSchema, summariseOutputSchema, summariseSites } from './summarise-sites.ts';

const environmentSchema = z.object({
  ALERTS_TOPIC_ARN: z.string().min(1),
  STATE_MACHINE_ARN: z.string().min(1),
  ATHENA_WORKGROUP: z.string().min(1),
});

export const handler = createHandler({
  name: 'summarise-sites',
  input: summariseInputSchema,
  output: summariseOutputSchema,
  readings: () => undefined,
  run(input, context, { captureClient }) {
    const { SERVED_TABLE } = readServedEnvironment(process.env);
    const environment = environmentSchema.parse(process.env);
    const workflow = {
      sfn: captureClient(new SFNClient({})),
      stateMachineArn: environment.STATE_MACHINE_ARN,
    };
    const athena = captureClient(new AthenaClient({}));
    const store = createServedStore(captureClient(new DynamoDBClient({})), SERVED_TABLE);
    const asked = { lake: context.lake, store, athena, workgroup: environment.ATHENA_WORKGROUP, ...workflow };
    const sns = captureClient(new SNSClient({}));
    return summariseSites(input, { ...context, ...workflow, store, checks: checksOf(asked) }, ({ subject, text }) =>
      sendNotice(sns, environment.ALERTS_TOPIC_ARN, {
        subject,
        text,
        attributes: { severity: 'LOW', kind: 'SUMMARY' },
      }),
    );
  },
});

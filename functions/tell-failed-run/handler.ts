import { SNSClient } from '@aws-sdk/client-sns';
import { z } from 'zod';
import { endedRunSchema, failureNotice } from '../../shared/failures/notice.ts';
import { sendNotice } from '../../shared/runtime/notice.ts';

const eventSchema = z.object({ detail: endedRunSchema });

/** EventBridge calls it for each execution that failed, timed out or was aborted. */
export async function handler(event: unknown): Promise<void> {
  const { ALERTS_TOPIC_ARN } = z.object({ ALERTS_TOPIC_ARN: z.string().min(1) }).parse(process.env);
  await sendNotice(new SNSClient({}), ALERTS_TOPIC_ARN, failureNotice(eventSchema.parse(event).detail));
}

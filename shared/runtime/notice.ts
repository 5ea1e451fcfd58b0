/** What people are sent by SNS. */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';

export interface Notice {
  readonly subject: string;
  readonly text: string;
  /** By which a recipient's filter policy picks what it wants. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** SNS takes 100 characters of ASCII. */
const SUBJECT_LENGTH = 100;

/** Line ends and what is no ASCII would make SNS refuse a subject. */
export function subjectOf(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, SUBJECT_LENGTH);
}

export async function sendNotice(sns: SNSClient, topic: string, { subject, text, attributes }: Notice): Promise<void> {
  await sns.send(
    new PublishCommand({
      TopicArn: topic,
      Subject: subject,
      Message: text,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
      ),
    }),
  );
}

import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageFiles } from '../../../local/sns.ts';
import { type Endpoint, startEndpoint } from '../../helpers/wire/endpoint.ts';

let endpoint: Endpoint;
let client: SNSClient;
let TopicArn: string;

beforeAll(async () => {
  endpoint = await startEndpoint();
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  client = new SNSClient({ endpoint: endpoint.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  TopicArn = (await client.send(new CreateTopicCommand({ Name: 'energy-alerts' }))).TopicArn ?? '';
});
afterAll(() => endpoint.close());

async function kept(): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(endpoint.home, 'sns/energy-alerts.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

test('what is published is one line in the topic file', async () => {
  const Message = 'Peak < 5 & \u00e9\nsecond line';
  const attribute = { DataType: 'String', StringValue: 'CRITICAL' };
  const published = { TopicArn, Subject: 'Anomaly', Message, MessageAttributes: { severity: attribute } };
  const { MessageId } = await client.send(new PublishCommand(published));
  expect((await kept()).at(-1)).toMatchObject({
    messageId: MessageId,
    topicArn: 'arn:aws:sns:us-east-1:000000000000:energy-alerts',
    subject: 'Anomaly',
    message: Message,
    attributes: { severity: { type: 'String', value: 'CRITICAL' } },
  });
});

test('a topic keeps its newest messages, and is one topic while it does', async () => {
  const Message = 'x'.repeat(200_000);
  for (let at = 0; at < 45; at += 1) await client.send(new PublishCommand({ TopicArn, Subject: `${at}`, Message }));
  const files = messageFiles(endpoint.home, 'energy-alerts');
  const sizes = files.map((file) => statSync(file).size);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(9 * 1024 * 1024);
  const subjects = files.flatMap((file) => readFileSync(file, 'utf8').match(/"subject":"\d+"/g) ?? []);
  expect(subjects.slice(-20)).toEqual(Array.from({ length: 20 }, (_, at) => `"subject":"${25 + at}"`));
  const { Topics } = await client.send(new ListTopicsCommand({}));
  expect(Topics).toEqual([{ TopicArn }]);
});

test('a batch says which entries failed', async () => {
  const PublishBatchRequestEntries = [
    { Id: 'a', Message: 'one' },
    { Id: 'b', Message: 'x'.repeat(262_145) },
  ];
  const answer = await client.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  expect(answer.Successful?.map((entry) => entry.Id)).toEqual(['a']);
  expect(answer.Failed).toMatchObject([{ Id: 'b', Code: 'InvalidParameter', SenderFault: true }]);
  expect((await kept()).at(-1)).toMatchObject({ message: 'one' });
});

test('topics are listed, described, made twice and deleted', async () => {
  expect((await client.send(new CreateTopicCommand({ Name: 'energy-alerts' }))).TopicArn).toBe(TopicArn);
  const other = (await client.send(new CreateTopicCommand({ Name: 'second' }))).TopicArn;
  const topics = async () => (await client.send(new ListTopicsCommand({}))).Topics?.map((topic) => topic.TopicArn);
  expect(await topics()).toEqual([TopicArn, other]);
  const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: other }));
  expect(Attributes).toMatchObject({ TopicArn: other, Owner: '000000000000' });
  await client.send(new DeleteTopicCommand({ TopicArn: other }));
  expect(await topics()).toEqual([TopicArn]);
});

test('errors come back by name', async () => {
  const base = 'arn:aws:sns:us-east-1:000000000000:';
  const publish = (arn: string, Message: string) => client.send(new PublishCommand({ TopicArn: arn, Message }));
  await expect(publish(`${base}missing`, 'x')).rejects.toMatchObject({ name: 'NotFoundException' });
  await expect(publish(`${base}../../x`, 'x')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(publish(TopicArn, '')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(client.send(new CreateTopicCommand({ Name: '../x' }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  const subscribe = new SubscribeCommand({ TopicArn, Protocol: 'email' });
  await expect(client.send(subscribe)).rejects.toThrow('Subscribe is not implemented');
});

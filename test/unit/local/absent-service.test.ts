import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFront, type Front } from '../../../local/server.ts';
import type { HttpService } from '../../../local/service.ts';

/** Says which of the services was asked. */
const named = (name: string): HttpService => ({
  handle: async (_, response) => {
    response.end(name);
  },
});

let front: Front;
beforeAll(async () => {
  front = await createFront({
    json: [],
    s3: named('s3'),
    sns: named('sns'),
    port: 0,
    host: '127.0.0.1',
    health: { home: '', pid: 0, version: '' },
  });
});
afterAll(() => front.close());

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=x/20261101/us-east-1/${service}/aws4_request, Signature=0`,
});

it.each(['sts', 'iam'])('names %s as itself, not as SNS', async (service) => {
  const answer = await fetch(front.url, {
    method: 'POST',
    headers: { ...signed(service), 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(`<Message>The service ${service} does not run here.`);
});

it('names lambda as itself, not as a bucket, to its own client', async () => {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const lambda = new LambdaClient({ endpoint: front.url, region: 'us-east-1', credentials });
  const asked = lambda.send(new GetAccountSettingsCommand({}));
  await expect(asked).rejects.toMatchObject({ name: 'ServiceNotHere' });
  await expect(asked).rejects.toThrow('The service lambda does not run here.');
  lambda.destroy();
});

it.each([
  ['s3', { ...signed('s3') }],
  ['s3', {}],
] as const)('lets %s through, signed or not', async (service, headers) => {
  expect(await (await fetch(`${front.url}/bucket/key`, { headers })).text()).toBe(service);
});

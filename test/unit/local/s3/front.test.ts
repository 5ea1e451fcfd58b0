import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { GetDatabasesCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createS3 } from '../../../../local/s3/index.ts';
import { createFront } from '../../../../local/server.ts';
import { AwsError, type JsonService } from '../../../../local/service.ts';
import { type Endpoint, startEndpoint } from '../../../helpers/wire/endpoint.ts';
import { clientFor, LAKE, readText } from './client.ts';

const machines: JsonService = {
  target: 'AWSStepFunctions',
  protocol: '1.0',
  async call(operation, input) {
    if (operation === 'ListStateMachines') return { stateMachines: [], nextToken: `${input.maxResults}` };
    throw new AwsError('UnknownOperationException', `${operation} is not implemented`);
  },
};
const glue: JsonService = {
  target: 'AWSGlue',
  protocol: '1.1',
  async call() {
    throw new AwsError('EntityNotFoundException', 'Database x not found.');
  },
};

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startEndpoint([machines, glue]);
});
afterAll(() => endpoint.close());

function ask(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body = '',
): Promise<{ status: number; body: string; type: unknown }> {
  return new Promise((resolve, reject) => {
    const sent = request(endpoint.url + path, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => {
        text += piece;
      });
      const type = response.headers['x-amzn-errortype'];
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, type }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const settings = () => ({
  endpoint: endpoint.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  maxAttempts: 1,
});

describe('JSON services', () => {
  test('an SDK gets its answer', async () => {
    const answer = await new SFNClient(settings()).send(new ListStateMachinesCommand({ maxResults: 7 }));
    expect(answer).toMatchObject({ stateMachines: [], nextToken: '7' });
  });

  test('an SDK gets its error by name', async () => {
    await expect(new GlueClient(settings()).send(new GetDatabasesCommand({}))).rejects.toMatchObject({
      name: 'EntityNotFoundException',
      message: 'Database x not found.',
    });
  });

  test.each([
    ['AWSStepFunctions.Nothing', '{}', 'UnknownOperationException'],
    ['Nobody.ListThings', '{}', 'UnknownOperationException'],
    ['AWSStepFunctions.ListStateMachines', '{', 'SerializationException'],
    ['AWSStepFunctions.ListStateMachines', '[]', 'SerializationException'],
    ['AWSStepFunctions.ListStateMachines', `"${'x'.repeat(9_000_000)}"`, 'RequestEntityTooLargeException'],
  ])('%s is refused when it must be', async (target, body, expected) => {
    const answer = await ask('/', { 'x-amz-target': target }, 'POST', body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.type).toBe(expected);
    expect(JSON.parse(answer.body)).toMatchObject({ __type: expected });
  });
});

describe('only this machine, and no web page', () => {
  test.each([
    [{ host: 'evil.example' }],
    [{ host: 'localhost.evil.example' }],
    [{ host: '127.0.0.1.evil.example:4566' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('%o is refused', async (headers) => {
    expect((await ask('/_health', headers)).status).toBe(403);
    expect((await ask(`/${LAKE}/x`, headers, 'PUT', 'x')).status).toBe(403);
  });

  test.each(['localhost:4566', '127.0.0.1', '[::1]:4566', `${LAKE}.localhost:4566`])(
    'host %s is welcome',
    async (host) => {
      expect((await ask('/_health', { host })).status).toBe(200);
    },
  );
});

test('health tells which stack this is', async () => {
  const health = JSON.parse((await ask('/_health', {})).body);
  expect(health).toEqual({ service: 'energy-analytics', home: endpoint.home, pid: process.pid, version: 'test' });
});

test('a bucket may be in the host name', async () => {
  await clientFor(endpoint.url).send(new PutObjectCommand({ Bucket: LAKE, Key: 'host/k', Body: 'by host' }));
  expect((await ask('/host/k', { host: `${LAKE}.localhost` })).body).toBe('by host');
});

test('an object opened in a browser cannot run scripts', async () => {
  const ContentType = 'text/html';
  await clientFor(endpoint.url).send(
    new PutObjectCommand({ Bucket: LAKE, Key: 'page', Body: '<script>', ContentType }),
  );
  const answer = await fetch(`${endpoint.url}/${LAKE}/page`);
  expect(answer.headers.get('content-security-policy')).toBe('sandbox');
});

test('a taken port and a taken folder are refused', async () => {
  const health = { home: '', pid: 0, version: '' };
  const again = {
    json: [],
    s3: endpoint.s3,
    sns: endpoint.s3,
    port: endpoint.front.port,
    host: '127.0.0.1',
    health,
  } as const;
  await expect(createFront(again)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(createS3({ home: endpoint.home, onChanged: () => undefined })).rejects.toThrow(
    'another process serves this folder',
  );
});

test('what a killed process left is put right at the next start', async () => {
  const client = clientFor(endpoint.url);
  await client.send(new PutObjectCommand({ Bucket: LAKE, Key: 'raw/kept.csv', Body: 'kept' }));
  const file = (await endpoint.s3.file(LAKE, 'raw/kept.csv')) ?? '';
  const sequencer = endpoint.created.at(-1)?.sequencer ?? '';
  const stray = join(endpoint.home, 's3-meta/blobs/half-written');
  await writeFile(stray, 'half');
  await rm(file);
  await endpoint.restart();
  await expect(stat(stray)).rejects.toThrow('ENOENT');
  expect(await readFile(file, 'utf8')).toBe('kept');
  await clientFor(endpoint.url).send(new PutObjectCommand({ Bucket: LAKE, Key: 'raw/next.csv', Body: 'x' }));
  expect((endpoint.created.at(-1)?.sequencer ?? '') > sequencer).toBe(true);
});

test('a file that a person put in the way of an object is replaced, and what they change is not served', async () => {
  const client = clientFor(endpoint.url);
  const Key = 'raw/edited.csv';
  await writeFile(join(endpoint.home, 'lake', LAKE, 'in-the-way'), 'mine');
  await client.send(new PutObjectCommand({ Bucket: LAKE, Key: 'in-the-way/x', Body: 'below a file' }));
  expect(await readFile((await endpoint.s3.file(LAKE, 'in-the-way/x')) ?? '', 'utf8')).toBe('below a file');
  await client.send(new PutObjectCommand({ Bucket: LAKE, Key, Body: 'original' }));
  const file = join(endpoint.home, 'lake', LAKE, Key);
  await rm(file);
  await writeFile(file, 'changed by hand');
  expect(await readText(await client.send(new GetObjectCommand({ Bucket: LAKE, Key })))).toBe('original');
  expect(await readFile((await endpoint.s3.file(LAKE, Key)) ?? '', 'utf8')).toBe('original');
});

/** The log lines of a stack on AWS, played by a server that answers as Step Functions and CloudWatch Logs do. */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Connection } from '../../../../../cli/connection.ts';
import { logPage } from '../../../../../console/server/runs/log.ts';
import { STACK } from '../../../../../local/names.ts';

const TRACE = '1-65f0a1b2-0123456789abcdef01234567';
const REGION = 'eu-central-1';
const STATE_MACHINE = `arn:aws:states:${REGION}:000000000000:stateMachine:energy`;

const server = createServer(async (request, response) => {
  const body = z.looseObject({ logGroupName: z.string().optional() }).parse(await json(request));
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
  if (String(request.headers['x-amz-target']).endsWith('DescribeExecution')) {
    const execution = { name: 'run-1', status: 'FAILED', startDate: 1, stopDate: 9, traceHeader: `Root=${TRACE}` };
    response.end(JSON.stringify({ ...execution, executionArn: 'arn', stateMachineArn: STATE_MACHINE }));
    return;
  }
  const line = { level: 'ERROR', message: 'step failed', run: 'run-1', code: 'E' };
  const events =
    body.logGroupName === '/aws/lambda/dev-validate' ? [{ timestamp: 5, message: JSON.stringify(line) }] : [];
  response.end(JSON.stringify({ events }));
});
let sfn: SFNClient;
let connection: Connection;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b');
  sfn = new SFNClient({ region: REGION });
  const none = () => Promise.reject(new Error('not asked for'));
  const others = { s3: none, athena: none, glue: none, secrets: none, dynamoDb: none, close: () => {} };
  const clients = { ...others, sfn: async () => sfn };
  const nothing = async () => {};
  connection = {
    ...{ ...STACK, clients, stack: 'dev', region: REGION, stateMachineArn: STATE_MACHINE, backfillArn: undefined },
    ...{ home: undefined, endpoint: undefined, putFile: undefined, own: false },
    ...{ finishOthers: nothing, close: nothing },
  };
});
afterAll(() => {
  vi.unstubAllEnvs();
  sfn.destroy();
  server.close();
});

it('shows the lines of a run of a deployed stack', async () => {
  const page = await logPage(connection, 'run-1', 0);
  expect(page).toMatchObject({
    total: 1,
    elsewhere: null,
    lines: [{ function: 'validate', level: 'ERROR', message: 'step failed', fields: expect.stringContaining('E') }],
  });
});

it('says so where the lines are at no place that it can reach', async () => {
  const page = await logPage({ ...connection, stack: undefined }, 'run-1', 0);
  expect(page).toMatchObject({ total: 0, elsewhere: expect.stringContaining('not on this machine') });
});

/** CloudWatch Logs, played by a server that answers as the service does. */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { cloudLogsOf } from '../../../../cli/runs/cloud-logs.ts';
import { traceOf } from '../../../../cli/runs/trace.ts';

const TRACE = '1-65f0a1b2-0123456789abcdef01234567';
const execution = {
  name: 'run',
  traceHeader: `Root=${TRACE};Sampled=1`,
  startDate: new Date('2026-11-01T10:00:00Z'),
  stopDate: new Date('2026-11-01T10:00:09Z'),
} as const;

const requestSchema = z.object({ logGroupName: z.string(), nextToken: z.string().optional() }).loose();
const asked: z.infer<typeof requestSchema>[] = [];
const at = (second: number) => execution.startDate.getTime() + second * 1000;

/** Two pages of validate, one line of publish; forecast has no log group. */
function answer({ logGroupName, nextToken }: z.infer<typeof requestSchema>): [number, unknown] {
  if (logGroupName.endsWith('-forecast')) return [400, { __type: 'ResourceNotFoundException', message: 'no group' }];
  if (logGroupName.endsWith('-publish')) {
    return [200, { events: [{ timestamp: at(5), message: `REPORT RequestId: 1 XRAY TraceId: ${TRACE}\n` }] }];
  }
  if (!logGroupName.endsWith('-validate')) return [200, { events: [] }];
  return nextToken === undefined
    ? [200, { events: [{ timestamp: at(6), message: '{"message":"second"}' }], nextToken: 'more' }]
    : [200, { events: [{ timestamp: at(1), message: '{"message":"first"}' }] }];
}

const server = createServer(async (request, response) => {
  const body = requestSchema.parse(await json(request));
  asked.push(body);
  const [status, document] = answer(body);
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(document));
});
let config: Parameters<typeof cloudLogsOf>[2];
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  config = { endpoint: `http://127.0.0.1:${port}`, region: 'eu-central-1', credentials };
});
afterAll(() => void server.close());
beforeEach(() => void asked.splice(0));

it('brings the lines of all functions and pages into the order in which they were written', async () => {
  expect(await cloudLogsOf('energy-analytics-dev', execution, config)).toEqual([
    { time: '2026-11-01T10:00:01.000Z', function: 'validate', line: { message: 'first' } },
    { time: '2026-11-01T10:00:05.000Z', function: 'publish', line: `REPORT RequestId: 1 XRAY TraceId: ${TRACE}` },
    { time: '2026-11-01T10:00:06.000Z', function: 'validate', line: { message: 'second' } },
  ]);
});

it('asks for the lines of this run only, from its start until late lines are there', async () => {
  await cloudLogsOf('energy-analytics-dev', execution, config);
  expect(asked.find(({ logGroupName }) => logGroupName.endsWith('validate'))).toEqual({
    logGroupName: '/aws/lambda/energy-analytics-dev-validate',
    filterPattern: `"${TRACE}"`,
    startTime: at(0),
    endTime: at(69),
  });
});

it('says so when the run has no trace', async () => {
  expect(traceOf({ traceHeader: undefined })).toBeUndefined();
  await expect(cloudLogsOf('energy-analytics-dev', { name: 'run' }, config)).rejects.toThrow('Run run has no trace');
});

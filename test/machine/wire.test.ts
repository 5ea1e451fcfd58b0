/** What the AWS CLI and boto3 really send to Step Functions, recorded once, replayed against the whole stack. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STACK } from '../../local/stack.ts';
import { executionArn } from '../../local/stepfunctions/index.ts';
import { type TestStack, testStack } from '../helpers/stack.ts';
import { exchangeSchema, replay } from '../helpers/wire/exchange.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/wire');

let lake: TestStack;
beforeAll(async () => {
  lake = await testStack();
});
afterAll(() => lake.close());

async function play(name: string) {
  const recorded = exchangeSchema.parse(JSON.parse(await readFile(join(FIXTURES, `${name}.json`), 'utf8')));
  const { status, body } = await replay(lake.stack.url, recorded);
  return { status, body: JSON.parse(body.toString('utf8')) };
}

test('the AWS CLI: start an execution, describe it, read its history, list', async () => {
  const arn = executionArn(STACK.stateMachine, 'wire-cli');
  expect(await play('sfn-cli-start-1')).toMatchObject({ status: 200, body: { executionArn: arn } });
  await lake.wait(arn);
  expect((await play('sfn-cli-describe-1')).body).toMatchObject({
    name: 'wire-cli',
    status: 'SUCCEEDED',
    redriveStatus: 'NOT_REDRIVABLE',
    startDate: expect.any(Number),
    output: expect.stringContaining('IGNORED'),
  });
  const { events } = (await play('sfn-cli-history-1')).body;
  expect(events.map(({ type }: { type: string }) => type)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'ChoiceStateEntered',
    'ChoiceStateExited',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
  const { executions } = (await play('sfn-cli-list-1')).body;
  expect(executions).toMatchObject([{ name: 'wire-cli', status: 'SUCCEEDED' }]);
});

test('boto3: start, describe, and the error that its exception is made from', async () => {
  const arn = executionArn(STACK.stateMachine, 'wire-boto3');
  expect(await play('sfn-boto3-1')).toMatchObject({ status: 200, body: { executionArn: arn } });
  await lake.wait(arn);
  expect((await play('sfn-boto3-2')).body).toMatchObject({ executionArn: arn, status: 'SUCCEEDED' });
  const refused = await play('sfn-boto3-3');
  expect(refused.status).toBe(400);
  expect(refused.body.__type).toContain('ExecutionNotRedrivable');
});

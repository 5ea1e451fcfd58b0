/** The command with `--stack`: names from the stack's outputs, everything else as the AWS SDK finds it. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OUTPUTS } from '../../infra/outputs.ts';
import { STACK } from '../../local/names.ts';
import { FunctionError } from '../../local/service.ts';
import { type TestStack, testStack } from '../helpers/stack.ts';
import { type CloudFormation, serveCloudFormation } from './helpers/cloudformation.ts';
import { BACKFILL_ARN, serveDistributedMap } from './helpers/distributed-map.ts';

const NAME = 'energy-analytics-dev';
let local: TestStack;
/** Whether every function ends in a fault. */
let failing = false;
let cloudFormation: CloudFormation;

beforeAll(async () => {
  local = await testStack({ faults: () => (failing ? new FunctionError('TypeError', 'a bug') : undefined) });
  cloudFormation = await serveCloudFormation(NAME, {
    [OUTPUTS.bucket]: STACK.bucket,
    [OUTPUTS.stateMachineArn]: STACK.stateMachineArn,
    [OUTPUTS.backfillArn]: BACKFILL_ARN,
    [OUTPUTS.workgroup]: STACK.workgroup,
    [OUTPUTS.database]: STACK.database,
    [OUTPUTS.alertsTopicArn]: 'arn:aws:sns:us-east-1:000000000000:energy-alerts',
    [OUTPUTS.operationsTopicArn]: 'arn:aws:sns:us-east-1:000000000000:energy-operations',
    [OUTPUTS.version]: 'abc123',
  });
});
afterAll(async () => {
  await cloudFormation.close();
  await local.close();
});

function run(script: string, args: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
    const settings = {
      AWS_REGION: STACK.region,
      AWS_ACCESS_KEY_ID: 'person',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: local.stack.url,
      AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    };
    execFile(
      process.execPath,
      [script, ...args],
      { env: { ...inherited, ...settings, ...env } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
      },
    );
  });
}

it('passes the smoke test that follows a deployment', async () => {
  const { code, stdout, stderr } = await run('infra/smoke.ts', ['--stack', NAME]);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('The smoke test passed: 2880 readings can be queried.');
});

it('lists the runs of a deployed stack', async () => {
  const { code, stdout, stderr } = await run('cli/main.ts', ['--stack', NAME, 'runs']);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('SUCCEEDED');
  expect(stderr).toContain(`AWS_ENDPOINT_URL is ${local.stack.url}: what is done to ${NAME} is done on this machine.`);
});

it('takes up uploads by the state machine of the stack, and follows one that is under way', async () => {
  const day = (at: number) => `timestamp,appliance,kwh\n2026-0${at}-01 00:00:00,Heater,${at}\n`;
  failing = true;
  await local.upload('raw/old/1.csv', day(1));
  await local.upload('raw/old/2.csv', day(2));
  failing = false;
  const map = await serveDistributedMap(local);
  try {
    const env = { AWS_ENDPOINT_URL_SFN: map.url };
    const begun = run('cli/main.ts', ['--stack', NAME, 'backfill', '--prefix', 'raw/old/'], env);
    await map.isBegun;
    const other = run('cli/main.ts', ['--stack', NAME, 'backfill', '--prefix', 'raw/old/'], env);
    await map.isFollowedTwice;
    map.go();
    for (const { code, stdout, stderr } of [await begun, await other]) {
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/^raw\/old\/1\.csv +PUBLISHED +backfill-\S+-1$/m);
      expect(stdout).toMatch(/^raw\/old\/2\.csv +PUBLISHED +backfill-\S+-2$/m);
      expect(stderr).toContain('2 of 2 ended, 0 of them failed; 0 running');
    }
    expect((await other).stderr).toContain('is under way; it is followed, and nothing else is started.');
  } finally {
    map.close();
  }
});

it('checks a deployed stack, and says of what could not be read why', async () => {
  const { code, stdout, stderr } = await run('cli/main.ts', ['--stack', NAME, 'doctor']);
  expect(stdout, stderr).toContain(`${NAME} is deployed (CREATE_COMPLETE, version abc123)`);
  expect(stdout).toContain('The state machine is that of this checkout');
  expect(stdout).toContain('The tables of energy_db are as declared');
  // Neither EventBridge nor CloudWatch runs here.
  expect(stdout).toContain('Something could not be read.');
  expect(code).toBe(1);
});

it.each([
  [
    'a stack that is not there',
    ['--stack', 'energy-analytics-prod', 'runs'],
    {},
    1,
    'There is no stack energy-analytics-prod in this account and region.',
  ],
  [
    'no region',
    ['--stack', NAME, 'runs'],
    { AWS_REGION: '', AWS_CONFIG_FILE: '/dev/null' },
    1,
    'No AWS region is set.',
  ],
  [
    'no credentials',
    ['--stack', NAME, 'runs'],
    {
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    1,
    'There are no valid AWS credentials',
  ],
  [
    'two places at once',
    ['--stack', NAME, '--endpoint', 'http://127.0.0.1:1', 'runs'],
    {},
    2,
    "'--stack' names a stack on AWS",
  ],
  [
    'a function of this checkout',
    ['--stack', NAME, 'invoke', 'validate', '--event', 'package.json'],
    {},
    2,
    "'invoke' calls a function of this checkout on a local stack",
  ],
] as const)('says what is wrong with %s', async (_, args, env, expected, message) => {
  const { code, stderr } = await run('cli/main.ts', args, env);
  expect(stderr).toContain(message);
  expect(code).toBe(expected);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSecrets } from '../../../local/secrets.ts';
import { createFront, type Front } from '../../../local/server.ts';

const READER = 'key-id-of-the-functions';
const nothing = { handle: async () => {} };

let home: string;
let front: Front;
let reader: SecretsManagerClient;
let stranger: SecretsManagerClient;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'energy-secrets-'));
  front = await createFront({
    json: [createSecrets({ home, reader: READER })],
    s3: nothing,
    sns: nothing,
    port: 0,
    host: '127.0.0.1',
    health: { home, pid: process.pid, version: '0' },
  });
  const client = (accessKeyId: string) =>
    new SecretsManagerClient({
      endpoint: front.url,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey: 'x' },
      maxAttempts: 1,
    });
  reader = client(READER);
  stranger = client('local');
});
afterAll(async () => {
  await front.close();
  await rm(home, { recursive: true });
});

test('a secret is created, read by name and ARN, changed, listed and deleted', async () => {
  const created = await stranger.send(new CreateSecretCommand({ Name: 'energy/openai', SecretString: 'one' }));
  expect(created).toMatchObject({ Name: 'energy/openai', ARN: expect.stringMatching(/:secret:energy\/openai-\w{6}$/) });
  for (const SecretId of ['energy/openai', created.ARN]) {
    const found = await reader.send(new GetSecretValueCommand({ SecretId }));
    expect(found).toMatchObject({ SecretString: 'one', VersionId: created.VersionId, VersionStages: ['AWSCURRENT'] });
    expect(found.CreatedDate?.getFullYear()).toBeGreaterThan(2000);
  }
  await stranger.send(new PutSecretValueCommand({ SecretId: 'energy/openai', SecretString: 'two' }));
  expect(await reader.send(new GetSecretValueCommand({ SecretId: created.ARN }))).toMatchObject({
    SecretString: 'two',
  });
  expect(await stranger.send(new DescribeSecretCommand({ SecretId: 'energy/openai' }))).toMatchObject({
    Name: 'energy/openai',
  });
  const { SecretList = [] } = await stranger.send(new ListSecretsCommand({}));
  expect(SecretList.map(({ Name }) => Name)).toEqual(['energy/openai']);
  expect(JSON.stringify(SecretList)).not.toContain('two');
  await stranger.send(new DeleteSecretCommand({ SecretId: 'energy/openai', ForceDeleteWithoutRecovery: true }));
  await expect(reader.send(new GetSecretValueCommand({ SecretId: 'energy/openai' }))).rejects.toThrow(
    expect.objectContaining({ name: 'ResourceNotFoundException' }),
  );
});

test('only the functions may read a value', async () => {
  await stranger.send(new CreateSecretCommand({ Name: 'kept', SecretString: 'hidden' }));
  const refused = stranger.send(new GetSecretValueCommand({ SecretId: 'kept' }));
  await expect(refused).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException' }));
  await expect(refused).rejects.not.toThrow('hidden');
});

test('names that differ in case only are two secrets', async () => {
  await stranger.send(new CreateSecretCommand({ Name: 'Key', SecretString: 'upper' }));
  await stranger.send(new CreateSecretCommand({ Name: 'key', SecretString: 'lower' }));
  expect(await reader.send(new GetSecretValueCommand({ SecretId: 'Key' }))).toMatchObject({ SecretString: 'upper' });
});

test.each([
  [
    'a name that is taken',
    () => new CreateSecretCommand({ Name: 'twice', SecretString: 'b' }),
    'ResourceExistsException',
  ],
  [
    'a name with other characters',
    () => new CreateSecretCommand({ Name: '../../etc/passwd ', SecretString: 'b' }),
    'InvalidParameterException',
  ],
  [
    'a value that is too long',
    () => new CreateSecretCommand({ Name: 'long', SecretString: 'x'.repeat(65_537) }),
    'InvalidParameterException',
  ],
  ['no value', () => new CreateSecretCommand({ Name: 'none' }), 'InvalidParameterException'],
  [
    'a secret that is not there',
    () => new PutSecretValueCommand({ SecretId: 'absent', SecretString: 'b' }),
    'ResourceNotFoundException',
  ],
  ['an operation that is not there', () => new RotateSecretCommand({ SecretId: 'twice' }), 'UnknownOperationException'],
])('%s is refused', async (_, command, name) => {
  await stranger.send(new CreateSecretCommand({ Name: 'twice', SecretString: 'a' })).catch(() => {});
  const sent: Promise<unknown> = stranger.send(command() as CreateSecretCommand);
  await expect(sent).rejects.toThrow(expect.objectContaining({ name }));
});

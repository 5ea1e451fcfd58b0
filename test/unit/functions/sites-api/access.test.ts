import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { accessOf } from '../../../../functions/sites-api/access.ts';
import { CONFIG_KEYS } from '../../../../shared/lake/keys.ts';
import { folderLake } from '../../../helpers/folder-lake.ts';

/** What API Gateway's authorisers add to an event, as AWS documents it. */
const byRole = (arn: string) => ({
  authorizer: {
    iam: { accessKey: 'ASIA', accountId: '111122223333', userArn: arn, callerId: 'x', principalOrgId: 'o' },
  },
});
const byToken = (claims: Record<string, unknown>) => ({ authorizer: { jwt: { claims, scopes: null } } });

async function lakeWith(principals?: Record<string, readonly string[]>) {
  const lake = folderLake(await mkdtemp(join(tmpdir(), 'energy-access-')));
  if (principals) await lake.putText(CONFIG_KEYS.access, JSON.stringify({ principals }), 'application/json');
  return lake;
}

it('lets a role see the sites of its patterns, whatever its session', async () => {
  const lake = await lakeWith({ 'arn:aws:iam::111122223333:role/Meters': ['home', 'plant-*'] });
  const access = await accessOf('iam', byRole('arn:aws:sts::111122223333:assumed-role/Meters/session-7'), lake);
  expect(['home', 'plant-1', 'plant', 'homes'].map((site) => access.sees(site))).toEqual([true, true, false, false]);
  expect(access.all).toBe(false);
});

it('knows a token by its subject and its groups', async () => {
  const lake = await lakeWith({ 'sub-1': ['home'], 'group:operators': ['*'] });
  const one = await accessOf('jwt', byToken({ sub: 'sub-1' }), lake);
  expect([one.sees('home'), one.sees('mill')]).toEqual([true, false]);
  const all = await accessOf('jwt', byToken({ sub: 'sub-2', 'cognito:groups': '[readers operators]' }), lake);
  expect([all.all, all.sees('mill')]).toEqual([true, true]);
});

it('shows nothing to whom nobody named, and refuses whom nobody knows', async () => {
  for (const lake of [await lakeWith(), await lakeWith({ other: ['*'] })]) {
    const access = await accessOf('jwt', byToken({ sub: '__proto__' }), lake);
    expect(access.sees('home')).toBe(false);
  }
  for (const context of [undefined, {}, byRole(''), byToken({}), { authorizer: { iam: null } }]) {
    await expect(accessOf('jwt', context, await lakeWith())).rejects.toMatchObject({ status: 401 });
  }
  // A stage of tokens does not take a signature for one.
  await expect(accessOf('jwt', byRole('arn:aws:iam::1:user/a'), await lakeWith())).rejects.toMatchObject({
    status: 401,
  });
});

it('answers nobody while the file cannot be read', async () => {
  const lake = await lakeWith();
  await lake.putText(CONFIG_KEYS.access, '{"principals":', 'application/json');
  await expect(accessOf('jwt', byToken({ sub: 'a' }), lake)).rejects.toMatchObject({ status: 500 });
});

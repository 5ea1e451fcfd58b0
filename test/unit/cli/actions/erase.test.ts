import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetPartitionsCommand } from '@aws-sdk/client-glue';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STACK } from '../../../../local/stack.ts';
import { datasetOf } from '../../../../shared/lake/keys.ts';
import { createServedStore } from '../../../../shared/served/store.ts';
import { energy } from '../../../helpers/energy.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

let lake: TestStack;
beforeAll(async () => {
  lake = await testStack({ serves: true });
});
afterAll(() => lake.close());

const hours = (kwh: number) =>
  [
    'timestamp,kwh',
    ...Array.from({ length: 24 }, (_, nth) => `2026-10-01 ${String(nth).padStart(2, '0')}:00,${kwh}`),
    '',
  ].join('\n');
const call = (...args: string[]) => energy([...args, '--endpoint', lake.stack.url], tmpdir());
const sums = async () =>
  (await lake.query('SELECT site_id, SUM(kwh) FROM raw_energy_data GROUP BY 1 ORDER BY 1')).map(
    ([site, kwh]) => `${site} ${Number(kwh)}`,
  );
function served() {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: lake.stack.url, region: STACK.region, credentials });
  return createServedStore(client, STACK.servedTable);
}

/** Serving begins when the record is written, beside the run. */
async function isServed(site: string): Promise<void> {
  await expect
    .poll(async () => (await served().items(site, '2026', '2027')).length, { timeout: 60_000 })
    .toBeGreaterThan(0);
}

/** Every key of the lake, of which a version is there. */
async function keys(): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await lake.s3.send(
    new ListObjectVersionsCommand({ Bucket: STACK.bucket }),
  );
  return [...Versions, ...DeleteMarkers].map(({ Key = '' }) => Key);
}

test('erases all versions of everything of a site, and nothing of another, with a certificate', async () => {
  await lake.upload('raw/home.csv', hours(1), { 'site-id': 'home' });
  await lake.upload('raw/cabin secret.csv', hours(2), { 'site-id': 'cabin' });
  // An earlier version, a copy, and one that was refused, of which the site was said.
  await lake.upload('raw/cabin secret.csv', hours(3), { 'site-id': 'cabin' });
  await lake.upload('raw/cabin copy.csv', hours(3), { 'site-id': 'cabin' });
  await lake.upload('raw/cabin refused.csv', 'nothing', { 'site-id': 'cabin' });
  await isServed('cabin');
  const look = await call('erase', '--site', 'cabin');
  expect(look.code, look.stderr).toBe(0);
  expect(look.stdout).toMatch(/^raw\/ +4 /m);
  expect(look.stderr).toContain('3 uploads would be erased for good');
  expect(await sums()).toEqual(['cabin 72', 'home 24']);

  const { code, stdout, stderr } = await call('erase', '--site', 'cabin', '--yes');
  expect(code, stderr).toBe(0);
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const certificate = JSON.parse(stdout);
  expect(certificate).toMatchObject({ sites_sha256: [digest('cabin')], left: 0 });
  // A day of hours, and what the table knows of the site itself.
  expect(certificate.served_items).toBeGreaterThan(24);
  expect((await served().sites()).map(({ site_id }) => site_id)).not.toContain('cabin');
  expect(await served().items('cabin', '2026', '2027')).toEqual([]);
  expect(certificate.uploads_sha256).toContain(digest('raw/cabin secret.csv'));
  expect(stdout).not.toContain('secret');
  expect((await keys()).filter((key) => key.includes('cabin'))).toEqual([]);
  expect(await sums()).toEqual(['home 24']);
  expect(await keys()).toContain('raw/home.csv');
  for (const TableName of ['raw_energy_data', 'upload_readings', 'forecast_data']) {
    const { Partitions = [] } = await lake.glue.send(
      new GetPartitionsCommand({ DatabaseName: STACK.database, TableName }),
    );
    expect(JSON.stringify(Partitions.map(({ Values }) => Values))).not.toContain('cabin');
  }
  const again = await call('erase', '--site', 'cabin');
  expect(again.code).toBe(1);
  expect(again.stderr).toContain("No upload tells of 'cabin'.");
});

test('refuses where an upload tells of another site, too', async () => {
  const both = 'timestamp,site,kwh\n2026-10-01 00:00,a,1\n2026-10-01 00:00,b,1\n2026-10-01 01:00,a,1\n';
  await lake.upload('raw/both.csv', both);
  const { code, stderr } = await call('erase', '--site', 'a', '--yes');
  expect(code).toBe(1);
  expect(stderr).toContain(`${datasetOf('raw/both.csv')} tells of other sites, too: b.`);
  expect(await sums()).toEqual(['a 2', 'b 1', 'home 24']);
});

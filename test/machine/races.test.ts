/** What happens to an upload while its run is at a certain call: deleted or overtaken. */
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STACK } from '../../local/stack.ts';
import { type FaultProxy, serveFaults } from '../faults/fault-proxy.ts';
import { type TestStack, testStack } from '../helpers/stack.ts';

let lake: TestStack;
let proxy: FaultProxy;
beforeAll(async () => {
  let url = '';
  proxy = await serveFaults(() => url);
  lake = await testStack({
    functionsEndpoint: (actual) => {
      url = actual;
      return proxy.url;
    },
  });
});
afterAll(async () => {
  await lake.close();
  proxy.close();
});

/** A day of one reading an hour. */
const day = (kwh: number) =>
  ['timestamp,kwh', ...Array.from({ length: 24 }, (_, hour) => `2026-10-01 ${hour}:00,${kwh}`), ''].join('\n');

const shown = (site: string) =>
  lake.query(`SELECT count(*), min(kwh), max(kwh) FROM raw_energy_data WHERE site_id = '${site}'`);
const WHOLE = (kwh: number) => [['24', `${kwh}.000000000`, `${kwh}.000000000`]];
const NOTHING = [['0', null, null]];
const named = (site: string) => ({ 'site-id': site });

/** Uploads, and does something when the run has come to a call. @returns the run */
async function at(operation: string, site: string, kwh: number, meanwhile: (version: string) => Promise<unknown>) {
  const held = proxy.hold(operation);
  const version = await lake.put(`raw/${site}.csv`, day(kwh), named(site));
  await held.came;
  try {
    await meanwhile(version);
  } finally {
    held.letGo();
  }
  return lake.executionOf(version);
}

const remove = (site: string, VersionId?: string) =>
  lake.s3.send(new DeleteObjectCommand({ Bucket: STACK.bucket, Key: `raw/${site}.csv`, VersionId }));

describe('a newer version', () => {
  it('that was published while the older one was about to be stays, and the older one is superseded', async () => {
    const older = await at('S3 PUT manifests', 'slow', 1, async () => {
      const newer = await lake.upload('raw/slow.csv', day(2), named('slow'));
      expect(newer.output.outcome).toBe('PUBLISHED');
    });
    expect(older.output.outcome).toBe('SUPERSEDED');
    expect(await shown('slow')).toEqual(WHOLE(2));
  });
});

describe('an upload that is deleted', () => {
  it('for good before it is read is refused in a sentence, and can be uploaded again', async () => {
    const run = await at('S3 GET raw', 'gone', 1, (version) => remove('gone', version));
    expect(run).toMatchObject({ status: 'FAILED', error: 'InputRejected' });
    expect(JSON.parse(JSON.parse(run.cause ?? '{}').errorMessage)).toMatchObject({ code: 'SOURCE_GONE' });
    expect(await shown('gone')).toEqual(NOTHING);
    expect((await lake.upload('raw/gone.csv', day(2), named('gone'))).output.outcome).toBe('PUBLISHED');
    expect(await shown('gone')).toEqual(WHOLE(2));
  });

  it('when its run is about to publish it is not in the tables', async () => {
    await at('S3 PUT manifests', 'deleted', 1, () => remove('deleted'));
    for (const arn of await lake.running()) await lake.wait(arn);
    expect(await shown('deleted')).toEqual(NOTHING);
  });
});

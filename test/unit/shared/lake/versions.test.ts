import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LakeVersions, lakeVersions, versionsAt } from '../../../../shared/lake/versions.ts';
import { type Endpoint, startEndpoint } from '../../../helpers/wire/endpoint.ts';
import { clientFor, LAKE } from '../../local/s3/client.ts';

let endpoint: Endpoint;
let versions: LakeVersions;
beforeAll(async () => {
  endpoint = await startEndpoint();
  const client = clientFor(endpoint.url);
  versions = lakeVersions(client, LAKE);
  const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: LAKE, Key, Body: Key }));
  const remove = (Key: string) => client.send(new DeleteObjectCommand({ Bucket: LAKE, Key }));
  for (const key of ['raw/gone.csv', 'raw/again.csv']) {
    await put(key);
    await remove(key);
  }
  await put('raw/again.csv');
});
afterAll(() => endpoint.close());

it('tells the delete marker that hides an object from one that something was uploaded after', async () => {
  const gone = await versionsAt(versions, 'raw/gone.csv');
  expect(gone.filter(({ hides }) => hides)).toMatchObject([{ key: 'raw/gone.csv', bytes: 0 }]);
  expect(gone).toHaveLength(2);
  const again = await versionsAt(versions, 'raw/again.csv');
  expect(again.filter(({ hides }) => hides)).toEqual([]);
  expect(again).toHaveLength(3);
});

it('knows that nothing expires in a bucket without a lifecycle', async () => {
  expect(await versions.expires('raw/')).toBe(false);
});

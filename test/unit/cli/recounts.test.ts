import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from '../../../cli/connection.ts';
import { checkRecounts } from '../../../cli/doctor/recounts.ts';
import { recountCommand, recounts } from '../../../cli/recounts.ts';
import { STACK } from '../../../local/names.ts';
import { generationFile, recordKey } from '../../../shared/lake/keys.ts';
import { createLakeStore } from '../../../shared/lake/s3-lake.ts';
import { refresh } from '../../../shared/record/refresh.ts';
import { readRecord, siteRecordSchema } from '../../../shared/record/site-record.ts';
import { createCatalog } from '../../../shared/tables/glue-catalog.ts';
import { type RecordWorld, recordWorld, upload } from '../../helpers/record.ts';
import { type TestStack, testStack } from '../../helpers/stack.ts';

let stack: TestStack;
let world: RecordWorld;
beforeAll(async () => {
  [stack, world] = await Promise.all([testStack(), recordWorld()]);
});
afterAll(() => Promise.all([stack.close(), world.close()]));

const SITE = 'attic';
const lake = () => createLakeStore(stack.s3, STACK.bucket);
const context = () => world.context({ lake: lake(), catalog: createCatalog(stack.glue, STACK.database) });

function publish(dataset: string, appliance: string, uploaded: number, kwh: number): Promise<void> {
  const readings = [{ thing: `${SITE} ${appliance} use`, from: 0, to: 60, kwh }];
  return upload({ dataset, run: dataset, uploaded, readings }, context());
}

/** As an earlier release left the month: both uploads count as they were told. */
async function countTwice(): Promise<void> {
  const record = siteRecordSchema.parse(JSON.parse(await stack.text(recordKey(SITE))));
  const { generation = '', tables = [] } = record.months['2026-10'] ?? {};
  const CopySource = `${STACK.bucket}/${generationFile(generation, 'uploaded_readings')}`;
  const Key = generationFile(generation, 'raw_energy_data');
  await stack.s3.send(new CopyObjectCommand({ Bucket: STACK.bucket, CopySource, Key }));
  const month = { generation, tables: tables.filter(({ table }) => !table.startsWith('uploaded_')) };
  await stack.put(recordKey(SITE), JSON.stringify({ ...record, months: { '2026-10': month } }));
}

test('what an earlier release counted twice is said with what it comes to, until it is made again', async () => {
  const found = () => withConnection({ port: 0, endpoint: stack.stack.url }, checkRecounts);
  await publish('whole', 'total', 1, 9);
  await publish('plug', 'fridge', 2, 2);
  expect(await found()).toMatchObject({ state: 'ok' });
  await countTwice();
  expect(await found()).toEqual({
    state: 'warning',
    text:
      'An earlier release decided what counts in 1 month of attic: ' +
      'as it is decided now, it comes to 9 kWh instead of 11 kWh',
    mend: 'npm run -s energy -- refresh --site attic shows each month, and makes it so with --yes.',
  });
  const changes = await withConnection({ port: 0, endpoint: stack.stack.url }, recounts);
  expect(recountCommand([...changes, ...changes.map((change) => ({ ...change, site: 'barn' }))])).toMatch(/refresh$/);
  await refresh([(await readRecord(lake(), SITE)).record], context());
  expect(await found()).toMatchObject({ state: 'ok' });
});

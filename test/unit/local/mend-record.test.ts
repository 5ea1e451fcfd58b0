import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STACK } from '../../../local/names.ts';
import { datasetOf, inboxPrefix } from '../../../shared/lake/keys.ts';
import { glueTables } from '../../../shared/tables/glue-tables.ts';
import { threeWeeks } from '../../helpers/month.ts';
import { type TestStack, testStack } from '../../helpers/stack.ts';

const KEY = 'raw/june.csv';
let lake: TestStack;
beforeAll(async () => {
  lake = await testStack();
  await lake.upload(KEY, threeWeeks());
});
afterAll(() => lake.close());

const count = async () => (await lake.query('SELECT COUNT(*), SUM(kwh) FROM raw_energy_data'))[0];

async function restart(): Promise<void> {
  const { home } = lake;
  await lake.stop();
  lake = await testStack({ home });
}

it('makes the record of a lake whose tables are by upload', async () => {
  const before = await count();
  expect(Number(before?.[0])).toBeGreaterThan(0);
  for (const prefix of ['record/sites/', 'record/data/']) await lake.remove(prefix);
  const table = glueTables(STACK.bucket).find(({ Name }) => Name === 'raw_energy_data');
  if (!table) throw new Error('no such table');
  const keys = ['dataset', 'month'].map((Name) => ({ Name, Type: 'string' }));
  const columns = table.StorageDescriptor.Columns.filter(({ Name }) => Name !== 'dataset');
  await lake.glue.send(new DeleteTableCommand({ DatabaseName: STACK.database, Name: table.Name }));
  await lake.glue.send(
    new CreateTableCommand({
      DatabaseName: STACK.database,
      TableInput: {
        ...table,
        PartitionKeys: keys,
        StorageDescriptor: { ...table.StorageDescriptor, Columns: columns },
      },
    }),
  );
  await restart();
  expect(await count()).toEqual(before);
});

it('finishes what waits in an inbox', async () => {
  const before = await count();
  const [[site, month] = []] = await lake.query('SELECT site_id, month FROM raw_energy_data GROUP BY 1, 2');
  const table = glueTables(STACK.bucket).find(({ Name }) => Name === 'raw_energy_data');
  await lake.glue.send(new DeleteTableCommand({ DatabaseName: STACK.database, Name: table?.Name }));
  await lake.glue.send(new CreateTableCommand({ DatabaseName: STACK.database, TableInput: table }));
  expect((await count())?.[0]).toBe('0');
  const dataset = datasetOf(KEY);
  const entry = { kind: 'REBUILT', site, dataset, key: KEY, run: 'r', at: new Date().toISOString(), months: [month] };
  await lake.put(`${inboxPrefix(site ?? '')}${dataset}/r.json`, JSON.stringify(entry));
  await restart();
  expect(await count()).toEqual(before);
});

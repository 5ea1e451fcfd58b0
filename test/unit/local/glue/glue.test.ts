import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  AlreadyExistsException,
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchDeleteTableCommand,
  BatchGetPartitionCommand,
  BatchUpdatePartitionCommand,
  CreateDatabaseCommand,
  CreatePartitionCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeletePartitionCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  GetCrawlersCommand,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetPartitionCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  GlueClient,
  InvalidInputException,
  paginateGetPartitions,
  type TableInput,
  UpdateDatabaseCommand,
  UpdatePartitionCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGlue, type Glue } from '../../../../local/glue/index.ts';
import { credentials, serve } from './front.ts';

const DB = { DatabaseName: 'energy_db' };
const READINGS = { ...DB, TableName: 'readings' };

const readings: TableInput = {
  Name: 'Readings',
  StorageDescriptor: {
    Columns: [
      { Name: 'Appliance', Type: 'string' },
      { Name: 'kwh', Type: 'decimal(18,9)' },
    ],
    Location: 's3://lake/readings/',
  },
  PartitionKeys: [
    { Name: 'dataset', Type: 'string' },
    { Name: 'month', Type: 'string' },
  ],
};

let home: string;
let glue: Glue;
let client: GlueClient;
let front: Awaited<ReturnType<typeof serve>>;

async function open(): Promise<void> {
  glue = await createGlue({ home });
  front = await serve(glue);
  client = new GlueClient({ endpoint: front.url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function close(): Promise<void> {
  client.destroy();
  await front.close();
  await glue.close();
}

async function restart(): Promise<void> {
  await close();
  await open();
}

function partition(dataset: string, month: string) {
  return { Values: [dataset, month], StorageDescriptor: { Location: `s3://lake/readings/${dataset}/${month}/` } };
}

beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'glue-'));
  await open();
  await client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'energy_db', Description: 'readings' } }));
  await client.send(new CreateTableCommand({ ...DB, TableInput: readings }));
});

afterEach(async () => {
  await close();
  rmSync(home, { recursive: true });
});

describe('databases', () => {
  test('are created, updated, listed and deleted', async () => {
    await expect(
      client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'ENERGY_DB' } })),
    ).rejects.toBeInstanceOf(AlreadyExistsException);
    await client.send(
      new UpdateDatabaseCommand({ Name: 'energy_db', DatabaseInput: { Name: 'energy_db', Description: 'new' } }),
    );
    const { Database } = await client.send(new GetDatabaseCommand({ Name: 'Energy_Db' }));
    expect(Database).toMatchObject({ Name: 'energy_db', Description: 'new', CreateTime: expect.any(Date) });

    await client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'other' } }));
    const page = await client.send(new GetDatabasesCommand({ MaxResults: 1 }));
    expect(page.DatabaseList?.map((each) => each.Name)).toEqual(['energy_db']);
    const rest = await client.send(new GetDatabasesCommand({ NextToken: page.NextToken }));
    expect(rest.DatabaseList?.map((each) => each.Name)).toEqual(['other']);

    await client.send(new DeleteDatabaseCommand({ Name: 'energy_db' }));
    await restart();
    await expect(client.send(new GetDatabaseCommand({ Name: 'energy_db' }))).rejects.toBeInstanceOf(
      EntityNotFoundException,
    );
  });
});

describe('tables', () => {
  test('keep what they were given, with names in lower case, across a restart', async () => {
    await restart();
    const { Table } = await client.send(new GetTableCommand({ ...DB, Name: 'READINGS' }));
    expect(Table).toMatchObject({
      Name: 'readings',
      DatabaseName: 'energy_db',
      VersionId: '0',
      StorageDescriptor: { Columns: [{ Name: 'appliance', Type: 'string' }, { Name: 'kwh' }] },
      PartitionKeys: [{ Name: 'dataset' }, { Name: 'month' }],
    });
  });

  test('are versioned by updates, and an update of another version is refused', async () => {
    await client.send(new UpdateTableCommand({ ...DB, TableInput: { ...readings, Description: 'x' } }));
    const { Table } = await client.send(new GetTableCommand({ ...DB, Name: 'readings' }));
    expect(Table).toMatchObject({ VersionId: '1', Description: 'x' });
    await expect(
      client.send(new UpdateTableCommand({ ...DB, TableInput: readings, VersionId: '0' })),
    ).rejects.toMatchObject({ name: 'ConcurrentModificationException' });
  });

  test('are listed by a name pattern', async () => {
    for (const Name of ['daily_energy_data', 'hourly_energy_data', 'datasets']) {
      await client.send(new CreateTableCommand({ ...DB, TableInput: { Name } }));
    }
    const names = async (Expression?: string) =>
      (await client.send(new GetTablesCommand({ ...DB, Expression }))).TableList?.map((table) => table.Name);
    expect(await names()).toEqual(['daily_energy_data', 'datasets', 'hourly_energy_data', 'readings']);
    expect(await names('*_energy_data')).toEqual(['daily_energy_data', 'hourly_energy_data']);
    expect(await names('d.*')).toEqual(['daily_energy_data', 'datasets']);
    expect(await names('datasets|readings')).toEqual(['datasets', 'readings']);
    expect(await names('dataset')).toEqual([]);
    await expect(names('(a+)+')).rejects.toBeInstanceOf(InvalidInputException);
  });

  test('with two columns of one name are refused', async () => {
    const twice = { Name: 't', PartitionKeys: [{ Name: 'a' }, { Name: 'A' }] };
    await expect(client.send(new CreateTableCommand({ ...DB, TableInput: twice }))).rejects.toThrow(
      'two columns named a',
    );
  });

  test('are deleted with their partitions', async () => {
    await client.send(new CreatePartitionCommand({ ...READINGS, PartitionInput: partition('a', '2026-01') }));
    await client.send(new DeleteTableCommand({ ...DB, Name: 'readings' }));
    await expect(client.send(new GetTableCommand({ ...DB, Name: 'readings' }))).rejects.toBeInstanceOf(
      EntityNotFoundException,
    );
    await client.send(new CreateTableCommand({ ...DB, TableInput: readings }));
    await restart();
    expect((await client.send(new GetPartitionsCommand(READINGS))).Partitions).toEqual([]);
    const { Errors } = await client.send(new BatchDeleteTableCommand({ ...DB, TablesToDelete: ['readings', 'none'] }));
    expect(Errors).toMatchObject([{ TableName: 'none', ErrorDetail: { ErrorCode: 'EntityNotFoundException' } }]);
  });
});

describe('partitions', () => {
  test('report errors one by one in a batch, and the others are created', async () => {
    await client.send(new CreatePartitionCommand({ ...READINGS, PartitionInput: partition('a', '2026-01') }));
    const { Errors } = await client.send(
      new BatchCreatePartitionCommand({
        ...READINGS,
        PartitionInputList: [partition('a', '2026-01'), partition('a', '2026-02'), { Values: ['only one'] }],
      }),
    );
    expect(Errors).toMatchObject([
      { PartitionValues: ['a', '2026-01'], ErrorDetail: { ErrorCode: 'AlreadyExistsException' } },
      { PartitionValues: ['only one'], ErrorDetail: { ErrorCode: 'InvalidInputException' } },
    ]);
    await restart();
    const { Partitions } = await client.send(new GetPartitionsCommand(READINGS));
    expect(Partitions?.map((each) => each.Values)).toEqual([
      ['a', '2026-01'],
      ['a', '2026-02'],
    ]);
  });

  test('are limited to 100 per creation, 100 per update and 25 per deletion', async () => {
    const many = Array.from({ length: 101 }, (_, index) => partition('a', String(index)));
    await expect(
      client.send(new BatchCreatePartitionCommand({ ...READINGS, PartitionInputList: many })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    const Entries = many.map((each) => ({ PartitionValueList: each.Values, PartitionInput: each }));
    await expect(client.send(new BatchUpdatePartitionCommand({ ...READINGS, Entries }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(
      client.send(new BatchDeletePartitionCommand({ ...READINGS, PartitionsToDelete: many.slice(0, 26) })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('are read, updated, renamed and deleted', async () => {
    await client.send(new CreatePartitionCommand({ ...READINGS, PartitionInput: partition('a', '2026-01') }));
    await expect(
      client.send(new CreatePartitionCommand({ ...READINGS, PartitionInput: partition('a', '2026-01') })),
    ).rejects.toBeInstanceOf(AlreadyExistsException);
    const moved = { ...partition('a', '2026-01'), StorageDescriptor: { Location: 's3://lake/elsewhere/' } };
    await client.send(
      new UpdatePartitionCommand({ ...READINGS, PartitionValueList: ['a', '2026-01'], PartitionInput: moved }),
    );
    const { Partition } = await client.send(
      new GetPartitionCommand({ ...READINGS, PartitionValues: ['a', '2026-01'] }),
    );
    expect(Partition?.StorageDescriptor?.Location).toBe('s3://lake/elsewhere/');

    const { Errors } = await client.send(
      new BatchUpdatePartitionCommand({
        ...READINGS,
        Entries: [
          { PartitionValueList: ['a', '2026-01'], PartitionInput: partition('b', '2026-01') },
          { PartitionValueList: ['none', 'x'], PartitionInput: partition('none', 'x') },
        ],
      }),
    );
    expect(Errors).toMatchObject([
      { PartitionValueList: ['none', 'x'], ErrorDetail: { ErrorCode: 'EntityNotFoundException' } },
    ]);
    await restart();
    const found = await client.send(
      new BatchGetPartitionCommand({
        ...READINGS,
        PartitionsToGet: [{ Values: ['a', '2026-01'] }, { Values: ['b', '2026-01'] }],
      }),
    );
    expect(found.Partitions?.map((each) => each.Values)).toEqual([['b', '2026-01']]);

    const deleted = await client.send(
      new BatchDeletePartitionCommand({
        ...READINGS,
        PartitionsToDelete: [{ Values: ['b', '2026-01'] }, { Values: ['c', '2026-01'] }],
      }),
    );
    expect(deleted.Errors).toMatchObject([
      { PartitionValues: ['c', '2026-01'], ErrorDetail: { ErrorCode: 'EntityNotFoundException' } },
    ]);
    await expect(
      client.send(new DeletePartitionCommand({ ...READINGS, PartitionValues: ['b', '2026-01'] })),
    ).rejects.toBeInstanceOf(EntityNotFoundException);
  });

  test('are selected by an expression', async () => {
    await client.send(
      new BatchCreatePartitionCommand({
        ...READINGS,
        PartitionInputList: ['2026-01', '2026-02', '2026-03'].flatMap((month) => [
          partition('house', month),
          partition("o'neil", month),
        ]),
      }),
    );
    const select = async (Expression: string) => {
      const { Partitions } = await client.send(new GetPartitionsCommand({ ...READINGS, Expression }));
      return Partitions?.map((each) => each.Values?.join('/'));
    };
    expect(await select("dataset='house' AND month>='2026-02'")).toEqual(['house/2026-02', 'house/2026-03']);
    expect(await select("dataset = 'o''neil' and month between '2026-01' and '2026-02'")).toEqual([
      "o'neil/2026-01",
      "o'neil/2026-02",
    ]);
    expect(await select("month IN ('2026-01') AND NOT (dataset LIKE 'o%')")).toEqual(['house/2026-01']);
    expect(await select("month <> '2026-01' AND dataset != 'house' OR month = 'x'")).toEqual([
      "o'neil/2026-02",
      "o'neil/2026-03",
    ]);
    await expect(select("kwh = '1'")).rejects.toThrow("'kwh' is not a partition key; the keys are: dataset, month");
    await expect(select("dataset = 'x' AND")).rejects.toBeInstanceOf(InvalidInputException);
    await expect(select('dataset = dataset')).rejects.toBeInstanceOf(InvalidInputException);
    await expect(select(`${'('.repeat(5000)}`.slice(0, 2000))).rejects.toBeInstanceOf(InvalidInputException);
  });

  test('of a large table are paged completely, once each, also by segments', async () => {
    for (let batch = 0; batch < 30; batch++) {
      const PartitionInputList = Array.from({ length: 100 }, (_, index) =>
        partition(`set-${batch * 100 + index}`, '2026-01'),
      );
      await client.send(new BatchCreatePartitionCommand({ ...READINGS, PartitionInputList }));
    }
    await restart();
    const seen = new Set<string>();
    let count = 0;
    for await (const page of paginateGetPartitions({ client }, { ...READINGS, MaxResults: 700 })) {
      for (const each of page.Partitions ?? []) seen.add(String(each.Values));
      count += page.Partitions?.length ?? 0;
    }
    expect([seen.size, count]).toEqual([3000, 3000]);
    let segments = 0;
    for (const SegmentNumber of [0, 1, 2]) {
      const input = { ...READINGS, Segment: { SegmentNumber, TotalSegments: 3 } };
      for await (const page of paginateGetPartitions({ client }, input)) segments += page.Partitions?.length ?? 0;
    }
    expect(segments).toBe(3000);
  });

  test('with values that are hostile as file names stay apart and inside the folder', async () => {
    const hostile = ['../../escape', 'a/b', 'A', 'a', 'ä', '', ' ', `${'x'.repeat(1000)}`, 'con', '.', '..', '\u0000'];
    for (const value of hostile) {
      await client.send(new CreatePartitionCommand({ ...READINGS, PartitionInput: partition(value, 'm') }));
    }
    await restart();
    const { Partitions } = await client.send(new GetPartitionsCommand(READINGS));
    expect(new Set(Partitions?.map((each) => each.Values?.[0]))).toEqual(new Set(hostile));
    expect(readdirSync(home)).toEqual(['glue']);
    expect(readdirSync(path.join(home, 'glue'))).toEqual(['energy_db']);
  });
});

describe('errors', () => {
  test('name what is missing', async () => {
    await expect(
      client.send(new GetPartitionsCommand({ DatabaseName: 'none', TableName: 'readings' })),
    ).rejects.toThrow('Database none not found.');
    await expect(client.send(new GetPartitionsCommand({ ...DB, TableName: 'none' }))).rejects.toThrow(
      'Table none not found.',
    );
    await expect(client.send(new GetTableCommand({ DatabaseName: undefined, Name: 'x' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('DatabaseName'),
    });
    await expect(client.send(new GetPartitionsCommand({ ...READINGS, NextToken: 'bad' }))).rejects.toBeInstanceOf(
      InvalidInputException,
    );
  });

  test('an operation that is not there is refused by name', async () => {
    await expect(client.send(new GetCrawlersCommand())).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: "Glue's GetCrawlers is not part of the local stack",
    });
  });

  test('a damaged record of a table is set aside, and its partitions stay', async () => {
    const file = path.join(home, 'glue', 'energy_db', 'readings', 'table.json');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, '{"Name":');
    const glue = await createGlue({ home });
    expect(glue.tables('energy_db').map(({ Name }) => Name)).toContain('readings');
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe('{"Name":');
    await glue.close();
    writeFileSync(file, whole);
    rmSync(`${file}.unreadable`);
  });

  test('a temporary file that a kill left behind is no partition', async () => {
    writeFileSync(path.join(home, 'glue', 'energy_db', 'readings', 'p-x.json.tmp'), '[{"Val');
    await restart();
    expect((await client.send(new GetPartitionsCommand(READINGS))).Partitions).toEqual([]);
  });
});

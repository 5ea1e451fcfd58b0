import { afterAll, beforeAll, expect, test } from 'vitest';
import { DATABASE, type Lake, openLake } from './lake.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake();
  await lake.table('readings', 'appliance string, kwh decimal(18,9), at timestamp', { keys: 'dataset string' });
  await lake.parquet(
    'readings/house/data.parquet',
    'SELECT a AS appliance, CAST(x AS DECIMAL(18,9)) AS kwh, TIMESTAMP \'2026-10-01\' AS "at" ' +
      "FROM (VALUES ('AC', 1), ('AC', 2), ('Heater', 4)) AS t(a, x)",
  );
  await lake.partition('readings', ['house'], 'readings/house/');
});
afterAll(async () => {
  await lake.close();
});

test('a view is kept in Glue as Athena keeps it, listed as a view, and read as a table', async () => {
  const sql = 'SELECT appliance, sum(kwh) AS total, max(at) AS latest FROM readings WHERE kwh > 0 -- all\nGROUP BY 1';
  const made = await lake.finished(`CREATE VIEW totals AS ${sql};`);
  expect([made.Status?.State, made.StatementType, made.SubstatementType]).toEqual(['SUCCEEDED', 'DDL', 'CREATE_VIEW']);
  const { Table } = (await lake.glue.call('GetTable', { DatabaseName: DATABASE, Name: 'totals' })) as {
    Table: Record<string, unknown>;
  };
  expect(Table).toMatchObject({ TableType: 'VIRTUAL_VIEW', ViewExpandedText: '/* Presto View */' });
  const [, base64 = ''] = /^\/\* Presto View: (.*) \*\/$/.exec(String(Table.ViewOriginalText)) ?? [];
  expect(JSON.parse(Buffer.from(base64, 'base64').toString())).toEqual({
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: DATABASE,
    columns: [
      { name: 'appliance', type: 'varchar' },
      { name: 'total', type: 'decimal(38,9)' },
      { name: 'latest', type: 'timestamp(3)' },
    ],
  });
  expect(await lake.query('SHOW VIEWS')).toEqual([['totals']]);
  expect((await lake.query('DESCRIBE totals')).map(([line]) => line?.split('\t')[1]?.trim())).toEqual([
    'string',
    'decimal(38,9)',
    'timestamp',
  ]);
  expect(await lake.query('SELECT table_name, view_definition FROM information_schema.views')).toEqual([
    ['totals', sql],
  ]);
  expect(await lake.query("SELECT table_type FROM information_schema.tables WHERE table_name = 'totals'")).toEqual([
    ['VIEW'],
  ]);
  expect(
    await lake.query(
      'SELECT v.appliance, energy_db.totals.total FROM energy_db.totals JOIN totals v ' +
        'ON v.appliance = totals.appliance WHERE v.total >= 3 ORDER BY 2',
    ),
  ).toEqual([
    ['AC', '3.000000000'],
    ['Heater', '4.000000000'],
  ]);
});

test('a view looks for tables where it was made, and not among the names of the query around it', async () => {
  await lake.glue.call('CreateDatabase', { DatabaseInput: { Name: 'other' } });
  expect((await lake.finished('CREATE VIEW other.half AS SELECT count(*) / 2 AS n FROM readings')).Status?.State).toBe(
    'SUCCEEDED',
  );
  const QueryExecutionContext = { Database: 'other' };
  expect(await lake.query('WITH readings AS (SELECT 1 AS x) SELECT n FROM half', { QueryExecutionContext })).toEqual([
    ['1'],
  ]);
});

test('a view is replaced and dropped', async () => {
  await lake.query('CREATE OR REPLACE VIEW twice AS SELECT 1 AS x');
  await lake.query('CREATE OR REPLACE VIEW twice AS SELECT x * 2 AS y FROM (VALUES 4) AS t(x)');
  expect(await lake.query('SELECT * FROM twice')).toEqual([['8']]);
  await lake.query(`CREATE OR REPLACE VIEW twice AS
    SELECT ARRAY[1] AS a, map_agg(k, k) AS m, CAST(ROW(true) AS ROW(ok boolean)) AS r, now() AS t, 'x' AS s
    FROM (VALUES 1e0) AS t(k)`);
  expect((await lake.query('DESCRIBE twice')).map(([line]) => line?.split('\t')[1]?.trim())).toEqual([
    'array<int>',
    'map<double,double>',
    'struct<ok:boolean>',
    'timestamp',
    'string',
  ]);
  await lake.query('DROP VIEW twice');
  await lake.query('DROP VIEW IF EXISTS `energy_db`.`twice`');
  expect(await lake.reason('SELECT * FROM twice')).toMatch(/^TABLE_NOT_FOUND/);
});

test('what is wrong with a view is said', async () => {
  await lake.query('CREATE OR REPLACE VIEW a AS SELECT 1 AS x');
  await lake.query('CREATE OR REPLACE VIEW b AS SELECT x FROM a');
  const reasons: Record<string, RegExp> = {
    'CREATE VIEW a AS SELECT 2 AS x':
      /^TABLE_ALREADY_EXISTS: line 1:13: View already exists: 'awsdatacatalog.energy_db.a'/,
    'CREATE OR REPLACE VIEW readings AS SELECT 2 AS x': /^TABLE_ALREADY_EXISTS: .*Table already exists/,
    'CREATE VIEW c AS SELECT 1': /^MISSING_COLUMN_NAME: .*Column name not specified at position 1/,
    'CREATE VIEW c AS SELECT 1 AS x, 2 AS x': /^DUPLICATE_COLUMN_NAME: .*Column name 'x' specified more than once/,
    'CREATE VIEW c AS SELECT NULL AS x': /^COLUMN_TYPE_UNKNOWN/,
    'CREATE VIEW c AS SELECT kw FROM readings': /^COLUMN_NOT_FOUND: line 1:25/,
    'CREATE VIEW c AS SELECT table_name FROM information_schema.tables': /^NOT_SUPPORTED/,
    'CREATE VIEW none.c AS SELECT 1 AS x': /^SCHEMA_NOT_FOUND/,
    'CREATE OR REPLACE VIEW a AS SELECT x FROM b': /^VIEW_IS_RECURSIVE/,
    "CREATE VIEW c COMMENT 'x' AS SELECT 1 AS x": /^NOT_SUPPORTED: .*COMMENT of a view/,
    'DROP VIEW readings': /^TABLE_NOT_FOUND: .*does not exist, but a table with that name exists/,
    'DROP VIEW none': /^TABLE_NOT_FOUND: line 1:11: View 'awsdatacatalog.energy_db.none' does not exist/,
    'CREATE TABLE c AS SELECT 1 AS x': /^NOT_SUPPORTED: line 1:1: The statement CREATE/,
    'DROP TABLE readings': /^NOT_SUPPORTED: line 1:1: The statement DROP/,
  };
  for (const [sql, reason] of Object.entries(reasons)) expect(await lake.reason(sql), sql).toMatch(reason);
  await lake.query('DROP VIEW a');
  expect(await lake.reason('SELECT * FROM b')).toMatch(
    /^INVALID_VIEW: line 1:15: Failed analyzing stored view 'energy_db.b': line 1:15: Table '.*\.a' does not exist/,
  );
});

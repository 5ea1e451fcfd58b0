/** What clients of Athena send when they list schemas, tables and columns, answered from the catalogue. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lake, openLake } from './lake.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake();
  await lake.table('readings', 'site_id string, at timestamp, kwh decimal(18,9), tags map<string,string>', {
    keys: 'dataset string',
  });
  await lake.table('odd', 'n tinyint, r struct<a:int>');
});
afterAll(async () => {
  await lake.close();
});

const READINGS = [
  ['site_id', 'readings', 'energy_db', 'varchar'],
  ['at', 'readings', 'energy_db', 'timestamp(3)'],
  ['kwh', 'readings', 'energy_db', 'decimal(18,9)'],
  ['tags', 'readings', 'energy_db', 'map(varchar, varchar)'],
  ['dataset', 'readings', 'energy_db', 'varchar'],
];

describe("Cube's driver for Athena", () => {
  test('columns of all tables', async () => {
    const rows = await lake.query(`
      SELECT columns.column_name as "column_name",
             columns.table_name as "table_name",
             columns.table_schema as "table_schema",
             columns.data_type as "data_type"
      FROM information_schema.columns
      WHERE columns.table_schema NOT IN ('pg_catalog', 'information_schema', 'mysql', 'performance_schema', 'sys',
        'INFORMATION_SCHEMA')`);
    expect(rows.filter(([, table]) => table === 'readings')).toEqual(READINGS);
    expect(rows.filter(([, table]) => table === 'odd').map(([name, , , type]) => [name, type])).toEqual([
      ['n', 'tinyint'],
      ['r', 'row(a integer)'],
    ]);
  });

  test('tables, and the columns of each by name', async () => {
    const tables = await lake.query(`
      SELECT table_schema AS schema, table_name AS name
      FROM information_schema.tables
      WHERE tables.table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')`);
    expect(tables.sort()).toEqual([
      ['energy_db', 'odd'],
      ['energy_db', 'readings'],
    ]);
    const columns = await lake.query('SHOW COLUMNS IN `energy_db.readings`');
    expect(columns.map(([name]) => name?.trim())).toEqual(READINGS.map(([name]) => name));
  });

  test('schemas, then the tables and columns of those chosen', async () => {
    expect(
      await lake.query(`
      SELECT table_schema as "schema_name" FROM information_schema.tables
      WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'mysql', 'performance_schema', 'sys',
        'INFORMATION_SCHEMA')
      GROUP BY table_schema`),
    ).toEqual([['energy_db']]);
    expect(
      await lake.query(`
      SELECT columns.column_name as "column_name", columns.table_name as "table_name",
             columns.table_schema as "schema_name", columns.data_type as "data_type"
      FROM information_schema.columns as columns
      WHERE (columns.table_schema = 'energy_db' AND columns.table_name IN ('readings'))`),
    ).toEqual(READINGS);
    expect(
      await lake.query("SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'energy_db'"),
    ).toEqual([['energy_db']]);
  });
});

describe("dbt's adapter for Athena", () => {
  test('schemas', async () => {
    const rows = await lake.query('select distinct schema_name from awsdatacatalog.INFORMATION_SCHEMA.schemata');
    expect(rows.sort()).toEqual([['energy_db'], ['information_schema']]);
  });

  test('tables and views of a schema', async () => {
    const rows = await lake.query(`
      WITH views AS (
        select table_catalog as database, table_name as name, table_schema as schema
        from "awsdatacatalog".INFORMATION_SCHEMA.views
        where table_schema = LOWER('energy_db')
      ), tables AS (
        select table_catalog as database, table_name as name, table_schema as schema
        from "awsdatacatalog".INFORMATION_SCHEMA.tables
        where table_schema = LOWER('energy_db')
        -- Views are in both
        EXCEPT
        select * from views
      )
      select views.*, 'view' AS table_type FROM views
      UNION ALL
      select tables.*, 'table' AS table_type FROM tables`);
    expect(rows.sort()).toEqual([
      ['awsdatacatalog', 'odd', 'energy_db', 'table'],
      ['awsdatacatalog', 'readings', 'energy_db', 'table'],
    ]);
  });

  test('columns of a table', async () => {
    expect(
      await lake.query(`
      select column_name,
        regexp_replace(replace(replace(data_type, 'varbinary', 'binary'), 'row', 'struct'),
          '(timestamp)(\\(\\d+\\))(.*)', '$1$2') as data_type,
        null as character_maximum_length, null as numeric_precision, null as numeric_scale
      from "awsdatacatalog".INFORMATION_SCHEMA.columns
      where table_name = LOWER('readings') and table_schema = LOWER('energy_db')
      order by ordinal_position`),
    ).toEqual(READINGS.map(([name, , , type]) => [name, type, undefined, undefined, undefined]));
  });

  test('the catalogue of a schema', async () => {
    const rows = await lake.query(`
      select * from (
        (
          with tables as (
            select tables.table_catalog as table_database, tables.table_schema as table_schema,
              tables.table_name as table_name,
              case when views.table_name is not null then 'view' when table_type = 'BASE TABLE' then 'table'
                else table_type end as table_type,
              null as table_owner, null as table_comment
            from awsdatacatalog.INFORMATION_SCHEMA.tables
            left join awsdatacatalog.INFORMATION_SCHEMA.views
              on tables.table_catalog = views.table_catalog
              and tables.table_schema = views.table_schema
              and tables.table_name = views.table_name
          ),
          columns as (
            select table_catalog as table_database, table_schema as table_schema, table_name as table_name,
              column_name as column_name, ordinal_position as column_index, data_type as column_type,
              comment as column_comment
            from awsdatacatalog.INFORMATION_SCHEMA.columns
          ),
          catalog as (
            select tables.table_database, tables.table_schema, tables.table_name, tables.table_type,
              tables.table_comment, columns.column_name, columns.column_index, columns.column_type,
              columns.column_comment, tables.table_owner
            from tables join columns
              on tables."table_database" = columns."table_database"
              and tables."table_schema" = columns."table_schema"
              and tables."table_name" = columns."table_name"
          )
          select * from catalog where lower("table_schema") = lower('energy_db')
        )
      )`);
    expect(rows.filter(([, , table]) => table === 'readings').map((row) => [row[3], row[5], row[6], row[7]])).toEqual(
      expect.arrayContaining(READINGS.map(([name, , , type], index) => ['table', name, String(index + 1), type])),
    );
  });
});

test('partition keys are told by extra_info; what is not there says so', async () => {
  expect(
    await lake.query(
      "SELECT column_name, extra_info FROM information_schema.columns WHERE table_name = 'readings' " +
        "AND extra_info = 'partition key'",
    ),
  ).toEqual([['dataset', 'partition key']]);
  expect(await lake.query('SHOW COLUMNS FROM readings IN `energy_db`')).toHaveLength(READINGS.length);
  expect(await lake.reason('SELECT * FROM information_schema.roles_of')).toBe(
    "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.information_schema.roles_of' does not exist",
  );
  expect(await lake.reason('SELECT `site_id` FROM readings')).toMatch(/^SYNTAX_ERROR: line 1:8: backquoted/);
  expect(await lake.reason('DESCRIBE EXTENDED readings')).toMatch(/^NOT_SUPPORTED: line 1:1: DESCRIBE EXTENDED/);
});

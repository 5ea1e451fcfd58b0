import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../local/athena/engine.ts';
import { runs } from '../../../helpers/properties.ts';
import { type Lake, openLake } from './lake.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake();
  await lake.table('readings', 'appliance string, kwh double', { keys: 'dataset string' });
  await lake.parquet('readings/a/data.parquet', "SELECT 'AC' AS appliance, CAST(1 AS DOUBLE) AS kwh");
  await lake.partition('readings', ['a'], 'readings/a/');
});
afterAll(async () => {
  await lake.close();
});

describe('a statement cannot reach outside the lake', () => {
  test.each([
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM READ_TEXT('/etc/passwd')",
    "SELECT * FROM read_parquet('s3://other/x')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM '/etc/passwd'",
    'SELECT * FROM "/etc/passwd"',
    'SELECT * FROM "read_text"(\'/etc/passwd\')',
    "SELECT (SELECT content FROM read_text('/etc/passwd'))",
    "WITH x AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM x",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM read_blob('/etc/passwd'))",
    "SELECT * FROM readings JOIN read_csv_auto('/etc/passwd') ON true",
    "SELECT 1 UNION SELECT * FROM read_text('/etc/passwd')",
    "VALUES (1), ((SELECT 1 FROM read_text('/etc/passwd')))",
    "SELECT/**/*/**/FROM/**/read_text('/etc/passwd')",
    "SELECT read_text('/etc/passwd')",
    "SELECT getenv('HOME')",
    "SELECT current_setting('temp_directory')",
    'SELECT * FROM duckdb_settings()',
    'SELECT * FROM information_schema.character_sets',
    'SELECT * FROM sqlite_master',
    'SELECT * FROM pragma_version()',
    'SELECT * FROM range(10)',
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('readings')",
    "COPY readings TO '/tmp/stolen.csv'",
    "COPY (SELECT 1) TO '/tmp/stolen.csv'",
    "ATTACH '/tmp/other.db'",
    'INSTALL httpfs',
    'LOAD httpfs',
    'SET enable_external_access = true',
    'RESET ALL',
    'PRAGMA database_list',
    'CALL pragma_version()',
    'CREATE TABLE x AS SELECT 1',
    "CREATE MACRO f() AS (SELECT content FROM read_text('/etc/passwd'))",
    'DROP TABLE readings',
    'INSERT INTO readings VALUES (1)',
    'UPDATE readings SET kwh = 0',
    'DELETE FROM readings',
    'MSCK REPAIR TABLE readings',
    "UNLOAD (SELECT 1) TO 's3://energy-lake/x/' WITH (format = 'PARQUET')",
    "EXPORT DATABASE '/tmp/x'",
    'EXPLAIN ANALYZE SELECT 1',
    'SELECT 1; SELECT 2',
    "SELECT 1; COPY (SELECT 1) TO '/tmp/stolen.csv'",
    "SELECT 1 --\n; ATTACH '/tmp/x'",
    "SELECT 'a\\'; ATTACH '/tmp/x'; --'",
    'SELECT $$text$$',
    'SELECT $1',
    'SELECT kwh::varchar FROM readings',
    'SELECT * EXCLUDE (kwh) FROM readings',
    'SELECT COLUMNS(*) FROM readings',
    'FROM readings',
    'FROM readings SELECT kwh',
    'SELECT kwh FROM readings QUALIFY row_number() OVER () = 1',
    'SELECT DISTINCT ON (appliance) * FROM readings',
    'SELECT * FROM readings USING SAMPLE 1',
    'PIVOT readings ON appliance USING sum(kwh)',
    'SUMMARIZE readings',
    'SELECT [1, 2]',
    "SELECT {'a': 1}",
    "SELECT 'a' ILIKE 'A'",
    "SELECT 'a' ~ 'a'",
    'SELECT 7 // 2',
    'SELECT 2 ** 3',
    'SELECT 1 == 1',
    "SELECT E'a\\nb'",
    'SELECT list_transform(ARRAY[1], x -> x)',
    'SELECT * FROM readings POSITIONAL JOIN readings',
    'SELECT * FROM readings LIMIT 10%',
    'SELECT 1 FROM readings GROUP BY ALL',
    "SELECT TIMESTAMP '2026-01-01 00:00:00' AT TIME ZONE '+02:00'",
    'SELECT \u0000 1',
    "SELECT 'a\u0000'",
    'SELECT １',
    'SELECT ‘a’',
    "SELECT U&'\\0041'",
    'SELECT kwh FROM readings WHERE kwh = ANY (SELECT 1e0)',
  ])('%s', async (sql) => {
    expect(await lake.reason(sql)).toMatch(
      /^(SYNTAX_ERROR|NOT_SUPPORTED|(FUNCTION|TABLE|SCHEMA|COLUMN)_NOT_FOUND|TYPE_MISMATCH): /,
    );
    expect(existsSync('/tmp/stolen.csv')).toBe(false);
  });

  test.each([
    "SELECT length(lpad('x', 2000000000, 'y'))",
    "SELECT length(rpad('x', 2000000000, 'y'))",
    "SELECT length(replace(lpad('x', 1000000, 'x'), 'x', lpad('y', 1000000, 'y')))",
    `SELECT length(regexp_replace(lpad('x', 1000000, 'x'), '.', '${'y'.repeat(1000)}'))`,
    "SELECT length(regexp_replace(lpad('x', 1000000, 'x'), '(.*)', '$1$1'))",
  ])('one function makes no text that takes the memory: %.60s', async (sql) => {
    expect(await lake.reason(sql)).toMatch(/^NOT_SUPPORTED: \w+ would give more than 10000000 characters/);
  });

  test('names that are hostile as SQL are names', async () => {
    const name = "\"; ATTACH '/tmp/x'; --";
    await lake.table('odd', 'a string', { keys: 'dataset string' });
    await lake.glue.call('CreateTable', {
      DatabaseName: 'energy_db',
      TableInput: {
        Name: 'hostile',
        PartitionKeys: [{ Name: 'k', Type: 'string' }],
        StorageDescriptor: {
          Columns: [{ Name: name, Type: 'string' }],
          Location: 's3://energy-lake/hostile/',
          SerdeInfo: { SerializationLibrary: 'x.ParquetHiveSerDe' },
        },
      },
    });
    await lake.parquet(
      "hostile/it's/data.parquet".replace("'", ''),
      `SELECT 'v' AS ${`"${name.replaceAll('"', '""')}"`}`,
    );
    await lake.partition('hostile', ["'); ATTACH '/tmp/x'; --"], 'hostile/its/');
    const lower = name.toLowerCase();
    expect(await lake.query(`SELECT "${lower.replaceAll('"', '""')}" AS "x""y", k FROM hostile`)).toEqual([
      ['v', "'); ATTACH '/tmp/x'; --"],
    ]);
    expect(await lake.query('SELECT * FROM (SELECT 1 AS "a"" b") AS "t;x"')).toEqual([['1']]);
  });

  test('objects whose names begin with _ or a dot are not read', async () => {
    await writeFile(await lake.path('readings/a/_temporary.parquet'), 'no Parquet');
    await writeFile(await lake.path('readings/a/.hidden'), 'no Parquet');
    expect(await lake.query('SELECT count(*) FROM readings')).toEqual([['1']]);
  });

  test('a location in another bucket finds nothing there', async () => {
    await lake.table('elsewhere', 'a string', { json: true, location: 's3://../../etc/' });
    expect(await lake.reason('SELECT * FROM elsewhere')).toMatch(/^(not failed|HIVE)/);
  });

  test('a statement nested without end, or very long, is refused', async () => {
    expect(await lake.reason(`SELECT ${'('.repeat(100_000)}1`)).toMatch(/nested too deeply/);
    expect(await lake.reason(`SELECT ${'NOT '.repeat(60_000)}true`)).toMatch(/nested too deeply/);
    expect(await lake.reason(`SELECT ${'- '.repeat(100_000)}1`)).toMatch(/nested too deeply/);
    expect(await lake.reason(`SELECT 1${' + 1'.repeat(60_000)}`)).toMatch(/nested too deeply/);
    expect(await lake.reason(`SELECT 1${' UNION SELECT 1'.repeat(10_000)}`)).toMatch(/nested too deeply/);
    expect(await lake.reason(`SELECT 1 FROM readings${', readings'.repeat(10_000)}`)).toMatch(/nested too deeply/);
    expect(await lake.query(`SELECT 1.5${' + 1.5'.repeat(200)}`)).toEqual([['301.5']]);
    expect(await lake.query(`${'SELECT * FROM ('.repeat(100)}SELECT 1${')'.repeat(100)}`)).toEqual([['1']]);
    expect(await lake.query(`SELECT ${'('.repeat(100)}SELECT 1${')'.repeat(100)}`)).toEqual([['1']]);
    expect(await lake.query(`SELECT 1${' UNION SELECT 1'.repeat(60)}`)).toEqual([['1']]);
    await expect(lake.finished(`SELECT '${'x'.repeat(262_144)}'`)).rejects.toThrow(/262144/);
  });

  test('no text makes the service fail in another way than as a query', async () => {
    const words = fc.constantFrom(
      ...(
        'SELECT FROM WHERE readings appliance kwh ( ) , * + - / = < \' " ; -- /* */ sum count GROUP BY ORDER LIMIT 1 ' +
        '2.5 1e3 AS WITH VALUES ARRAY [ ] . CASE WHEN THEN END ' +
        'NULL IN NOT AND OR CAST DATE INTERVAL DAY OVER UNNEST JOIN ON \u0000 \u{1F50C} é $ :: -> ? ROW'
      ).split(' '),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 14 }), async (parts) => {
        const { Status } = await lake.finished(`SELECT ${parts.join(' ')}`);
        expect(Status?.StateChangeReason ?? '').not.toMatch(/GENERIC_INTERNAL_ERROR/);
      }),
      runs(300),
    );
  });
});

describe('the second wall: DuckDB itself', () => {
  test('reads nothing outside the folder, writes nothing, loads nothing, and stays so', async () => {
    const engine = await startEngine({ home: lake.home, memoryMb: 256 });
    const connection = await engine.connect();
    for (const sql of [
      "SELECT * FROM read_text('/etc/hostname')",
      `SELECT * FROM read_text('${lake.home}/../${path.basename(lake.home)}x/secret')`,
      `SELECT * FROM read_text('${lake.home}x/secret')`,
      "COPY (SELECT 1) TO '/tmp/stolen.csv'",
      "ATTACH '/tmp/stolen.db'",
      'INSTALL httpfs',
      'LOAD httpfs',
      'SET enable_external_access = true',
      "SET allowed_directories = ['/']",
      'SET lock_configuration = false',
      "SELECT getenv('HOME')",
    ]) {
      await expect(connection.run(sql), sql).rejects.toThrow();
    }
    connection.closeSync();
    engine.close();
    expect(existsSync('/tmp/stolen.csv')).toBe(false);
  });

  test('results are written to the lake and scratch files are gone', async () => {
    await lake.query('SELECT 1');
    expect(await readdir(path.join(lake.home, 'athena', 'scratch'))).toEqual([]);
  });
});

import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lake, openLake } from './lake.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake();
  await lake.table('readings', 'site_id string, appliance string, timestamp timestamp, kwh decimal(18,9), hour int', {
    keys: 'dataset string, month string',
  });
  await lake.parquet(
    'readings/house/10/data.parquet',
    `SELECT 'home' AS site_id, a AS appliance, TIMESTAMP '2026-10-01' + to_hours(h) AS "timestamp",
      CAST(CASE a WHEN 'AC' THEN h ELSE h * 0.25 END AS DECIMAL(18,9)) AS kwh, CAST(h AS INTEGER) AS hour
     FROM (VALUES ('AC'), ('Heater')) AS t(a), range(24) AS s(h)`,
  );
  // An older file without the column `hour`, its columns in another order.
  await lake.parquet(
    'readings/house/11/data.parquet',
    `SELECT CAST(2.5 AS DECIMAL(18,9)) AS kwh, 'AC' AS appliance, 'home' AS site_id, ` +
      `TIMESTAMP '2026-11-01 12:00:00' AS "timestamp"`,
  );
  await lake.parquet(
    'readings/plant/10/data.parquet',
    `SELECT 'plant' AS site_id, CAST(NULL AS VARCHAR) AS appliance, TIMESTAMP '2026-10-05' AS "timestamp", ` +
      `CAST(100 AS DECIMAL(18,9)) AS kwh, 3 AS hour`,
  );
  await lake.parquet(
    'readings/nobody/10/data.parquet',
    `SELECT 'ghost' AS site_id, 'AC' AS appliance, TIMESTAMP '2026-10-05' AS "timestamp", ` +
      `CAST(1 AS DECIMAL(18,9)) AS kwh, 3 AS hour`,
  );
  await lake.partition('readings', ['house', '2026-10'], 'readings/house/10/');
  await lake.partition('readings', ['house', '2026-11'], 'readings/house/11/');
  await lake.partition('readings', ['plant', '2026-10'], 'readings/plant/10/');
  await lake.table('nothing', 'a string, n bigint', { keys: 'dataset string' });
  await lake.table(
    'datasets',
    'dataset string, runs array<struct<run:string,at:timestamp,readings:struct<accepted:bigint>>>, ' +
      'tags map<string,string>',
    {
      json: true,
      location: 's3://energy-lake/manifests/',
    },
  );
  await writeFile(
    await lake.path('manifests/house.json'),
    `${JSON.stringify({
      dataset: 'house',
      runs: [{ run: 'r1', at: '2026-10-01 10:00:00', readings: { accepted: 48 } }, { run: 'r2' }],
      tags: { kind: 'home' },
      more: 1,
    })}\n`,
  );
  await writeFile(await lake.path('manifests/plant.json'), `${JSON.stringify({ dataset: 'plant', runs: [] })}\n`);
});
afterAll(async () => {
  await lake.close();
});

describe('tables', () => {
  test('only registered partitions are read', async () => {
    expect(
      await lake.query('SELECT dataset, month, count(*) FROM readings GROUP BY dataset, month ORDER BY 1, 2'),
    ).toEqual([
      ['house', '2026-10', '48'],
      ['house', '2026-11', '1'],
      ['plant', '2026-10', '1'],
    ]);
  });

  test('a column that a file has not is null', async () => {
    expect(await lake.query("SELECT kwh, hour FROM readings WHERE month = '2026-11'")).toEqual([
      ['2.500000000', undefined],
    ]);
  });

  test('* gives the columns in the order of the table, then the partition keys', async () => {
    expect(await lake.query("SELECT * FROM energy_db.readings r WHERE r.dataset = 'plant'")).toEqual([
      ['plant', undefined, '2026-10-05 00:00:00.000', '100.000000000', '3', 'plant', '2026-10'],
    ]);
  });

  test('conditions on partition keys spare the other files', async () => {
    const bytes = async (where: string) =>
      (await lake.finished(`SELECT count(*) FROM readings AS r ${where}`)).Statistics?.DataScannedInBytes ?? 0;
    const all = await bytes('');
    const plant = await bytes("WHERE dataset = 'plant'");
    const house = await bytes("WHERE 'house' = r.dataset AND kwh > 0");
    expect(plant).toBeGreaterThan(0);
    expect(house + plant).toBe(all);
    expect(await bytes("WHERE month BETWEEN '2026-12' AND '2027-01'")).toBe(0);
    expect(await bytes("WHERE dataset IN ('house', 'plant')")).toBe(all);
    expect(await bytes("WHERE dataset = 'plant' OR kwh > 0")).toBe(all);
  });

  test('a condition on a partition key decides the rows whatever else stands beside it', async () => {
    const count = async (where: string) => (await lake.query(`SELECT count(*) FROM readings WHERE ${where}`))[0]?.[0];
    expect(await count("NOT (dataset = 'plant')")).toBe('49');
    expect(await count("dataset <> 'plant' AND month >= '2026-11'")).toBe('1');
    expect(await count("dataset = 'house' AND NOT month = '2026-10'")).toBe('1');
    expect(await count("dataset NOT IN ('house')")).toBe('1');
  });

  test('reads literals that name their type', async () => {
    expect(
      await lake.query("SELECT DECIMAL '1.50', DECIMAL '-2', BIGINT '5', DOUBLE '0.5', BOOLEAN 'true', VARCHAR 'a'"),
    ).toEqual([['1.50', '-2', '5', '0.5', 'true', 'a']]);
    expect(await lake.query("SELECT count(*) FROM readings WHERE kwh = DECIMAL '100'")).toEqual([['1']]);
  });

  test('"$path" names the file of a row, and no * gives it', async () => {
    const paths = await lake.query(
      `SELECT r."$path", count(*) FROM readings r WHERE "$path" LIKE '%house%' GROUP BY r."$path" ORDER BY 1`,
    );
    expect(paths).toEqual([
      ['s3://energy-lake/readings/house/10/data.parquet', '48'],
      ['s3://energy-lake/readings/house/11/data.parquet', '1'],
    ]);
    expect(await lake.query(`SELECT DISTINCT "$path" FROM datasets ORDER BY 1`)).toEqual([
      ['s3://energy-lake/manifests/house.json'],
      ['s3://energy-lake/manifests/plant.json'],
    ]);
    expect(await lake.query(`SELECT "$path", * FROM nothing`)).toEqual([]);
    const { QueryExecutionId } = await lake.finished('SELECT * FROM readings LIMIT 1');
    expect((await lake.header(QueryExecutionId)).columns).not.toContain('$path');
    expect(await lake.reason('SELECT "$path" FROM information_schema.tables')).toMatch(/^COLUMN_NOT_FOUND/);
    expect(await lake.reason('SELECT x."$path" FROM nothing AS x(a, b, c)')).toMatch(/^COLUMN_NOT_FOUND/);
  });

  test('a table without partitions has its columns and no rows', async () => {
    expect(await lake.query('SELECT * FROM nothing')).toEqual([]);
    expect(await lake.query('SELECT count(*), sum(n), max(dataset) FROM nothing')).toEqual([
      ['0', undefined, undefined],
    ]);
  });

  test('JSON documents are rows, nested values and all', async () => {
    expect(await lake.query('SELECT dataset, cardinality(runs), tags FROM datasets ORDER BY dataset')).toEqual([
      ['house', '2', '{kind=home}'],
      ['plant', '0', undefined],
    ]);
    expect(
      await lake.query(
        'SELECT d.dataset, r.run, r.at, r.readings.accepted ' +
          'FROM datasets d CROSS JOIN UNNEST(d.runs) AS r(run, at, readings) ORDER BY r.run',
      ),
    ).toEqual([
      ['house', 'r1', '2026-10-01 10:00:00.000', '48'],
      ['house', 'r2', undefined, undefined],
    ]);
    expect(await lake.query("SELECT runs[1] FROM datasets WHERE dataset = 'house'")).toEqual([
      ['{run=r1, at=2026-10-01 10:00:00.000, readings={accepted=48}}'],
    ]);
  });

  test('a file of other types than declared is an error that names it', async () => {
    await lake.table('wrong', 'kwh decimal(18,9)', { keys: 'dataset string' });
    await lake.parquet('wrong/a/data.parquet', 'SELECT CAST(1 AS DOUBLE) AS kwh');
    await lake.partition('wrong', ['a'], 'wrong/a/');
    const reason = await lake.reason('SELECT * FROM wrong');
    expect(reason).toMatch(/^HIVE_BAD_DATA: Field kwh's type DOUBLE in parquet file .*data\.parquet is incompatible/);
    expect(reason).toContain('with type DECIMAL(18,9)');
  });

  test('a damaged file fails the query that needs it', async () => {
    await lake.table('damaged', 'kwh double', { keys: 'dataset string' });
    await writeFile(await lake.path('damaged/a/data.parquet'), 'this is no Parquet file, though it is long enough');
    await lake.partition('damaged', ['a'], 'damaged/a/');
    expect(await lake.reason('SELECT * FROM damaged')).toMatch(
      /^(HIVE_BAD_DATA|INVALID_FUNCTION_ARGUMENT): .*data\.parquet/,
    );
  });
});

describe('the queries that people write', () => {
  test('totals by appliance', async () => {
    expect(
      await lake.query(
        "SELECT appliance, SUM(kwh) AS total FROM readings WHERE dataset = 'house' " +
          'GROUP BY appliance ORDER BY total DESC',
      ),
    ).toEqual([
      ['AC', '278.500000000'],
      ['Heater', '69.000000000'],
    ]);
  });

  test('a profile by hour of a column called timestamp', async () => {
    const rows = await lake.query(
      "SELECT HOUR(timestamp) AS h, AVG(kwh) AS mean FROM readings WHERE appliance = 'AC' GROUP BY HOUR(timestamp) " +
        'HAVING AVG(kwh) > 21 ORDER BY HOUR(timestamp)',
    );
    expect(rows).toEqual([
      ['22', '22.000000000'],
      ['23', '23.000000000'],
    ]);
  });

  test('times in a range, written as timestamps', async () => {
    expect(
      await lake.query(
        "SELECT count(*) FROM readings WHERE timestamp >= TIMESTAMP '2026-10-01 22:00:00' " +
          "AND timestamp < date_add('hour', 1, TIMESTAMP '2026-10-01 22:00:00')",
      ),
    ).toEqual([['2']]);
    expect(await lake.query("SELECT count(*) FROM readings WHERE date(timestamp) = DATE '2026-11-01'")).toEqual([
      ['1'],
    ]);
  });

  test('shares by a window over aggregates', async () => {
    expect(
      await lake.query(
        'SELECT appliance, round(100e0 * sum(kwh) / sum(sum(kwh)) OVER (), 1) AS share FROM readings ' +
          "WHERE month = '2026-10' AND dataset = 'house' GROUP BY appliance ORDER BY share DESC",
      ),
    ).toEqual([
      ['AC', '80.0'],
      ['Heater', '20.0'],
    ]);
  });

  test('the top of each group by a window and a subquery', async () => {
    expect(
      await lake.query(`
        -- the two largest hours
        WITH ranked AS (
          SELECT appliance, hour, kwh, row_number() OVER (PARTITION BY appliance ORDER BY kwh DESC, hour) AS place
          FROM readings WHERE dataset = 'house' AND hour IS NOT NULL
        )
        SELECT appliance, hour FROM ranked WHERE place <= 2 ORDER BY appliance, place /* done */;`),
    ).toEqual([
      ['AC', '23'],
      ['AC', '22'],
      ['Heater', '23'],
      ['Heater', '22'],
    ]);
  });

  test('joins, with ON and with USING', async () => {
    const from = "(VALUES ('AC', 'cooling'), ('Boiler', 'heat')) AS k(appliance, kind)";
    expect(
      await lake.query(
        `SELECT k.kind, count(r.kwh) FROM ${from} ` +
          `LEFT JOIN readings r ON r.appliance = k.appliance AND r.hour < 3 GROUP BY k.kind ORDER BY 1`,
      ),
    ).toEqual([
      ['cooling', '3'],
      ['heat', '0'],
    ]);
    expect(
      await lake.query(
        `SELECT * FROM (SELECT appliance, max(kwh) AS top FROM readings GROUP BY appliance) ` +
          `JOIN ${from} USING (appliance)`,
      ),
    ).toEqual([['AC', '23.000000000', 'cooling']]);
    expect(
      await lake.query(
        'SELECT x, a, b FROM (VALUES (1, 10), (2, 20)) AS l(x, a) FULL JOIN (VALUES (2, 21), ' +
          '(3, 31)) AS r(x, b) USING (x) ORDER BY x',
      ),
    ).toEqual([
      ['1', '10', undefined],
      ['2', '20', '21'],
      ['3', undefined, '31'],
    ]);
  });

  test('subqueries: scalar, IN, EXISTS, correlated', async () => {
    expect(
      await lake.query(
        "SELECT DISTINCT appliance FROM readings WHERE kwh = (SELECT max(kwh) FROM readings WHERE dataset = 'house')",
      ),
    ).toEqual([['AC']]);
    expect(
      await lake.query('SELECT count(*) FROM readings WHERE site_id IN (SELECT site_id FROM readings WHERE kwh > 99)'),
    ).toEqual([['1']]);
    expect(
      await lake.query(
        'SELECT count(*) FROM readings r WHERE EXISTS (SELECT 1 FROM readings s ' +
          "WHERE s.appliance = r.appliance AND s.month = '2026-11')",
      ),
    ).toEqual([['25']]);
    expect(
      await lake.query(
        'SELECT x, (SELECT max(y) FROM (VALUES 1, 2, 3) AS u(y) WHERE y < x) FROM (VALUES 2, 3) AS t(x) ORDER BY x',
      ),
    ).toEqual([
      ['2', '1'],
      ['3', '2'],
    ]);
    expect(await lake.query('SELECT ((SELECT max(hour) FROM readings) + 2) * 2')).toEqual([['50']]);
  });

  test('ROLLUP, CUBE and GROUPING SETS', async () => {
    const rows = (grouping: string) =>
      lake.query(
        `SELECT a, b, sum(x) FROM (VALUES ('p', 'q', 1), ('p', 'r', 2)) AS t(a, b, x) ` +
          `GROUP BY ${grouping} ORDER BY 1, 2`,
      );
    expect(await rows('ROLLUP (a, b)')).toEqual([
      ['p', 'q', '1'],
      ['p', 'r', '2'],
      ['p', undefined, '3'],
      [undefined, undefined, '3'],
    ]);
    expect(await rows('CUBE (a, b)')).toHaveLength(6);
    expect(await rows('GROUPING SETS ((a), (a, b), ())')).toHaveLength(4);
  });

  test('UNION, INTERSECT, EXCEPT, VALUES, TABLE', async () => {
    expect(await lake.query('SELECT 1 AS x UNION ALL SELECT 2.5 UNION SELECT 1 ORDER BY x DESC')).toEqual([
      ['2.5'],
      ['1.0'],
    ]);
    expect(await lake.query('VALUES 1, 2 INTERSECT VALUES 2, 3')).toEqual([['2']]);
    expect(await lake.query('(VALUES 1, 2) EXCEPT (SELECT 2)')).toEqual([['1']]);
    expect(await lake.query('TABLE nothing')).toEqual([]);
  });

  test('UNNEST: several arrays, ordinality, maps', async () => {
    expect(
      await lake.query('SELECT a, b, n FROM UNNEST(ARRAY[1, 2], ARRAY[3]) WITH ORDINALITY AS t(a, b, n) ORDER BY n'),
    ).toEqual([
      ['1', '3', '1'],
      ['2', undefined, '2'],
    ]);
    expect(
      await lake.query(
        'SELECT k, v FROM (SELECT histogram(x) AS h ' +
          "FROM (VALUES 'a', 'b', 'a') AS t(x)) CROSS JOIN UNNEST(h) AS u(k, v) ORDER BY k",
      ),
    ).toEqual([
      ['a', '2'],
      ['b', '1'],
    ]);
    expect(
      await lake.query(
        'SELECT x, y FROM (VALUES (1, ARRAY[7]), (2, ARRAY[])) AS t(x, l) ' +
          'LEFT JOIN UNNEST(l) AS u(y) ON true ORDER BY x',
      ),
    ).toEqual([
      ['1', '7'],
      ['2', undefined],
    ]);
  });

  test('LIMIT, OFFSET, and nulls last in both directions', async () => {
    const from = 'FROM (VALUES 1, NULL, 3) AS t(x)';
    expect(await lake.query(`SELECT x ${from} ORDER BY x`)).toEqual([['1'], ['3'], [undefined]]);
    expect(await lake.query(`SELECT x ${from} ORDER BY x DESC`)).toEqual([['3'], ['1'], [undefined]]);
    expect(await lake.query(`SELECT x ${from} ORDER BY x DESC NULLS FIRST OFFSET 1 LIMIT 1`)).toEqual([['3']]);
    expect(await lake.query(`SELECT x ${from} LIMIT 0`)).toEqual([]);
  });

  test('ORDER BY sees aliases before columns, and expressions of both', async () => {
    expect(await lake.query('SELECT -x AS x FROM (VALUES 1, 2) AS t(x) ORDER BY x')).toEqual([['-2'], ['-1']]);
    expect(await lake.query('SELECT x AS y FROM (VALUES 1, 2) AS t(x) ORDER BY y * -1')).toEqual([['2'], ['1']]);
    expect(await lake.query('SELECT x FROM (VALUES (1, 2), (2, 1)) AS t(x, y) ORDER BY t.y')).toEqual([['2'], ['1']]);
    expect(
      await lake.query(
        "SELECT hour(ts) AS h, count(*) FROM (VALUES TIMESTAMP '2026-01-01 05:00:00') AS t(ts) " +
          'GROUP BY hour(ts) ORDER BY hour(ts) + 1',
      ),
    ).toEqual([['5', '1']]);
  });

  test('GROUP BY a constant, a position, an expression', async () => {
    expect(await lake.query("SELECT 'all', 1, count(*) FROM (VALUES 1, 2) AS t(x) GROUP BY 1, 2")).toEqual([
      ['all', '1', '2'],
    ]);
    expect(
      await lake.query('SELECT x % 2 + 10, count(*) FROM (VALUES 1, 2, 3) AS t(x) GROUP BY x % 2 ORDER BY 1'),
    ).toEqual([
      ['10', '1'],
      ['11', '2'],
    ]);
  });

  test('names of columns without one', async () => {
    const { QueryExecutionId } = await lake.finished('SELECT 1, 2 AS b, count(*) FROM nothing');
    const { columns } = await lake.header(QueryExecutionId);
    expect(columns).toEqual(['_col0', 'b', '_col2']);
  });
});

describe('values', () => {
  test.each([
    ['1 / 2', '0'],
    ['-7 / 2', '-3'],
    ['7 % -3', '1'],
    ['1.0 / 3', '0.3'],
    ['2.0 / 3', '0.7'],
    ['1 / 3.000', '0.333'],
    ['CAST(10 AS decimal(38,9)) / 3', '3.333333333'],
    ['CAST(-2 AS decimal(38,9)) / 3', '-0.666666667'],
    ['CAST(1 AS decimal(18,9)) / CAST(3 AS decimal(18,9))', '0.333333333'],
    ['0.1 + 0.2', '0.3'],
    ['1.5 * 1.5', '2.25'],
    ['5.5 % 2', '1.5'],
    ['1e0 / 0', 'Infinity'],
    ['0e0 / 0', 'NaN'],
    ['nan() > 1e0', 'false'],
    ['nan() <> nan()', 'true'],
    ['1.0', '1.0'],
    ['1e10', '1.0E10'],
    ['1e7', '1.0E7'],
    ['9999999e0', '9999999.0'],
    ['1e-3', '0.001'],
    ['0.00012e0', '1.2E-4'],
    ['-0e0', '-0.0'],
    ['CAST(123456789.125e0 AS varchar)', '1.23456789125E8'],
    ['CAST(1e-5 AS varchar)', '1.0E-5'],
    ['CAST(-0.0005e0 AS varchar)', '-5.0E-4'],
    ['CAST(1e22 AS varchar)', '1.0E22'],
    ['CAST(0.1e0 AS varchar)', '1.0E-1'],
    ['CAST(1.5e0 AS varchar)', '1.5E0'],
    ['CAST(-100e0 AS varchar)', '-1.0E2'],
    ['CAST(37.7e0 AS varchar)', '3.77E1'],
    ['CAST(0e0 AS varchar)', '0E0'],
    ['CAST(-0e0 AS varchar)', '-0E0'],
    ['CAST(1e0 / 0 AS varchar)', 'Infinity'],
    ['CAST(2.5e0 AS integer)', '3'],
    ['CAST(-2.5e0 AS bigint)', '-3'],
    ['CAST(2.5 AS integer)', '3'],
    ["CAST('12' AS bigint)", '12'],
    ["TRY_CAST('12.5' AS integer)", undefined],
    ["TRY_CAST('yes' AS boolean)", undefined],
    ["CAST('T' AS boolean)", 'true'],
    ["CAST(' 1.5 ' AS double)", '1.5'],
    ["CAST('1.005' AS decimal(4,2))", '1.01'],
    ["CAST('2026-10-01' AS date)", '2026-10-01'],
    ["TRY_CAST('2026-10-01T00:00:00' AS timestamp)", undefined],
    ["TRY_CAST('2026-02-30' AS date)", undefined],
    ["CAST(TIMESTAMP '2026-10-01 01:02:03' AS varchar)", '2026-10-01 01:02:03.000'],
    ["CAST(DATE '2026-10-01' AS timestamp)", '2026-10-01 00:00:00.000'],
    ["CAST('kilowatt' AS varchar(4))", 'kilo'],
    ["CAST(ROW(1, 'x') AS ROW(a integer, b varchar))", '{a=1, b=x}'],
    ["CAST(ROW(1, 'x') AS ROW(a integer, b varchar)).b", 'x'],
    ['ROW(1, NULL)', '{field0=1, field1=null}'],
    ["ARRAY['a', NULL]", '[a, null]'],
    ['ARRAY[1, 2.5]', '[1.0, 2.5]'],
    ['ARRAY[1, 2][2]', '2'],
    ['ARRAY[1] || ARRAY[2]', '[1, 2]'],
    ["'a' || 'b' || NULL", undefined],
    ["'it''s'", "it's"],
    ["''", ''],
    ["DATE '2026-01-31' + INTERVAL '1' MONTH", '2026-02-28'],
    ["TIMESTAMP '2026-01-01 00:00:00' - INTERVAL '90' MINUTE", '2025-12-31 22:30:00.000'],
    ["INTERVAL '2' DAY", '2 00:00:00.000'],
    ["INTERVAL '14' MONTH", '1-2'],
    ["TIMESTAMP '2026-01-02 12:00:00' - TIMESTAMP '2026-01-01 00:00:00'", '1 12:00:00.000'],
    ["DATE '2026-01-03' - DATE '2026-01-01'", '2 00:00:00.000'],
    ['NULL IS NULL', 'true'],
    ['NULL IS DISTINCT FROM 1', 'true'],
    ['1 NOT IN (2, NULL)', undefined],
    ["'50%' LIKE '50!%' ESCAPE '!'", 'true'],
    ["'AC' LIKE 'a%'", 'false'],
    ["'a' < 'B'", 'false'],
    ["CASE WHEN 1 > 2 THEN 'x' END", undefined],
    ["CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE 'c' END", 'b'],
    ['1 BETWEEN 0 AND 2.5', 'true'],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
    ['"X" FROM (VALUES 1) AS t(x)', '1'],
    ['CAST(500000000 AS decimal(18,9)) * 1000', '500000000000.000000000'],
    [
      'CAST(123456789.123456789 AS decimal(18,9)) * CAST(123456789.123456789 AS decimal(18,9))',
      '15241578780673678.515622620750190521',
    ],
  ] as const)('SELECT %s is %s', async (sql, expected) => {
    expect((await lake.query(`SELECT ${sql}`))[0]?.[0]).toBe(expected);
  });
});

describe('errors, in the words of Athena', () => {
  test.each([
    [
      'SELECT kw FROM readings',
      "COLUMN_NOT_FOUND: line 1:8: Column 'kw' cannot be resolved or requester is not authorized " +
        'to access requested resources',
    ],
    ['SELECT *\nFROM readigs', "TABLE_NOT_FOUND: line 2:6: Table 'awsdatacatalog.energy_db.readigs' does not exist"],
    ['SELECT * FROM other.readings', "SCHEMA_NOT_FOUND: line 1:15: Schema 'other' does not exist"],
    ['SELECT median(kwh) FROM readings', "FUNCTION_NOT_FOUND: line 1:8: Function 'median' not registered"],
    [
      'SELECT sum(appliance) FROM readings',
      /^FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters \(varchar\) for function sum\. Expected: sum\(number\)/,
    ],
    [
      "SELECT * FROM readings WHERE timestamp > '2026-10-01'",
      'TYPE_MISMATCH: line 1:40: Cannot apply operator: timestamp(3) > varchar(10)',
    ],
    ['SELECT * FROM readings WHERE month = 10', 'TYPE_MISMATCH: line 1:36: Cannot apply operator: varchar = integer'],
    ["SELECT 'a' || 1", 'TYPE_MISMATCH: line 1:12: Cannot apply operator: varchar(1) || integer'],
    [
      'SELECT appliance, kwh FROM readings GROUP BY appliance',
      "EXPRESSION_NOT_AGGREGATE: line 1:19: 'kwh' must be an aggregate expression or appear in GROUP BY clause",
    ],
    ['SELECT kwh * 2 AS k FROM readings WHERE k > 1', /^COLUMN_NOT_FOUND: line 1:41: Column 'k' cannot be resolved/],
    [
      'SELECT hour(timestamp) AS h, count(*) FROM readings GROUP BY h',
      /^COLUMN_NOT_FOUND: line 1:62: Column 'h' cannot be resolved/,
    ],
    ['SELECT sum(kwh) AS s FROM readings HAVING s > 1', /^COLUMN_NOT_FOUND: line 1:43: Column 's'/],
    ['SELECT kwh + 1 AS a, a + 1 FROM readings', /^COLUMN_NOT_FOUND: line 1:22: Column 'a'/],
    [
      'SELECT * FROM readings WHERE sum(kwh) > 1',
      /^EXPRESSION_NOT_SCALAR: line 1:30: WHERE clause cannot contain aggregations/,
    ],
    ['SELECT sum(sum(kwh)) FROM readings', /^NESTED_AGGREGATION/],
    ['SELECT row_number() FROM readings', /^MISSING_OVER: line 1:8/],
    [
      'SELECT site_id FROM readings a JOIN readings b ON a.kwh = b.kwh',
      "AMBIGUOUS_NAME: line 1:8: Column 'site_id' is ambiguous",
    ],
    ['SELECT 1 / 0', 'DIVISION_BY_ZERO: Division by zero'],
    ['SELECT 1.5 / 0', 'DIVISION_BY_ZERO: Division by zero'],
    ['SELECT 1 % 0', 'DIVISION_BY_ZERO: Division by zero'],
    ['SELECT sum(hour) / (count(*) - count(*)) FROM readings', 'DIVISION_BY_ZERO: Division by zero'],
    ['SELECT 2147483647 + 1', /^NUMERIC_VALUE_OUT_OF_RANGE: /],
    ["SELECT CAST('x' AS integer)", /^INVALID_CAST_ARGUMENT: Cannot cast a value to integer/],
    ['SELECT CAST(1 AS date)', 'TYPE_MISMATCH: line 1:8: Cannot cast integer to date'],
    ["SELECT CAST('2026-02-30' AS date)", /^INVALID_CAST_ARGUMENT/],
    ["SELECT DATE '2026-02-30'", "INVALID_LITERAL: line 1:8: '2026-02-30' is not a valid DATE literal"],
    ['SELECT (SELECT hour FROM readings)', 'SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows'],
    ['SELECT ARRAY[1][2]', /^INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length/],
    [
      "SELECT date_add('hour', 1, DATE '2026-01-01')",
      "INVALID_FUNCTION_ARGUMENT: line 1:8: 'hour' is not a valid DATE field",
    ],
    ["SELECT date_parse('x', '%Y')", /^INVALID_FUNCTION_ARGUMENT: Invalid format/],
    ["SELECT reverse('a')", /^NOT_SUPPORTED: line 1:8: The function reverse is not supported by the local Athena/],
    ["SELECT format('%tY', DATE '2026-01-01')", /^(NOT_SUPPORTED: line 1:8: %t in a format)/],
    ["SELECT format('%d')", /^INVALID_FUNCTION_ARGUMENT: line 1:8: Invalid format string: %d/],
    ["SELECT format('%d', 'x')", /^INVALID_FUNCTION_ARGUMENT: line 1:8: %d does not format a value of varchar/],
    ['SELECT sequence(1, 2, 0)', 'INVALID_FUNCTION_ARGUMENT: step must not be zero'],
    ['SELECT sequence(1, 5, -1)', /^INVALID_FUNCTION_ARGUMENT: sequence stop value should be greater/],
    ['SELECT sequence(1, 9000000000000000000)', /^INVALID_FUNCTION_ARGUMENT: .*more than 10000 entries/],
    [
      "SELECT sequence(DATE '1900-01-01', DATE '2026-01-01')",
      'INVALID_FUNCTION_ARGUMENT: result of sequence function must not have more than 10000 entries',
    ],
    ["SELECT now() AT TIME ZONE 'EUROPE/BERLIN'", 'NOT_SUPPORTED: line 1:14: Time zone not supported: EUROPE/BERLIN'],
    ["SELECT now() AT TIME ZONE '+02:00'", /^NOT_SUPPORTED: line 1:14: A time zone that is an offset/],
    ["SELECT DATE '2026-01-01' AT TIME ZONE 'Europe/Berlin'", /^FUNCTION_NOT_FOUND: .*at_timezone/],
    ["SELECT at_timezone(now(), z) FROM (VALUES 'Nowhere') AS t(z)", /^NOT_SUPPORTED: .*Unknown TimeZone 'Nowhere'/],
    ['SELECT now() AT TIME ZONE z', /^SYNTAX_ERROR: line 1:27: mismatched input 'z'. Expecting: 'INTERVAL', <string>/],
    ['SELECT current_user', /^NOT_SUPPORTED: line 1:8: The function current_user is/],
    ["SELECT JSON_VALUE('{}', 'lax $.a')", /^NOT_SUPPORTED: line 1:8: The function json_value is/],
    ['SELECT listagg(x) WITHIN GROUP (ORDER BY x) FROM t', /^NOT_SUPPORTED: line 1:8: The function listagg is/],
    ["SELECT X'00'", /^NOT_SUPPORTED: line 1:8: A literal of bytes is/],
    ["SELECT U&'x'", /^NOT_SUPPORTED: line 1:8: A literal with Unicode escapes is/],
    ['SELECT * FROM TABLE(sequence(1, 2))', /^NOT_SUPPORTED: line 1:15: A table function is/],
    [
      'SELECT * FROM readings FOR TIMESTAMP AS OF now()',
      /^NOT_SUPPORTED: line 1:24: FOR TIMESTAMP or VERSION AS OF is/,
    ],
    ['SELECT * FROM readings r MATCH_RECOGNIZE (PATTERN (A))', /^NOT_SUPPORTED: line 1:26: MATCH_RECOGNIZE is/],
    ['SELECT ST_Point(1, 2)', /^NOT_SUPPORTED: line 1:8: The function st_point is not supported by the local Athena/],
    [
      "SELECT REAL '1.5'",
      'NOT_SUPPORTED: line 1:8: The type real is not supported by the local Athena (see local/SUPPORT.md)',
    ],
    [
      "SELECT JSON '{}', TIME '10:00'",
      'NOT_SUPPORTED: line 1:8: The type json is not supported by the local Athena (see local/SUPPORT.md)',
    ],
    [
      'SELECT "$file_size" FROM readings',
      'NOT_SUPPORTED: line 1:8: The column "$file_size" is not supported by the local Athena (see local/SUPPORT.md)',
    ],
    ["SELECT DECIMAL '1,5'", "INVALID_LITERAL: line 1:8: '1,5' is not a valid decimal literal"],
    ["SELECT date_format(now(), '%U')", /^NOT_SUPPORTED: line 1:8: %U in a date format/],
    [
      "SELECT from_iso8601_timestamp('2026-10-01T00:00:00+02:00')",
      /^NOT_SUPPORTED: from_iso8601_timestamp with an offset/,
    ],
    ["SELECT from_iso8601_timestamp('yesterday')", /^INVALID_FUNCTION_ARGUMENT/],
    ['SELECT 1 ORDER BY 2', 'INVALID_COLUMN_REFERENCE: line 1:19: ORDER BY position 2 is not in select list'],
    ['SELECT DISTINCT hour FROM readings ORDER BY kwh', /^EXPRESSION_NOT_IN_DISTINCT/],
    ['SELECT 1 UNION SELECT 1, 2', /^TYPE_MISMATCH: .*UNION query has different number of fields: 1, 2/],
    ["SELECT 1 UNION SELECT 'a'", /^TYPE_MISMATCH: .*incompatible types: integer, varchar\(1\)/],
    [
      'selec 1',
      "SYNTAX_ERROR: line 1:1: mismatched input 'selec'. Expecting: 'SELECT', 'WITH', 'VALUES', 'SHOW', 'DESCRIBE'",
    ],
    ['SELECT', "SYNTAX_ERROR: line 1:7: mismatched input '<EOF>'. Expecting: <expression>"],
    ['SELECT 1 LIMIT 1 OFFSET 1', /^SYNTAX_ERROR: line 1:18: mismatched input 'OFFSET'.*OFFSET stands before LIMIT/],
    ['SELECT 1 = 2 = 3', /^SYNTAX_ERROR: line 1:14/],
    ['', /Member|QueryString/],
  ] as const)('%s', async (sql, expected) => {
    if (sql === '') await expect(lake.finished(sql)).rejects.toThrow(expected);
    else
      expect(await lake.reason(sql)).toMatch(
        expected instanceof RegExp ? expected : new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
      );
  });
});

describe('SHOW and DESCRIBE', () => {
  test('list what is there', async () => {
    expect(await lake.query('SHOW DATABASES')).toEqual([['energy_db']]);
    expect(await lake.query('SHOW SCHEMAS')).toEqual([['energy_db']]);
    expect(await lake.query("SHOW TABLES 'read*'")).toEqual([['readings']]);
    expect(await lake.query("SHOW TABLES IN energy_db 'datasets|nothing'")).toEqual([['datasets'], ['nothing']]);
    expect(await lake.query('SHOW PARTITIONS readings')).toEqual([
      ['dataset=house/month=2026-10'],
      ['dataset=house/month=2026-11'],
      ['dataset=plant/month=2026-10'],
    ]);
    expect((await lake.query('SHOW COLUMNS IN nothing')).map(([name]) => name?.trim())).toEqual(['a', 'n', 'dataset']);
    expect(
      (await lake.query('DESCRIBE energy_db.nothing')).map(([line]) => line?.split('\t').map((cell) => cell.trim())),
    ).toContainEqual(['n', 'bigint', '']);
  });

  test('DESCRIBE FORMATTED says where a table is and how it is stored', async () => {
    const rows = await lake.query('DESCRIBE FORMATTED nothing');
    const lines = rows.map(([line]) => line?.split('\t').map((cell) => cell.trim()));
    expect(lines).toContainEqual(['# Detailed Table Information', '', '']);
    expect(lines).toContainEqual(['Database:', 'energy_db', '']);
    expect(lines).toContainEqual(['Location:', expect.stringMatching(/^s3:\/\//), '']);
    expect(lines).toContainEqual(['SerDe Library:', expect.stringContaining('.'), '']);
    expect(await lake.reason('DESCRIBE EXTENDED nothing')).toMatch(/^NOT_SUPPORTED: line 1:1: DESCRIBE EXTENDED/);
    for (const part of ['x', '"x"', "PARTITION (p='1')"]) {
      expect(await lake.reason(`DESCRIBE nothing ${part}`)).toMatch(
        /^NOT_SUPPORTED: line 1:1: DESCRIBE of a column or/,
      );
    }
  });

  test('fail for what is not', async () => {
    expect(await lake.reason('DESCRIBE none')).toBe(
      "TABLE_NOT_FOUND: line 1:10: Table 'awsdatacatalog.energy_db.none' does not exist",
    );
    expect(await lake.reason('SHOW PARTITIONS datasets')).toMatch(/is not a partitioned table/);
    expect(await lake.reason('SHOW CREATE TABLE readings')).toMatch(/^NOT_SUPPORTED: line 1:6: SHOW CREATE/);
  });
});

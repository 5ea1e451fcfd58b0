import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SQL_FUNCTIONS } from '../../../../local/athena/sql-functions.ts';
import { CASES } from './function-cases.ts';
import { type Lake, openLake } from './lake.ts';

let lake: Lake;
beforeAll(async () => {
  lake = await openLake();
});
afterAll(async () => {
  await lake.close();
});

test('every function of the list has a case, and every case a function', () => {
  expect(Object.keys(CASES).sort()).toEqual(SQL_FUNCTIONS.map(({ name }) => name).sort());
});

describe.each(Object.entries(CASES))('%s', (_name, cases) => {
  test.each(cases)('SELECT %s is %s', async (sql, expected) => {
    expect((await lake.query(`SELECT ${sql}`))[0]?.[0]).toBe(expected);
  });
});

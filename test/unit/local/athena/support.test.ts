import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SQL_FUNCTIONS } from '../../../../local/athena/sql-functions.ts';

test('local/SUPPORT.md lists the functions that run, and no others', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../local/SUPPORT.md'), 'utf8');
  const section = text.slice(
    text.indexOf('**Functions.**'),
    text.indexOf('**Other than on AWS**', text.indexOf('**Functions.**')),
  );
  const listed = [...section.matchAll(/`([a-z0-9_]+)`/g)].map(([, name]) => name);
  expect([...listed].sort()).toEqual(SQL_FUNCTIONS.map(({ name }) => name).sort());
});

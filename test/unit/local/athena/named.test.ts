import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { namedQueryOperations } from '../../../../local/athena/named.ts';

const CONTEXT = { workgroups: [{ name: 'energy', outputLocation: 's3://lake/results/' }], database: 'energy' };
const idsSchema = z.object({ NamedQueryIds: z.array(z.string()) });
const PEAKS = { name: 'Peaks', description: 'When most is used', sql: 'SELECT 1' };

test('the queries of the stack are there at each start, beside those that people save', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'energy-named-')), 'named-queries.json');
  const open = () => namedQueryOperations(file, CONTEXT, [PEAKS]);
  const first = open();
  const [id] = idsSchema.parse(await first.ListNamedQueries?.({})).NamedQueryIds;
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(await first.GetNamedQuery?.({ NamedQueryId: id })).toEqual({
    NamedQuery: {
      ...{ NamedQueryId: id, Name: 'Peaks', Description: 'When most is used', QueryString: 'SELECT 1' },
      ...{ Database: 'energy', WorkGroup: 'energy' },
    },
  });
  await first.DeleteNamedQuery?.({ NamedQueryId: id });
  const own = { Name: 'Own', Database: 'energy', QueryString: 'SELECT 2' };
  const made = z.object({ NamedQueryId: z.string() }).parse(await first.CreateNamedQuery?.(own));
  expect(await open().ListNamedQueries?.({})).toEqual({ NamedQueryIds: [id, made.NamedQueryId] });
});

/** Lists in documents that people write: `npm run renew` writes them. */
import { expect, it } from 'vitest';
import { DATASETS_TABLE, DATASETS_TABLE_DESCRIPTION } from '../../shared/tables/datasets-table.ts';
import { TABLE_NAMES, TABLES } from '../../shared/tables/schema.ts';
import { pathOf, readDocument, withList } from '../helpers/documents.ts';

it('README.md lists every table', async () => {
  const rows = [
    ...TABLE_NAMES.map((name) => [name, TABLES[name].description] as const),
    [DATASETS_TABLE, DATASETS_TABLE_DESCRIPTION] as const,
  ].map(([name, description]) => `| \`${name}\` | ${description} |`);
  const table = ['| table | what it holds |', '|---|---|', ...rows].join('\n');
  await expect(withList(readDocument('README.md'), 'tables', table)).toMatchFileSnapshot(pathOf('README.md'));
});

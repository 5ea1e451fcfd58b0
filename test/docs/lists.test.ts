/** Lists in documents that people write: `npm run renew` writes them. */
import { expect, it } from 'vitest';
import { QUARANTINE_CODES } from '../../functions/validate/reject-codes.ts';
import { BILL_KIND_NAMES, BILL_KINDS } from '../../shared/energy/bill-kinds.ts';
import { keysOf } from '../../shared/keys-of.ts';
import { FILE_FORMATS, FORMAT_NAMES } from '../../shared/readings/file-formats.ts';
import { REFUSAL_CODES } from '../../shared/runtime/errors.ts';
import { DATASETS_TABLE, DATASETS_TABLE_DESCRIPTION } from '../../shared/tables/datasets-table.ts';
import { TABLE_NAMES, TABLES } from '../../shared/tables/schema.ts';
import { TARIFF_FIELDS } from '../../shared/tariff/schema.ts';
import { pathOf, readDocument, withList } from '../helpers/documents.ts';

it('README.md lists every table', async () => {
  const rows = [
    ...TABLE_NAMES.map((name) => [name, TABLES[name].description] as const),
    [DATASETS_TABLE, DATASETS_TABLE_DESCRIPTION] as const,
  ].map(([name, description]) => `| \`${name}\` | ${description} |`);
  const table = ['| table | what it holds |', '|---|---|', ...rows].join('\n');
  await expect(withList(readDocument('README.md'), 'tables', table)).toMatchFileSnapshot(pathOf('README.md'));
});

it('docs/FORMATS.md lists every format, and every code of a row and of a file', async () => {
  const table = (rows: readonly (readonly [string, string])[]) =>
    ['| code | why |', '|---|---|', ...rows.map(([code, why]) => `| \`${code}\` | ${why} |`)].join('\n');
  const formats = FORMAT_NAMES.map((name) => `| ${FILE_FORMATS[name].title} | ${FILE_FORMATS[name].detectedBy} |`);
  const rows = table(keysOf(QUARANTINE_CODES).map((code) => [code, QUARANTINE_CODES[code].message] as const));
  const files = table(keysOf(REFUSAL_CODES).map((code) => [code, REFUSAL_CODES[code]] as const));
  const lists = {
    formats: ['| format | recognised by |', '|---|---|', ...formats].join('\n'),
    'rejected rows': rows,
    'refused files': files,
  };
  const written = Object.entries(lists).reduce(
    (document, [name, list]) => withList(document, name, list),
    readDocument('docs/FORMATS.md'),
  );
  await expect(written).toMatchFileSnapshot(pathOf('docs/FORMATS.md'));
});

it('docs/TARIFFS.md lists every field of a tariff, and every kind of line of a bill', async () => {
  const fields = Object.entries(TARIFF_FIELDS).map(([title, shape]) => {
    const rows = Object.entries(shape).map(([name, { description }]) => {
      expect(description, `${title}: ${name}`).toBeDefined();
      return `| \`${name}\` | ${description} |`;
    });
    return [`| ${title} | |`, '|---|---|', ...rows].join('\n');
  });
  const kinds = BILL_KIND_NAMES.map((kind) => `| \`${kind}\` | ${BILL_KINDS[kind].description} |`);
  const bill = ['| kind of line | what it is |', '|---|---|', ...kinds].join('\n');
  const document = withList(readDocument('docs/TARIFFS.md'), 'tariff fields', fields.join('\n\n'));
  await expect(withList(document, 'bill lines', bill)).toMatchFileSnapshot(pathOf('docs/TARIFFS.md'));
});

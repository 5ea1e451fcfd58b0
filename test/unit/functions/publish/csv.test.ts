import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCsv } from '../../../../functions/publish/csv.ts';
import { literal, withDatabase } from '../../../../shared/database/duckdb.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'energy-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

function csvOf(
  query: string,
  columns: { name: string; type: 'string' | 'double' | 'decimal(18,9)' | 'timestamp' | 'bigint' }[],
): Promise<string> {
  const database = { memoryMb: 256, threads: 2, folder: join(folder, 'db') };
  return withDatabase(database, async (db) => {
    await db.run('SET preserve_insertion_order = true');
    return readFile(await writeCsv(db, `(${query})`, columns, folder, 'out.csv'), 'utf8');
  });
}

const name = [{ name: 'name', type: 'string' as const }];
const textCell = async (text: string) => (await csvOf(`SELECT ${literal(text)} AS name`, name)).slice(5, -1);

describe('writeCsv', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['\n=1', `"'\n=1"`],
    ['=HYPERLINK("http://x","a")', `"'=HYPERLINK(""http://x"",""a"")"`],
    ['AC', 'AC'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['', '""'],
    ["it's", "it's"],
    ['1=1', '1=1'],
    ['café 冷蔵庫', 'café 冷蔵庫'],
  ])('writes the text %j as %j', async (text, expected) => {
    expect(await textCell(text)).toBe(expected);
  });

  it('never lets a cell of text begin like a formula', async () => {
    const texts = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', 'a', '"', ',', "'", ' ') });
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const cell = await textCell(text);
        const shown = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(shown).not.toMatch(/^[=+\-@\t\r\n]/);
        expect([text, `'${text}`]).toContain(shown);
      }),
    );
  });

  it('leaves numbers numbers, exact and without padding', async () => {
    const csv = await csvOf(
      `SELECT * FROM (VALUES (1, -12.5, -0.25), (2, 100, 1e-7), (3, 0, NULL), (4, NULL, 3)) t(id, exact, rough)`,
      [
        { name: 'id', type: 'bigint' },
        { name: 'exact', type: 'decimal(18,9)' },
        { name: 'rough', type: 'double' },
      ],
    );
    expect(csv).toBe('id,exact,rough\n1,-12.5,-0.25\n2,100,1e-07\n3,0,\n4,,3.0\n');
  });

  it('keeps 300,000 rows in order', async () => {
    const csv = await csvOf(`SELECT i::BIGINT AS id, 'x' AS name FROM range(300000) r(i)`, [
      { name: 'id', type: 'bigint' },
      ...name,
    ]);
    const ids = csv
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[0]));
    expect(ids).toHaveLength(300_000);
    expect(ids.findIndex((id, index) => id !== index)).toBe(-1);
  });
});

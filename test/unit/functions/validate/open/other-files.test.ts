import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';
import { workbook } from '../../../../helpers/workbook.ts';
import { zipped } from '../../../../helpers/zip.ts';

const CSV = 'timestamp,kwh\n2026-10-01 00:00,1\n2026-10-01 01:00,2\n';

const refusal = (content: Buffer | string) =>
  ingest(content).then(
    () => expect.unreachable('the file was read'),
    ({ code, sentence }: { code: string; sentence: string }) => `${code}: ${sentence}`,
  );

describe('a file that holds no readings says what it is', () => {
  it.each([
    ['89504e470d0a1a0a0000000d', 'a picture (PNG)'],
    ['ffd8ffe000104a464946', 'a picture (JPEG)'],
    ['255044462d312e37', 'a PDF document'],
    ['d0cf11e0a1b11ae1', 'an old spreadsheet (.xls)'],
    ['377abcaf271c0004', 'a 7z archive'],
    ['526172211a0700', 'a RAR archive'],
    ['0000000142756431', 'what macOS keeps of a folder (.DS_Store)'],
    ['53514c69746520666f726d6174203300', 'an SQLite database'],
  ])('%s', async (start, what) => {
    expect(await refusal(Buffer.from(start, 'hex'))).toContain(`NOT_READINGS: The file is ${what}`);
  });

  it('names an archive in an archive', async () => {
    const inner = zipped([{ name: 'a.csv', content: CSV }]);
    expect(await refusal(zipped([{ name: 'inner.zip', content: inner }]))).toContain('holds another archive');
    expect(await refusal(gzipSync(gzipSync(CSV)))).toContain('holds another archive');
  });

  it('names the page that was saved instead', async () => {
    expect(await refusal('<!doctype html><html><head><title>Log in</title></head><body>…</body></html>')).toContain(
      'NOT_READINGS: The file is a web page or XML (“Log in”)',
    );
  });

  it('reads a workbook in a gzip or a zip file all the same', async () => {
    const book = workbook([{ name: 'A', csv: CSV.replaceAll(':00,', ':00:00,') }]);
    for (const packed of [gzipSync(book), zipped([{ name: 'book.xlsx', content: book }])]) {
      expect((await ingest(packed)).rows).toHaveLength(2);
    }
  });
});

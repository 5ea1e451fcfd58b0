import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';
import { zipped } from '../../../../helpers/zip.ts';

const CSV = 'timestamp,kwh\n2026-10-01 00:00,1\n2026-10-01 01:00,2\n';
const file = { name: 'october.csv', content: CSV };

const refusal = (archive: Buffer) =>
  ingest(archive).then(
    () => expect.unreachable('the archive was read'),
    ({ code, sentence }: { code: string; sentence: string }) => `${code}: ${sentence}`,
  );

describe('a zip archive', () => {
  it('of one file is read, with folders and what macOS adds beside it', async () => {
    const { rows } = await ingest(
      zipped([
        { name: 'data/', content: '' },
        { ...file, name: 'data/../Zähler.csv' },
        { name: '__MACOSX/x', content: 'y' },
      ]),
    );
    expect(rows.map(({ kwh }) => Number(kwh))).toEqual([1, 2]);
  });

  it('of several files with one heading is read as one, in the order of their names', async () => {
    const next = '\ufeff  timestamp,kwh\n2026-10-01 02:00,3\n2026-10-01 03:00,4'.replace('  ', '');
    const { rows, layout } = await ingest(
      zipped([
        { name: '2.csv', content: next },
        { ...file, name: '1.csv' },
      ]),
    );
    expect(rows.map(({ kwh }) => Number(kwh))).toEqual([1, 2, 3, 4]);
    expect(layout?.decisions[0]).toMatchObject({ what: 'archive', chosen: '2 files, one after another' });
  });

  const hours = Array.from({ length: 24 }, (_, hour) => `2026-10-01 ${String(hour).padStart(2, '0')}:00`);
  const table = (of: (hour: number) => number) =>
    ['timestamp,kwh', ...hours.map((time, hour) => `${time},${of(hour)}`), ''].join('\n');

  it('of devices that show other values at the same times has a series for each', async () => {
    const { rows, layout } = await ingest(
      zipped([
        { name: 'export/Washing machine.csv', content: table((hour) => (hour > 8 && hour < 18 ? 1 : 0)) },
        { name: 'export/Fridge "old".csv', content: table((hour) => 0.1 + ((hour * 7) % 24) / 100) },
      ]),
    );
    expect(layout?.decisions[0]).toMatchObject({ what: 'archive', chosen: expect.stringContaining('a series of its') });
    const sums = Map.groupBy(rows, ({ appliance }) => appliance);
    const kwh = (name: string) => sums.get(name)?.reduce((sum, row) => sum + Number(row.kwh), 0);
    expect([...sums.keys()].toSorted()).toEqual(['Fridge "old"', 'Washing machine']);
    expect(kwh('Washing machine')).toBeCloseTo(9, 9);
    expect(kwh('Fridge "old"')).toBeCloseTo(2.4 + 2.76, 9);
  });

  it('of a file and its correction is one table, and what overlaps counts once', async () => {
    const values = (hour: number) => 1 + hour / 10;
    const { rows } = await ingest(
      zipped([
        { name: 'october.csv', content: table(values) },
        { name: 'october (2).csv', content: table(values) },
      ]),
    );
    expect(rows).toHaveLength(24);
  });

  it('of readings beside a page, a print and a note is read, and says what was left', async () => {
    const beside = [
      { name: 'october.html', content: '<!DOCTYPE html><table></table>' },
      { name: 'october.pdf', content: '%PDF-1.7' },
      { name: 'docs/README.txt', content: 'Thank you, dear customer' },
    ];
    const { rows, layout } = await ingest(zipped([...beside, file]));
    expect(rows.map(({ kwh }) => Number(kwh))).toEqual([1, 2]);
    expect(layout?.decisions[0]).toMatchObject({ what: 'archive', chosen: 'october.csv' });
    expect(layout?.decisions[0]?.why).toContain('"october.html", "october.pdf", "docs/README.txt"');
    expect(await refusal(zipped(beside.slice(0, 2)))).toContain('do not have one heading');
  });

  it.each([
    ['one file', [CSV]],
    ['several files', [CSV, CSV.replaceAll(' 00:', ' 02:').replaceAll(' 01:', ' 03:')]],
  ])('of UTF-16 with %s is read', async (_, texts) => {
    const archive = zipped(
      texts.map((text, at) => ({ name: `${at}.csv`, content: Buffer.from(`\ufeff${text}`, 'utf16le') })),
    );
    const { rows } = await ingest(archive);
    expect(rows.map(({ kwh }) => Number(kwh))).toEqual(texts.flatMap(() => [1, 2]));
  });

  it('of several files with other headings names them', async () => {
    const other = { name: 'november.csv', content: 'timestamp,export kWh\n2026-10-01 00:00,1\n' };
    expect(await refusal(zipped([file, other]))).toBe(
      'NOT_READINGS: The zip archive holds 2 files ("november.csv", "october.csv") that do not have one heading. ' +
        'Upload them one by one.',
    );
  });

  it('whose bytes do not have their checksum is damaged', async () => {
    expect(await refusal(zipped([{ ...file, crc: 1 }]))).toMatch(/^UNREADABLE: The zip archive is damaged/);
  });

  it.each([10, 40, 120])('that is cut by %s bytes is damaged', async (bytes) => {
    expect(await refusal(zipped([file]).subarray(0, -bytes))).toMatch(/^UNREADABLE: The zip archive is damaged/);
  });

  it('that is encrypted, or packed in another way, says so', async () => {
    expect(await refusal(zipped([{ ...file, flags: 1 }]))).toBe('UNREADABLE: The zip archive is encrypted.');
    expect(await refusal(zipped([{ ...file, method: 14 }]))).toMatch(/^UNREADABLE: .* other than "deflate"/);
  });

  it('that grows to a thousand times its size is refused before it is unpacked', async () => {
    const bomb = zipped([{ name: 'zeros.csv', content: Buffer.alloc(80 * 1024 * 1024, '0') }]);
    expect(await refusal(bomb)).toMatch(/^TOO_LARGE: The file grows to more than 500 times its size/);
  });
});

import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { refuseTooManyReadings } from '../../../../../functions/validate/open/index.ts';
import { InputRejected } from '../../../../../shared/runtime/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'energy-unpack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file whose beginning is such rows, and whose rest takes no room on the disk. */
function fileOf(row: string, bytes: number): string {
  const file = join(folder, 'table');
  writeFileSync(file, row.repeat(Math.ceil(2_000_000 / row.length)));
  truncateSync(file, bytes);
  return file;
}

const refusal = (file: string, cells: number) =>
  refuseTooManyReadings(file, cells).then(
    () => '',
    (error: unknown) => (error instanceof InputRejected ? `${error.code}: ${error.sentence}` : String(error)),
  );

const row = `2026-10-01 00:00:00${',0.125'.repeat(40)}\n`;

it('refuses more readings side by side than fit the disk, and names the way out', async () => {
  expect(await refusal(fileOf(row, 180_000_000), 40)).toBe('');
  expect(await refusal(fileOf(row, 260_000_000), 40)).toMatch(
    /^TOO_LARGE: The file holds about 40,0\d\d,\d{3} readings, 40 to a record; 30,000,000 .* `energy split FILE`/,
  );
});

it('counts bytes alone where a record is a reading', async () => {
  expect(await refusal(fileOf('2026-10-01 00:00:00,0.125\n', 1_900_000_000), 1)).toBe('');
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, MAX_LINE_BYTES } from '../../../../../functions/validate/open/index.ts';

import { ingest } from '../../../../helpers/validate.ts';

async function lines(text: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'energy-lines-'));
  try {
    const file = join(folder, 'text');
    await writeFile(file, text);
    const all: string[] = [];
    for await (const line of linesOf(file)) all.push(line);
    return all;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('the lines of a file', () => {
  it('end at a line feed, a carriage return or both', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 20 }),
        async (parts) => {
          const plain = parts.map(([line, end]) => [line.replace(/[\r\n]/g, '.'), end] as const);
          // An empty line between a carriage return and a line feed would make one break of the two.
          fc.pre(plain.every(([line], at) => line !== '' || plain[at - 1]?.[1] !== '\r'));
          expect(await lines(plain.map(([line, end]) => line + end).join(''))).toEqual(plain.map(([line]) => line));
        },
      ),
      { numRuns: 60 },
    ));

  it('are cut where they are longer than a record can be, across the pieces in which a file is read', async () => {
    const long = 'x'.repeat(5 * MAX_LINE_BYTES);
    const found = await lines(`a\n${long}\r\nb`);
    expect(found.map((line) => line.length)).toEqual([1, MAX_LINE_BYTES + 1, 1]);
  });

  it('leave a record that is too long rejected among comments', async () => {
    const text =
      `# logger\ntimestamp,kwh\n2026-10-01 ` +
      `00:00,1\n${'2026-10-01 01:00,1'.padEnd(3 * MAX_LINE_BYTES)}\n2026-10-01 02:00,3\n`;
    const { rows, rejected } = await ingest(text, { env: { ENERGY_REJECT_LIMIT: '1' } });
    expect(rows).toHaveLength(2);
    expect(rejected).toMatchObject([{ line: 4, code: 'RECORD_MALFORMED' }]);
  });
});

describe('a day a record whose date has an offset', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => `H${hour + 1}`).join(',');
  const values = Array.from({ length: 24 }, (_, hour) => hour).join(',');

  it.each([
    ['2026-10-01T00:00:00Z', '2026-10-01 02:00:00 2026-10-01 00:00:00', '2026-10-02 01:00:00 2026-10-01 23:00:00'],
    ['2026-10-01 00:00:00+02:00', '2026-10-01 00:00:00 2026-09-30 22:00:00', '2026-10-01 23:00:00 2026-10-01 21:00:00'],
  ])('%s is the day of that clock', async (date, first, last) => {
    const { rows, rejected } = await ingest(`date,${hours}\n${date},${values}\n`, {
      metadata: { 'time-zone': 'Europe/Berlin', layout: '{"unit":"kWh"}' },
    });
    expect(rejected).toEqual([]);
    const times = rows.map(({ timestamp, utc }) => `${timestamp} ${utc}`);
    expect([times.length, times[0], times.at(-1)]).toEqual([24, first, last]);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectFile } from '../../../../cli/inspect-file.ts';
import { groupDays } from '../../../../cli/split/parts.ts';
import { energy } from '../../../helpers/energy.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'energy-split-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DAYS = 20;
const two = (value: number) => String(value).padStart(2, '0');

/** Meter after meter, so that each day stands in two places, below a heading of two rows. */
function meters(): string[] {
  const rows = ['A "1"', 'B'].flatMap((meter) =>
    Array.from({ length: DAYS * 1440 }, (_, at) => {
      const [day, minute] = [Math.floor(at / 1440) + 1, at % 1440];
      const time = `${two(day)}.10.2026 ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
      return `${time};"${meter.replaceAll('"', '""')}";0,${two(day)}`;
    }),
  );
  return ['Zeit;Zähler;Energie', ';;kWh', ...rows];
}

test('puts each day whole into one part, with what stands above the rows, and loses none', async () => {
  const [heading = '', units = '', ...rows] = meters();
  // What a spreadsheet of Windows exports, compressed.
  writeFileSync(
    join(folder, 'meters.csv.gz'),
    gzipSync(Buffer.from(`\ufeff${[heading, units, ...rows].join('\r\n')}`, 'utf16le')),
  );
  const { code, stdout, stderr } = await energy(['split', 'meters.csv.gz', '--out', 'parts', '--size', '1'], folder);
  expect(code, stderr).toBe(0);
  const names = readdirSync(join(folder, 'parts')).sort();
  expect(names).toEqual(['meters.2026-10-01_2026-10-11.csv', 'meters.2026-10-12_2026-10-20.csv']);
  for (const name of names) expect(stdout).toContain(name);
  expect(stderr).toContain(`upload parts/${names.join(' parts/')}`);
  const parts = names.map((name) =>
    readFileSync(join(folder, 'parts', name), 'utf8')
      .trimEnd()
      .split('\n'),
  );
  for (const part of parts) expect(part.slice(0, 2)).toEqual([heading, units]);
  expect(parts.flatMap((part) => part.slice(2)).sort()).toEqual(rows.sort());
  const days = parts.map((part) => new Set(part.slice(2).map((row) => row.slice(0, 10))));
  expect(days.map(({ size }) => size)).toEqual([11, 9]);
  expect([...(days[0] ?? [])].filter((day) => days[1]?.has(day))).toEqual([]);
  let accepted = 0;
  for (const name of names) accepted += (await inspectFile(join(folder, 'parts', name), {}, {})).readings.accepted;
  const whole = await inspectFile(join(folder, 'meters.csv.gz'), {}, {});
  expect(accepted).toBe(whole.readings.accepted);

  const again = await energy(['split', 'meters.csv.gz', '--out', 'parts', '--size', '1'], folder);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('meters.2026-10-01_2026-10-11.csv is there already.');
});

test('says what it cannot cut, and that there is nothing to cut', async () => {
  writeFileSync(join(folder, 'small.csv'), 'timestamp,appliance,kwh\n2026-10-01 00:00:00,Heater,1\n');
  const small = await energy(['split', 'small.csv'], folder);
  expect(small.stderr).toContain('small.csv fits in one upload: nothing was written.');
  writeFileSync(join(folder, 'list.json'), '[{"timestamp":"2026-10-01 00:00:00","kwh":1}]');
  const json = await energy(['split', 'list.json'], folder);
  expect(json.code).toBe(1);
  expect(json.stderr).toContain('The file is no table of rows that could be cut by days: it is json-array.');
  const day = Array.from({ length: 60 * 1440 }, (_, at) => {
    const minute = Math.floor(at / 60);
    return `2026-10-01 ${two(Math.floor(minute / 60))}:${two(minute % 60)}:00,Meter${at % 60},0.25`;
  });
  writeFileSync(join(folder, 'day.csv'), `timestamp,appliance,kwh\n${day.join('\n')}\n`);
  const large = await energy(['split', 'day.csv', '--size', '1'], folder);
  expect(large.code).toBe(1);
  expect(large.stderr).toMatch(/2026-10-01 alone holds \d\.\d MB, and a part 1\.0 MB at most\./);
  expect(readdirSync(folder).filter((name) => name.startsWith('.energy-split-'))).toEqual([]);
});

test('fills parts with days in order, newest first or not, and never cuts one', () => {
  const bytes = (size: number) => ({ rows: 1, bytes: size });
  const days = new Map([4, 3, 2, 1].map((day) => [day, bytes(day === 3 ? 15 : 5)]));
  expect(groupDays(days, 10)).toEqual([[1, 2], [3], [4]]);
});

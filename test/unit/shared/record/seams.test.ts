/** Energy between the last stand of one file and the first one of the next, in any order of uploads. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../../../shared/lake/manifest-store.ts';
import { follow } from '../../../../shared/record/follow.ts';
import { previewWithout } from '../../../../shared/record/preview.ts';
import { rebuild } from '../../../../shared/record/rebuild.ts';
import { withdraw } from '../../../../shared/record/withdraw.ts';
import { type FileUpload, type RecordWorld, recordWorld, uploadFile } from '../../../helpers/record.ts';

const HOUR = 3_600_000;

/** Hourly stands that count 0.5 kWh an hour, from an instant and a stand on. */
function stands(from: string, count: number, first: number, heading = 'Import (kWh)'): string {
  const columns = heading.split(',').length;
  const rows = Array.from({ length: count }, (_, n) => {
    const shown = Array.from({ length: columns }, (_, column) => (first + column * 1000 + n * 0.5).toFixed(3));
    return `${new Date(Date.parse(from) + n * HOUR).toISOString()},${shown.join(',')}`;
  });
  return [`timestamp,${heading}`, ...rows].join('\n');
}

const asRegisters = (...names: readonly string[]) => ({
  layout: JSON.stringify({
    columns: Object.fromEntries(
      names.map((name) => [
        name,
        { role: 'register', unit: 'kWh', flow: name.startsWith('Export') ? 'export' : 'import' },
      ]),
    ),
  }),
});
const metadata = asRegisters('Import (kWh)');

/** June's last stand is that of 23:00 and shows 123.5; July begins with that of 00:00. */
const june = { name: 'june', text: stands('2026-06-29T00:00Z', 48, 100), metadata };
const july = { name: 'july', text: stands('2026-07-01T00:00Z', 48, 124), metadata };
const WHOLE = 23.5 + 0.5 + 23.5;

let world: RecordWorld;
beforeEach(async () => {
  world = await recordWorld();
});

let uploads = 0;
async function load(...files: readonly Omit<FileUpload, 'run' | 'uploaded'>[]): Promise<string[]> {
  const datasets: string[] = [];
  for (const file of files) {
    uploads += 1;
    datasets.push(await uploadFile({ ...file, run: `run-${uploads}`, uploaded: uploads }, world));
  }
  return datasets;
}

const number = (value: unknown) => Math.round(Number(value) * 1e6) / 1e6;
async function sums() {
  const [readings, balance, days] = await Promise.all([
    world.rows('raw_energy_data', 'kwh AS v'),
    world.rows('balance_data', 'coalesce(import_kwh, use_kwh) AS v'),
    world.rows('daily_energy_data', 'total_kwh AS v'),
  ]);
  const sum = (rows: typeof readings) => number(rows.reduce((all, { v }) => all + Number(v ?? 0), 0));
  return { readings: sum(readings), balance: sum(balance), days: sum(days) };
}
const all = (kwh: number) => ({ readings: kwh, balance: kwh, days: kwh });
const joined = async () =>
  (await world.rows('raw_energy_data', 'dataset, month, utc, end_utc, kwh, quality')).filter(
    ({ quality }) => quality === 'calculated',
  );
const withdrawn = async (dataset: string, name: string) =>
  follow((await withdraw({ dataset, key: `raw/${name}.csv` }, world.context())).sites, world.context());

describe('stands of one register in two files', () => {
  it.each([
    ['in order', [june, july]],
    ['the later one first', [july, june]],
  ])('make an interval, %s', async (_, files) => {
    const [first = '', second = ''] = await load(...files);
    expect(await sums()).toEqual(all(WHOLE));
    expect(await joined()).toMatchObject([{ dataset: files[0] === july ? first : second, month: '2026-06' }]);
  });

  it('make it when both are taken into the record at once', async () => {
    await load({ ...june, ends: true });
    await load(july);
    expect(await sums()).toEqual(all(WHOLE));
  });

  it('lose it with either file, and have it again with a rebuild', async () => {
    const [first = ''] = await load(june, july);
    await rebuild(null, world.context());
    expect(await sums()).toEqual(all(WHOLE));
    const { manifest } = await readManifest(world.lake, first, 'raw/june.csv');
    if (!manifest) throw new Error('no manifest of june');
    const preview = await previewWithout(manifest, world.context());
    expect(preview.map(({ month, after }) => [month, after.used])).toEqual([
      ['2026-06', null],
      ['2026-07', 23.5],
    ]);
    await withdrawn(first, 'june');
    expect(await sums()).toEqual(all(23.5));
    await load(june);
    expect(await sums()).toEqual(all(WHOLE));
  });

  it('lose it with the later file', async () => {
    const [, second = ''] = await load(june, july);
    await withdrawn(second, 'july');
    expect(await sums()).toEqual(all(23.5));
    await rebuild(null, world.context());
    expect(await sums()).toEqual(all(23.5));
  });

  it('make another one when a file is replaced by a longer or a shorter one', async () => {
    await load(june, july);
    await load({ ...june, text: stands('2026-06-29T00:00Z', 36, 100) });
    expect(await sums()).toEqual(all(WHOLE));
    expect(await joined()).toMatchObject([{ kwh: '6.500000000' }]);
    await load({ ...june, text: stands('2026-06-29T00:00Z', 49, 100) });
    expect(await sums()).toEqual(all(WHOLE));
    expect(await joined()).toEqual([]);
  });

  it('count the time that a third file tells of once', async () => {
    await load(june, july, { ...june, name: 'between', text: stands('2026-06-30T20:00Z', 10, 122) });
    expect(await sums()).toEqual(all(WHOLE));
  });

  it('join each day of a month, and a file that comes between two', async () => {
    const day = (n: number) => ({ ...june, name: `day-${n}`, text: stands(`2026-06-0${n}T00:00Z`, 24, 100 + 12 * n) });
    await load(day(1), day(3), day(2));
    expect(await sums()).toEqual(all(35.5));
    expect(await joined()).toHaveLength(2);
  });

  it('begin with a stand at midnight that ends the month before', async () => {
    const ended = { ...june, text: stands('2026-06-29T00:00Z', 49, 100) };
    const later = { ...july, text: stands('2026-07-01T03:00Z', 24, 125.5) };
    await load(later, ended);
    expect(await sums()).toEqual(all(24 + 1.5 + 11.5));
    await load({ ...july, text: stands('2026-07-01T02:00Z', 24, 125) });
    expect(await sums()).toEqual(all(24 + 1 + 11.5));
  });
});

describe('no interval is made', () => {
  it.each([
    ['where the stand falls', stands('2026-07-01T00:00Z', 48, 20)],
    ['where the register would have run much faster than ever', stands('2026-07-01T00:00Z', 48, 9000)],
    ['over more than two days', stands('2026-07-03T00:00Z', 48, 148)],
  ])('%s', async (_, text) => {
    await load(june, { ...july, text });
    expect(await sums()).toEqual(all(23.5 * 2));
    expect(await joined()).toEqual([]);
  });
});

it('joins what is bought and what is sold, and the registers of two tariffs as one', async () => {
  const heading = 'Import T1 (kWh),Import T2 (kWh),Export (kWh)';
  const layout = asRegisters(...heading.split(','));
  await load(
    { ...july, text: stands('2026-07-01T00:00Z', 48, 124, heading), metadata: layout },
    { ...june, text: stands('2026-06-29T00:00Z', 48, 100, heading), metadata: layout },
  );
  const rows = await world.rows('balance_data', 'import_kwh, export_kwh');
  const sum = (name: string) => number(rows.reduce((whole, row) => whole + Number(row[name] ?? 0), 0));
  expect([sum('import_kwh'), sum('export_kwh')]).toEqual([2 * WHOLE, WHOLE]);
});

/** Several records of one series and time: the latest where a column says which it is, else a contradiction. */
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const TIMES = Array.from({ length: 48 }, (_, n) => new Date(Date.UTC(2026, 2, 2, n)).toISOString().slice(0, 16));
const record = (time: string, kwh: number, version: string) => `M-1,${time},${kwh},${version}`;
const file = (heading: string, again: (time: string) => string, first = '1') =>
  [
    `Meter,Timestamp,kWh,${heading}`,
    ...TIMES.slice(0, 2).map(again),
    ...TIMES.map((time, n) => record(time, (n % 7) + 1, first)),
    '',
  ].join('\n');
const kwhOf = (rows: readonly Record<string, unknown>[]) => rows.slice(0, 3).map(({ kwh }) => Number(kwh));

describe('a record that comes again', () => {
  it('counts once, by its highest version, wherever it stands', async () => {
    const { rows, rejected } = await ingest(file('Version', (time) => record(time, 9, '10'), '2'));
    expect(kwhOf(rows)).toEqual([9, 9, 3]);
    expect([rows.length, rejected.length]).toEqual([48, 0]);
  });

  it('counts once, by the latest date of its making', async () => {
    const { rows } = await ingest(file('Created', (time) => record(time, 9, '2026-03-04'), '2026-03-09'));
    expect(kwhOf(rows)).toEqual([1, 2, 3]);
  });

  it('contradicts the other where both are of one version', async () => {
    const text = `${file('Version', (time) => record(time, 9, '1'))}${record('2026-03-09T00:00', 1, '2')}\n`;
    const { rejected } = await ingest(text, { env: { ENERGY_REJECT_LIMIT: '1' } });
    expect(rejected.map(({ code }) => code)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT']);
  });

  it('counts once, as it was measured, where another record of the time is estimated', async () => {
    const again = (time: string) => record(time, 9, 'Estimated');
    const { rows, rejected } = await ingest(file('Read type', again, 'Actual'));
    expect(kwhOf(rows)).toEqual([1, 2, 3]);
    expect([rows.length, rejected.length, rows[0]?.quality]).toEqual([48, 0, 'measured']);
  });
});

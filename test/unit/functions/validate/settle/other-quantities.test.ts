/** Records of other quantities among the energies: left out and named, never rejected and never summed. */
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const TIMES = Array.from({ length: 96 }, (_, n) =>
  new Date(Date.UTC(2026, 2, 2, 0, 15 * n)).toISOString().slice(0, 16),
);
const file = (rows: (time: string, n: number) => readonly string[]) =>
  `${['Meter,Timestamp,Unit,Value', ...TIMES.flatMap(rows)].join('\n')}\n`;
const energy = (time: string, n: number) => `M-1,${time},kWh,${(n % 7) + 0.25}`;
const sum = (rows: readonly Record<string, unknown>[]) => rows.reduce((total, { kwh }) => total + Number(kwh), 0);
const USED = TIMES.reduce((total, _, n) => total + (n % 7) + 0.25, 0);
const notes = (layout: Awaited<ReturnType<typeof ingest>>['layout']) =>
  layout?.notes.map(({ code, count }) => [code, count]);

describe('records of another quantity', () => {
  it('are left out by their unit, and the note names it', async () => {
    const text = file((time, n) => [energy(time, n), `M-1,${time},kVArh,${n % 3}`, `M-1,${time},V,23${n % 3}`]);
    const { rows, rejected, layout } = await ingest(text);
    expect(rows).toHaveLength(96);
    expect(sum(rows)).toBeCloseTo(USED, 9);
    expect(rejected).toEqual([]);
    expect(layout?.notes.filter(({ code }) => code === 'OTHER_QUANTITY_LEFT_OUT')).toEqual([
      {
        code: 'OTHER_QUANTITY_LEFT_OUT',
        count: 192,
        message: 'Records in units of other quantities are left out: "V" (96), "kVArh" (96).',
      },
    ]);
  });

  it('leave the lines of rejected records as they are', async () => {
    const text = file((time, n) => [n === 40 ? `M-1,${time},kWh,what` : energy(time, n), `M-1,${time},kVArh,${n % 3}`]);
    const { rows, rejected } = await ingest(text);
    expect(rows).toHaveLength(95);
    expect(rejected).toMatchObject([{ line: 82, code: 'VALUE_INVALID' }]);
  });

  it('are rejected where the file has nothing else, or the unit is none', async () => {
    const reactive = ingest(file((time, n) => [`M-1,${time},kVArh,${n % 3}`]));
    await expect(reactive).rejects.toThrow(/unit/i);
    const { rejected } = await ingest(
      file((time, n) => [energy(time, n), ...(n === 9 ? [`M-2,${time},bananas,3`] : [])]),
    );
    expect(rejected).toMatchObject([{ code: 'UNIT_UNKNOWN' }]);
  });

  it('are the power beside the energy of the same series and time', async () => {
    const text = file((time, n) => [energy(time, n), `M-1,${time},kW,${4 * ((n % 7) + 0.25)}`]);
    const { rows, rejected, layout } = await ingest(text);
    expect(sum(rows)).toBeCloseTo(USED, 9);
    expect(rejected).toEqual([]);
    expect(notes(layout)).toContainEqual(['POWER_LEFT_OUT', 96]);
  });

  it('are no power that stands alone', async () => {
    const text = file((time, n) => [energy(time, n), `M-2,${time},kW,4`]);
    const { rows, layout } = await ingest(text);
    expect(sum(rows)).toBeCloseTo(USED + 96, 9);
    expect(notes(layout)?.map(([code]) => code)).not.toContain('POWER_LEFT_OUT');
  });
});

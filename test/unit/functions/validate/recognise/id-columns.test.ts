/** Columns that say of each record what it is of. */
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const TIMES = Array.from({ length: 48 }, (_, n) => new Date(Date.UTC(2026, 2, 2, n)).toISOString().slice(0, 16));
const file = (heading: string, cells: readonly string[]) =>
  [
    `Timestamp,${heading},kWh`,
    ...TIMES.flatMap((time, n) => cells.map((cell, at) => `${time},${cell},${(n % 5) + 10 ** at}`)),
    '',
  ].join('\n');
const FIRST = TIMES.reduce((sum, _, n) => sum + (n % 5) + 1, 0);

describe('records of several commodities', () => {
  it('are electricity where a cell says so, and no other energy is added to it', async () => {
    const { layout } = await ingest(file('Commodity', ['Electricity', 'Gas']));
    expect(layout?.balance?.totals.use_kwh).toBeCloseTo(FIRST, 6);
  });
});

describe('records of active and reactive energy', () => {
  it('are told by their codes, and the reactive ones are left out and named', async () => {
    const { layout, rejected } = await ingest(file('Type', ['P+', 'P-', 'Q+', 'Q-']));
    expect(rejected).toEqual([]);
    expect(layout?.balance?.totals.import_kwh).toBeCloseTo(FIRST, 6);
    expect(layout?.notes).toMatchObject([
      { code: 'OTHER_QUANTITY_LEFT_OUT', count: 96, message: expect.stringContaining('"Q+", "Q-"') },
    ]);
  });

  it('are told by their words, also where nothing else is wrong with the file', async () => {
    const cells = ['Active Import (kWh)', 'Active Export (kWh)', 'Reactive Import (kVArh)'];
    const { layout, rejected } = await ingest(file('Channel', cells).replace(',kWh\n', ',Value\n'));
    expect(rejected).toEqual([]);
    expect(layout?.balance?.totals.import_kwh).toBeCloseTo(FIRST, 6);
    expect(layout?.notes).toMatchObject([{ code: 'OTHER_QUANTITY_LEFT_OUT', count: 48 }]);
  });

  it('are told by their words in rows of whole days, whose unit they say', async () => {
    const hours = [...Array(24).keys()];
    const day = (name: string, value: number) => [name, '2026-03-02', ...hours.map(() => value)].join(';');
    const names = hours.map((hour) => `E${hour + 1}`);
    const rows = [`Grandezza;Data;${names.join(';')}`, day('Ea (kWh)', 2), day('Er (kVArh)', 1), ''];
    const { layout } = await ingest(rows.join('\n'));
    expect(layout?.balance?.totals.use_kwh).toBeCloseTo(48, 6);
  });
});

it('names series by the column that tells them apart, and not by one that is the same in all rows', async () => {
  const { layout } = await ingest(
    file('Type,Measurement point', ['Series,571313174200000001', 'Series,571313174200000002']),
  );
  expect(layout?.columns.find(({ role }) => role === 'appliance')?.name).toBe('Measurement point');
});

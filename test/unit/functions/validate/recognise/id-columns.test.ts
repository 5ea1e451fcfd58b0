/** Columns that say of each record what it is of. */
import { describe, expect, it } from 'vitest';
import { columnsOfText } from '../../../../helpers/recognise.ts';
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

describe('meters of a whole and of its parts', () => {
  const rows = TIMES.flatMap((time, n) => [
    `${time},M-1,Main,${10 + (n % 7)}`,
    `${time},M-2,Sub,${3 + (n % 2)}`,
    `${time},M-3,Sub,${4 + (n % 3)}`,
  ]);
  const whole = TIMES.reduce((sum, _, n) => sum + 10 + (n % 7), 0);

  it.each([
    ['Meter type', 'Main', 'Sub'],
    ['Art', 'Hauptzähler', 'Unterzähler'],
    ['Level', 'Parent meter', 'Check meter 2'],
  ])('are told by a column %s', async (heading, main, sub) => {
    const text = [`Timestamp,Meter ID,${heading},kWh`, ...rows, ''].join('\n');
    const { layout } = await ingest(text.replaceAll('Main', main).replaceAll('Sub', sub));
    expect(layout?.balance?.totals.use_kwh).toBeCloseTo(whole, 6);
  });

  it('are told by their names, which stand beside their numbers', async () => {
    const named = (row: string) => row.replace('M-1,Main', 'M-1,Main meter').replace('M-2,Sub', 'M-2,Workshop');
    const text = ['Timestamp,Meter ID,Comment,kWh', ...rows.map((row) => named(row).replace('M-3,Sub', 'M-3,Office'))];
    const { layout } = await ingest([...text, ''].join('\n'));
    expect(layout?.columns.find(({ role }) => role === 'appliance')?.name).toBe('Comment');
    expect(layout?.balance?.totals.use_kwh).toBeCloseTo(whole, 6);
  });
});

it('names a series by its room or its plug, also where the file has only one', async () => {
  const found = await columnsOfText(file('Room', ['Kitchen']));
  expect(found.Room?.role).toBe('appliance');
});

it('adds up what two points of delivery measure, whatever their tariffs are called', async () => {
  const point = (nth: number) => `AT007000000000000000000000471100${nth}`;
  const rows = TIMES.flatMap((time, n) => [
    `${point(1)};Haushalt;${time};${10 + (n % 7)}`,
    `${point(2)};W\u00e4rmepumpe unterbrechbar;${time};${3 + (n % 2)}`,
  ]);
  const { layout } = await ingest(['Z\u00e4hlpunkt;Produkt;Beginn;Verbrauch (kWh)', ...rows, ''].join('\n'));
  const both = TIMES.reduce((sum, _, n) => sum + 13 + (n % 7) + (n % 2), 0);
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(both, 6);
});

it('reads channels whose units say what they are of, and tells meters apart that have the same channels', async () => {
  const quarter = (at: number) =>
    new Date(Date.UTC(2026, 8, 1, 0, 15 * at)).toISOString().slice(0, 19).replace('T', ' ');
  const rows = ['11', '12'].flatMap((meter) =>
    Array.from({ length: 40 }, (_, at) => [
      `${meter},1,KWH_DEL,${quarter(at + 1)},900,${1 + (at % 3)}`,
      `${meter},2,KWH_REC,${quarter(at + 1)},900,0.${at % 5}`,
      `${meter},3,VOLTS,${quarter(at + 1)},900,24${at % 4}.5`,
    ]).flat(),
  );
  const { rows: read, layout } = await ingest(
    ['METER_ID,CHANNEL,UOM,INTERVAL_END_UTC,INTERVAL_LEN_SEC,VALUE', ...rows, ''].join('\n'),
  );
  expect(read[0]).toMatchObject({ timestamp: '2026-09-01 00:00:00', interval_minutes: 15 });
  expect(layout?.balance?.totals).toMatchObject({ import_kwh: 158, export_kwh: 16 });
});

it('takes the words beside codes of points for their names, where only these say that it is heat', async () => {
  const rows = TIMES.flatMap((time, n) => [
    `${time};EL_HALL;Hall - active energy;${800_000 + 20 * n};kWh`,
    `${time};CAL_1;Heat meter of the hall;${3_000 + n};MWh`,
    `${time};GZ_1;Gas meter;${50_000 + 6 * n};m3`,
  ]);
  const { layout } = await ingest(['Time;Object;Description;Value;Unit', ...rows, ''].join('\n'));
  expect(layout?.balance?.totals.use_kwh).toBe(20 * (TIMES.length - 1));
});

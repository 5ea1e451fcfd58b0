/** Sheets of one workbook below the same heading. */
import { expect, it } from 'vitest';
import { answerOf, refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';
import { workbook } from '../../../../helpers/workbook.ts';

const DAYS = [...Array(20).keys()];
const used = (day: number) => 4 + ((day * 7) % 11) / 2;
const sum = DAYS.reduce((all, day) => all + used(day), 0);
const csv = (year: number, times = 1) =>
  [
    'timestamp,kWh',
    ...DAYS.map((day) => `${year}-03-${String(day + 1).padStart(2, '0')} 00:00:00,${times * used(day)}`),
  ].join('\n');

it('are one table where each is a year, and a sheet without readings is named', async () => {
  const sheets = [
    { name: '2024', csv: csv(2024) },
    { name: 'Notes', csv: 'about,this file' },
    { name: '2025', csv: csv(2025) },
  ];
  const { rows, layout } = await ingest(workbook(sheets));
  expect(rows).toHaveLength(2 * DAYS.length);
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(2 * sum, 6);
  expect(layout?.decisions.find(({ what }) => what === 'sheet')).toEqual({
    what: 'sheet',
    chosen: '2024, 2025',
    why: 'they have the same heading; left out: "Notes"',
  });
});

it('are the directions of a meter where their names say so', async () => {
  const sheets = [
    { name: 'Import', csv: csv(2025) },
    { name: 'Export', csv: csv(2025, 2) },
  ];
  const { layout } = await ingest(workbook(sheets));
  expect(layout?.balance?.totals).toMatchObject({
    import_kwh: expect.closeTo(sum),
    export_kwh: expect.closeTo(2 * sum),
  });
});

it('are series of their names else', async () => {
  const sheets = [
    { name: 'North', csv: csv(2025) },
    { name: 'South', csv: csv(2025, 3) },
  ];
  const file = workbook(sheets);
  const asked = await refusalOfUpload(file).catch(() => undefined);
  const { layout } = await ingest(file, asked ? answerOf(asked) : {});
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(4 * sum, 6);
});

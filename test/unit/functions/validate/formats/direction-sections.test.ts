/** Tables that come once for each direction. */
import { expect, it } from 'vitest';
import { refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const hours = (kwh: (hour: number) => number) =>
  Array.from({ length: 24 }, (_, hour) => {
    const [from, to] = [hour, hour + 1].map((each) => new Date(Date.UTC(2026, 2, 3, each)).toISOString().slice(0, 16));
    return `"${from?.replace('T', ' ')} to ${to?.replace('T', ' ')}","${kwh(hour).toFixed(3)}",""`;
  });
const inward = hours((hour) => (hour % 5) / 4);
const outward = hours((hour) => (hour > 8 && hour < 16 ? 1.5 : 0));
const file = (...headings: readonly [string, string]) =>
  ['"Detailed usage"', '', headings[0], ...inward, '', headings[1], ...outward, ''].join('\n');

it('are the import and the export of one meter, where the words stand above the times', async () => {
  const { layout, rejected } = await ingest(
    file('Energy Delivered time period,Usage (kWh),Quality', 'Energy Received time period,Usage (kWh),Quality'),
  );
  expect(rejected).toEqual([]);
  expect(layout?.balance?.totals).toMatchObject({ import_kwh: 11.5, export_kwh: 10.5, use_kwh: null });
});

it('are so where the words stand above the values', async () => {
  const { layout } = await ingest(file('Time,Import (kWh),Quality', 'Time,Export (kWh),Quality'));
  expect(layout?.balance?.totals).toMatchObject({ import_kwh: 11.5, export_kwh: 10.5 });
});

it('are none where the headings differ in more', async () => {
  const refused = await refusalOfUpload(file('Time,Import (kWh),Quality', 'Time,Export (MWh),Remark'));
  expect(refused.code).toBe('UNKNOWN_LAYOUT');
});

it('are so below a title for each, whether their times are the same or not', async () => {
  const text = ['Bezug', 'Time,kWh,Quality', ...inward, '', 'Einspeisung', 'Time,kWh,Quality', ...outward, ''];
  const { layout, rejected } = await ingest(text.join('\n'));
  expect(rejected).toEqual([]);
  expect(layout?.balance?.totals).toMatchObject({ import_kwh: 11.5, export_kwh: 10.5, use_kwh: null });
});

/** Where a table begins. */

import { expect, it } from 'vitest';
import { columnsOfText } from '../../../../helpers/recognise.ts';
import { ingest } from '../../../../helpers/validate.ts';

it('takes numbers of a contract above the heading for no record', async () => {
  const rows = Array.from({ length: 96 }, (_, at) => {
    const time = new Date(Date.UTC(2026, 2, 26, 0, 15 * at)).toISOString();
    return `"${time.slice(8, 10)}/03/2026","${time.slice(11, 16)}","0.1${at % 10}"`;
  });
  const above = ['"Usage data"', '"Contract","Meter"', '"345678901","12345678"', ''];
  const found = await columnsOfText([...above, '"Date","Time","Used in kWh"', ...rows, ''].join('\n'));
  expect(Object.values(found).map(({ role }) => role)).toEqual(['date', 'time', 'energy']);
});

it('takes the table apart as most lines are, whatever a damaged one holds', async () => {
  const lines = Array.from({ length: 48 }, (_, at) => `2026-03-0${1 + Math.floor(at / 24)} ${at % 24}:00;${at % 7}`);
  const damaged = lines.with(30, `2026-03-02 06:00;${'1.000,'.repeat(900)}x`);
  const { rows, rejected } = await ingest(['time;kWh', ...damaged, ''].join('\n'));
  expect(rows).toHaveLength(47);
  expect(rejected).toMatchObject([{ line: 32 }]);
});

it('takes the names right above the records for the heading, and no line of two cells with a unit', async () => {
  const half = (at: number) => `${at + 1}コマ`;
  const { layout } = await ingest(
    [
      '番号,01-1',
      '単位,kWh',
      '',
      `年月日,区分,日計,${Array.from({ length: 48 }, (_, at) => half(at)).join(',')}`,
      ...['買電', '売電'].flatMap((way) =>
        [5, 6].map((day) => `2026/6/${day},${way},24,${Array.from({ length: 48 }, () => '0.5').join(',')}`),
      ),
      '',
    ].join('\n'),
    { metadata: { 'time-zone': 'Asia/Tokyo' } },
  );
  expect(layout?.balance?.totals).toMatchObject({ import_kwh: 48, export_kwh: 48 });
});

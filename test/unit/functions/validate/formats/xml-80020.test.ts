import { expect, test } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

test('the last half hour of a message 80020 ends at the midnight behind its day', async () => {
  const periods = ['2230', '2300', '2330'].map(
    (start, at) => `<period start="${start}" end="${['2300', '2330', '0000'][at]}"><value>${at + 1}</value></period>`,
  );
  const { rows } = await ingest(
    `<?xml version="1.0"?><message class="80040" version="2"><datetime><day>20261001</day></datetime><area>` +
      `<measuringpoint code="1" name=""><measuringchannel code="1" desc="МВт*ч">${periods.join('')}` +
      '</measuringchannel></measuringpoint></area></message>',
    { metadata: { 'time-zone': 'Asia/Almaty' } },
  );
  expect(rows.map((row) => `${row.appliance} ${row.timestamp} ${row.interval_minutes} ${Number(row.kwh)}`)).toEqual([
    '1 2026-10-01 22:30:00 30 1000',
    '1 2026-10-01 23:00:00 30 2000',
    '1 2026-10-01 23:30:00 30 3000',
  ]);
});

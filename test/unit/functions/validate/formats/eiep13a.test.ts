import { expect, test } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const record = (way: string, hour: string, kwh: string) =>
  `DET,0000000000AA001,12,UN24,${way},RD,,01/10/2026 ${hour}:00:00,01/10/2026 ${hour}:29:59,F,${kwh},,`;

test('a version with other fields is read, and a damaged record is kept', async () => {
  const hours = ['00', '01', '02', '03', '12', '13'];
  const lines = hours.map((hour, at) => record(at > 3 ? 'I' : 'X', hour, `0.${at + 1}`));
  const file = ['HDR,ICPCONS,1.1,A,B', ...lines, record('X', '04', 'x'), 'DET,0000000000AA001,12,UN24,X', ''];
  const { rows, rejected } = await ingest(file.join('\n'), { env: { ENERGY_REJECT_LIMIT: '1' } });
  expect(rows.map(({ interval_minutes, kwh }) => [interval_minutes, Number(kwh)]).slice(0, 2)).toEqual([
    [30, 0.1],
    [30, 0.2],
  ]);
  expect(rejected.map(({ line, code }) => [line, code])).toEqual([
    [8, 'VALUE_INVALID'],
    [9, 'TIMESTAMP_INVALID'],
  ]);
});

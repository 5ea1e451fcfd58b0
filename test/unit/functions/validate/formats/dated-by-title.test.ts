import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const clock = (at: number) =>
  `${String(Math.floor(at / 4)).padStart(2, '0')}:${String((at % 4) * 15).padStart(2, '0')}`;

describe('times of day below a title with their day', () => {
  it('are read without one that is damaged, which is rejected with its line', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => `${at === 7 ? '1x:45' : clock(at)};0.5`);
    const { output, rejected } = await ingest(['13.10.2026', 'Time;Usage (kWh)', ...rows].join('\n'));
    expect(output).toMatchObject({ readings: { accepted: 39, rejected: 1 } });
    expect(rejected).toMatchObject([{ line: 10, code: 'TIMESTAMP_INVALID' }]);
  });

  it('are of no day on which the file was made', async () => {
    const text = ['Exported on 14.10.2026', 'Time;kWh', '00:00;0.5', '01:00;0.25'].join('\n');
    await expect(ingest(text)).rejects.toThrow('nothing above them says of which day');
  });
});

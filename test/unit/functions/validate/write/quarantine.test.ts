import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

describe('a record that is too short or too long', () => {
  it.each(['\n', '\r\n', '\r'])('is rejected by itself where lines end in %j', async (end) => {
    const lines = Array.from({ length: 20 }, (_, at) => `2026-10-01 ${String(at).padStart(2, '0')}:00,A,1`);
    const text = [
      'timestamp,appliance,kwh',
      ...lines,
      '2026-10-01 20:00,A',
      '2026-10-01 21:00,A,1,2,3',
      'Total,20',
      '',
    ];
    const { rows, rejected } = await ingest(text.join(end), { env: { ENERGY_REJECT_LIMIT: '1' } });
    expect(rows).toHaveLength(20);
    expect(rejected.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '22 RECORD_MALFORMED',
      '23 RECORD_MALFORMED',
      '24 RECORD_MALFORMED',
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('is so below empty lines too, where lines end in %j', async (end) => {
    const lines = Array.from({ length: 20 }, (_, at) => `2026-10-01 ${String(at).padStart(2, '0')}:00,A,1`);
    const text = ['timestamp,appliance,kwh', ...lines, '', 'Made on 2026-10-02', '', '', 'Total,20', ''];
    const { rows, rejected } = await ingest(text.join(end), { env: { ENERGY_REJECT_LIMIT: '1' } });
    expect(rows).toHaveLength(20);
    expect(rejected.map(({ line, code }) => `${line} ${code}`)).toEqual(['23 RECORD_MALFORMED', '26 RECORD_MALFORMED']);
  });
});

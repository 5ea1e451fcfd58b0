/** Months as text, in the record's time and in what is published. */
import { describe, expect, it } from 'vitest';
import { monthOf } from '../../../../../functions/validate/recognise/months.ts';
import { ingest } from '../../../../helpers/validate.ts';

describe('a month', () => {
  it.each(['2025-02', '02/2025', '2/2025', '2025/02', 'Feb 2025', 'February 2025', 'février 2025', '2025-Feb'])(
    'is %s',
    (text) => expect(monthOf(text)).toBe(Date.UTC(2025, 1)),
  );

  it.each(['2025-13', '0.2025', 'Room 2025', '12-3456', '2025', '2025-02-01'])('is not %s', (text) =>
    expect(monthOf(text)).toBeUndefined(),
  );
});

describe('bills by the month', () => {
  const bills = (months: readonly string[]) => ['Month;Usage (kWh)', ...months.map((each) => `${each};300`), ''];

  it.each([
    [['2025-01', '2025-02', '2025-03']],
    [['01/2025', '02/2025', '03/2025']],
    [['01.2025', '02.2025', '03.2025']],
    [['Januar 2025', 'Februar 2025', 'März 2025']],
    [['Mar 2025', 'Feb 2025', 'Jan 2025']],
  ])('last from the first of it to the first of the next: %j', async (months) => {
    const { rows } = await ingest(bills(months).join('\n'), {
      env: { ENERGY_TIME_ZONE: 'Europe/Berlin' },
    });
    expect(rows.map(({ utc, end_utc, kwh }) => [String(utc), String(end_utc), Number(kwh)])).toEqual([
      ['2024-12-31 23:00:00', '2025-01-31 23:00:00', 300],
      ['2025-01-31 23:00:00', '2025-02-28 23:00:00', 300],
      ['2025-02-28 23:00:00', '2025-03-31 22:00:00', 300],
    ]);
  });

  it('rejects the month that is none', async () => {
    const { rows, rejected } = await ingest(bills(['2025-01', '2025-02', '2025-03', '2025-14']).join('\n'), {
      env: { ENERGY_REJECT_LIMIT: '1' },
    });
    expect(rows).toHaveLength(3);
    expect(rejected).toMatchObject([{ line: 5, code: 'TIMESTAMP_INVALID' }]);
  });
});

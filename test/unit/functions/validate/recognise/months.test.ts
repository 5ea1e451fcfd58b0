/** Months as text, in the record's time and in what is published. */
import { describe, expect, it } from 'vitest';
import { areMonths, monthOf } from '../../../../../functions/validate/recognise/months.ts';
import { ingest } from '../../../../helpers/validate.ts';

describe('a month', () => {
  it.each([
    ...['2025-02', '02/2025', '2/2025', '2025/02', 'Feb 2025', 'February 2025', 'février 2025', '2025-Feb'],
    ...['fev/25', 'Feb-25', "Feb '25", 'feb. 25', '2025年2月', '2025년 2월', 'Şubat 2025', 'février 25', 'únor 2025'],
    ...['февраль 2025', 'ФЕВРАЛЯ 2025 г.', 'лютий 2025', 'Φεβρουάριος 2025', 'กุมภาพันธ์ 2568', 'פברואר 2025'],
    ...['februarie 2025', 'vasaris 2025', 'februāris 2025', 'فبراير 2025', 'фебруар 2025', 'Februari 2025'],
  ])('is %s', (text) => expect(monthOf(text)).toBe(Date.UTC(2025, 1)));

  it.each(['2025-13', '0.2025', 'Room 2025', '12-3456', '2025', '2025-02-01'])('is not %s', (text) =>
    expect(monthOf(text)).toBeUndefined(),
  );
});

it('of two digits is a year only where the months go one way', () => {
  expect(areMonths(['Nov 24', 'Dec 24', 'Jan 25'])).toBe(true);
  expect(areMonths(['Jan 24', 'Dec 23', 'Nov 23'])).toBe(true);
  expect(areMonths(['Jan 24', 'Feb 23', 'Mar 25'])).toBe(false);
  expect(areMonths(['Jan 30', 'Jan 31', 'Feb 01'])).toBe(false);
});

describe('bills by the month', () => {
  const bills = (months: readonly string[]) => ['Month;Usage (kWh)', ...months.map((each) => `${each};300`), ''];

  it.each([
    [['2025-01', '2025-02', '2025-03']],
    [['01/2025', '02/2025', '03/2025']],
    [['01.2025', '02.2025', '03.2025']],
    [['Januar 2025', 'Februar 2025', 'März 2025']],
    [['янв.25', 'февр.25', 'март.25']],
    [['มกราคม 2568', 'กุมภาพันธ์ 2568', 'มีนาคม 2568']],
    [['2025년 1월', '2025년 2월', '2025년 3월']],
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

it('is also March, as Germans shorten it', () => {
  expect(monthOf('Mrz 2025')).toBe(Date.UTC(2025, 2));
});

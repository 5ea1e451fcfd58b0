/** What SQL reads as a time is what the recognition took for one. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

it.each([
  ['years of Taiwan', ['115/10/03', '115/10/04', '115/10/05'], ['2026-10-03 00:00:00', '2026-10-04 00:00:00']],
  ['hours alone', ['2026-10-03T07', '2026-10-03T08', '2026-10-03T09'], ['2026-10-03 07:00:00', '2026-10-03 08:00:00']],
  [
    'years with their letter',
    ['03.10.2026 г. 07:00', '03.10.2026 г. 08:00', '03.10.2026 г. 09:00'],
    ['2026-10-03 07:00:00', '2026-10-03 08:00:00'],
  ],
  ['months in words', ['окт.26', 'ноя.26', 'дек.26'], ['2026-10-01 00:00:00', '2026-11-01 00:00:00']],
])('%s', async (_, times, first) => {
  const { rows, rejected } = await ingest(['date;kWh', ...times.map((time) => `${time};1`), ''].join('\n'), {
    now: new Date('2027-02-01'),
  });
  expect(rejected).toEqual([]);
  expect(rows.map(({ timestamp }) => timestamp).slice(0, 2)).toEqual(first);
});

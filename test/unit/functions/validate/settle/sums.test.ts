/** Rows that sum up others, and sessions that only begin with a longer one. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

it('keeps a long session beside a short one that began at the same time', async () => {
  const sessions = [
    '2026-08-03T08:00,2026-08-03T09:00,5',
    '2026-08-04T08:20,2026-08-04T13:20,24',
    '2026-08-04T08:20,2026-08-04T11:10,13',
    '2026-08-05T08:00,2026-08-05T09:00,6',
    '2026-08-06T08:00,2026-08-06T09:00,7',
  ];
  const { layout } = await ingest(['start,end,kWh', ...sessions, ''].join('\n'), {
    metadata: { layout: '{"repeats":"sum"}' },
  });
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(55, 6);
});

it('keeps a session that two others at other plugs fall into, which begin with it', async () => {
  const hour = (at: number) => new Date(Date.UTC(2026, 7, 3, at)).toISOString().slice(0, 16);
  const sessions = Array.from({ length: 12 }, (_, at) => `${hour(20 * at)},${hour(20 * at + 1 + (at % 5))},${4 + at}`);
  const long = [`${hour(500)},${hour(510)},11.9`, `${hour(500)},${hour(504)},6`, `${hour(505)},${hour(509)},7`];
  const { layout, rejected } = await ingest(['start,end,kWh', ...sessions, ...long, ''].join('\n'), {
    metadata: { layout: '{"repeats":"sum"}' },
  });
  expect(rejected).toEqual([]);
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(12 * 4 + 66 + 11.9 + 6 + 7, 6);
});

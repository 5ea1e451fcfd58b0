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

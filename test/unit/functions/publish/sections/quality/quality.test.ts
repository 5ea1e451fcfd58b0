import { expect, test } from 'vitest';
import { pagesOf, textsOf } from '../../pages.ts';
import { smallTables } from '../../small.ts';

test('what is missing, once', async () => {
  const { page, markdown } = await textsOf();
  expect(page).toContain('91 % of the intervals have a reading; 1 series has gaps');
  expect(page).toContain('2 Oct 2026, 07:00 2 Oct 2026, 08:00 Fridge 1');
  expect(markdown).toContain('1 gap in missing.csv, the longest from 2 Oct 2026, 07:00 to 2 Oct 2026, 08:00');
  const { page: whole } = await textsOf(({ processed_energy_data }) => ({
    processed_energy_data: `SELECT * REPLACE (readings AS expected, 1 AS completeness) FROM (${processed_energy_data})`,
    missing_data:
      'SELECT NULL AS site_id, NULL AS appliance, NULL AS measure, NULL AS gap_start, NULL AS gap_end, ' +
      'NULL AS gap_start_utc, NULL AS missing WHERE false',
  }));
  expect(whole).toContain('No interval is missing');
});

test('what other uploads tell of the same time, with the commands that settle it', async () => {
  const others = { datasets: ['home-may'], left_out: 0, others_kwh: 10, others_generated_kwh: null };
  const time = { from: '2026-10-01T00:00:00', to: '2026-10-02T00:00:00' };
  const overlap = { readings: 24, ...time, ...others, kwh: 12, generated_kwh: null };
  const { page, markdown } = await pagesOf(smallTables(), { overlap });
  for (const text of [page, markdown]) {
    expect(text).toContain('24 readings from 1 Oct 2026, 00:00 to 2 Oct 2026, 00:00 are also in home');
    expect(text).toContain('2 kWh more than there');
  }
  expect(page).toContain('npm run -s energy -- prefer home-may');
  expect((await pagesOf(smallTables())).markdown).not.toContain('are also in');
});

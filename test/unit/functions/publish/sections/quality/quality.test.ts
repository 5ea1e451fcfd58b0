import { expect, test } from 'vitest';
import { textsOf } from '../../pages.ts';

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

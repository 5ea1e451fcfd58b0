import { expect, test } from 'vitest';
import { textsOf } from '../../pages.ts';
import { noRows } from '../../run.ts';

test('power factor and phases by month', async () => {
  const { page, markdown } = await textsOf();
  expect(page).toContain('Power factor and phases');
  expect(page).toContain('Oct 2026 3 kWh 4 kvarh 0.6, low');
  expect(page).toContain('Oct 2026 4 kWh, 3 kW 2 kWh, 1 kW 2.5 kWh, 2 kW 31 % 2.5 kW 2 Oct 2026, 18:00');
  expect(markdown).toContain('| Oct 2026 | 3 kWh | 4 kvarh | 0.6, low |');
  expect(markdown).toContain(
    '| Oct 2026 | 4 kWh, 3 kW | 2 kWh, 1 kW | 2.5 kWh, 2 kW | 31 % | 2.5 kW | 2 Oct 2026, 18:00 |',
  );
});

test('sites and series are named where there are several, and a good factor is not called low', async () => {
  const { page } = await textsOf(({ power_factor_data }) => ({
    power_factor_data: `${power_factor_data.replace(' ORDER BY ALL', '')}
      UNION ALL SELECT 'home', 'Leading (kvarh)', '2026-10', 3, 0.5, 0.986 ORDER BY ALL`,
  }));
  expect(page).toContain('Leading (kvarh) Oct 2026 3 kWh 0.5 kvarh 0.986 ');
  expect(page).toContain('Reactive (kvarh) Oct 2026 3 kWh 4 kvarh 0.6, low');
});

test('of a year of lagging and of leading energy the last months of both are shown', async () => {
  const months = `(SELECT printf('2026-%02d', m) AS month FROM range(1, 13) t(m))`;
  const { markdown } = await textsOf(() => ({
    power_factor_data: `SELECT 'home' AS site_id, series, month, 3.0 AS kwh, kvarh, 0.9 AS power_factor
      FROM ${months}, (VALUES ('Lagging', 4.0), ('Leading', 0.5)) s(series, kvarh) ORDER BY ALL`,
  }));
  const shown = [...markdown.matchAll(/\| (Lagging|Leading) \| (\w+) 2026/g)].map(([, series, month]) => [
    series,
    month,
  ]);
  expect(shown.map(([series]) => series)).toEqual([...Array(6).fill('Lagging'), ...Array(6).fill('Leading')]);
  expect(shown.at(-1)).toEqual(['Leading', 'Dec']);
});

test('nothing is said of an upload that has neither', async () => {
  const { page, markdown } = await textsOf(() => ({
    power_factor_data: noRows('power_factor_data'),
    phase_data: noRows('phase_data'),
  }));
  expect(page).not.toContain('Power factor');
  expect(markdown).not.toContain('Power factor');
});

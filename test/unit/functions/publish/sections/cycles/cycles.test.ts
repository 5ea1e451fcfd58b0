import { expect, test } from 'vitest';
import { COLUMNS } from '../../../../../../functions/publish/sections/cycles/text.ts';
import { type Cycles, cyclesSchema } from '../../../../../../shared/report/cycles.ts';
import { textsOf } from '../../pages.ts';
import { noRows } from '../../run.ts';

test('what switches on and off, beside its own past', async () => {
  const { page, markdown } = await textsOf();
  expect(page).toContain('What switches on and off');
  expect(markdown).toContain('| 16 times a day | 30 min | 60 min | 0.044 kWh | 33 % | 30 %, now 45 % (+50 %) |');
});

test('nothing is said where nothing switches', async () => {
  const { page } = await textsOf(() => ({ cycle_data: noRows('cycle_data') }));
  expect(page).not.toContain('What switches on and off');
});

test('lengths and counts are as a person says them, and what is not known is left out', () => {
  const [car] = cyclesSchema.parse([
    {
      ...{ site_id: 'home', appliance: 'Car', days: 28, cycles: 8, cycles_per_day: 2 / 7, cycle_minutes: 210 },
      ...{ rest_minutes: 4 * 1440, cycle_kwh: null, kwh: 190, duty: 0.04 },
      ...{ compared_days: 14, earlier_duty: 0, recent_duty: 0.04, duty_change: null },
    },
  ]);
  const said = (row: Cycles[number]) => COLUMNS.map(({ cell }) => cell(row));
  if (!car) throw new Error('no car');
  expect(said(car)).toEqual(['2 times a week', '3.5 h', '4 days', '', '4 %', '']);
  expect(said({ ...car, days: 3, cycles: 1, cycles_per_day: 1 / 3 })[0]).toBe('1 time');
});

/** Several readings of one time. */
import { expect, it } from 'vitest';
import { questionOfText } from '../../../../helpers/recognise.ts';

const days = Array.from({ length: 20 }, (_, at) => `2025-04-${String(at + 1).padStart(2, '0')}`);

it('of an energy that was cut into the days of several time zones are never added up', async () => {
  const rows = days.flatMap((day, at) =>
    ['Arizona', 'Central', 'Eastern'].map((zone) => `${day},${zone},${308_000 + at}`),
  );
  const refused = await questionOfText(['period,timezone,Demand (MWh)', ...rows, ''].join('\n'));
  expect([refused.code, refused.message]).toEqual(['UNKNOWN_LAYOUT', expect.stringContaining('such as \\"Arizona\\"')]);
});

it('are of several series where a column tells them apart, also where each has a unit of its own', async () => {
  const rows = days.flatMap((day, at) => [
    `${day};Varmvatten;${496 + at};Wh`,
    `${day};Laddbox;${900 + at};Wh`,
    `${day};Kyl;1,3${at};MJ`,
  ]);
  const { details } = await questionOfText(['tid;enhet_namn;v\u00e4rde;m\u00e5ttenhet', ...rows, ''].join('\n'));
  expect(details.setting).toEqual({ columns: { enhet_namn: { role: 'appliance' } } });
});

it('that differ by little are proposed as versions, of which one counts', async () => {
  const rows = days.flatMap((day, at) => ['II', 'SF', 'RF'].map((run, later) => `${day},${run},${30 + at + later}`));
  const { details } = await questionOfText(['date,settlement run,kWh', ...rows, ''].join('\n'));
  expect(details.setting).toEqual({ columns: { 'settlement run': { role: 'ignored' } }, repeats: 'last' });
});

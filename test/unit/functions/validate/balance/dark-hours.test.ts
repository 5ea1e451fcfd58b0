/** Nights that a file leaves empty of what panels produce. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const sun = (hour: number) => Math.max(0, 3 - Math.abs(12 - (hour % 24)) * 0.5);
const file = (made: (hour: number) => string) =>
  [
    'start,Import (kWh),Export (kWh),Roof east production (kWh),Roof west production (kWh)',
    ...Array.from({ length: 72 }, (_, hour) => {
      const [day, clock] = [4 + Math.floor(hour / 24), String(hour % 24).padStart(2, '0')];
      const out = Math.max(0, 2 * sun(hour) - 1);
      return `2026-05-0${day} ${clock}:00,${sun(hour) > 0 ? 0.25 : 1},${out},${made(hour)},${made(hour + 1)}`;
    }),
    '',
  ].join('\n');
const asleep = (hour: number) => (sun(hour) === 0 ? '' : String(sun(hour)));

it('is nothing, so that the use that is worked out has its nights', async () => {
  const [empty, full] = [await ingest(file(asleep)), await ingest(file((hour) => String(sun(hour))))];
  expect(empty.layout?.balance?.totals).toEqual(full.layout?.balance?.totals);
});

it('is not known where the cells of days are empty as well', async () => {
  const { layout } = await ingest(file((hour) => (hour % 24 < 11 ? '' : asleep(hour))));
  const full = await ingest(file((hour) => String(sun(hour))));
  expect(layout?.balance?.totals.use_kwh).toBeLessThan(full.layout?.balance?.totals.use_kwh ?? 0);
});

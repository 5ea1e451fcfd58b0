/** Two tariffs' registers beside the use of both are one energy. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(60).keys()];
const timeOf = (hour: number) => new Date(Date.UTC(2026, 5, 1, hour)).toISOString().slice(0, 19);
const isLow = (hour: number) => hour % 24 < 7;
const used = (hour: number) => Number((0.2 + ((hour * 37) % 11) / 10).toFixed(3));

it('counts what both registers show once, by the column beside them', async () => {
  let [low, high] = [3926.957, 2202.896];
  const rows = HOURS.map((hour) => {
    if (isLow(hour)) low += used(hour);
    else high += used(hour);
    return `${timeOf(hour)},${low.toFixed(3)},${high.toFixed(3)},${used(hour)}`;
  });
  const { layout } = await ingest(['timestamp,VERBR_KWH_181,VERBR_KWH_182,VERBR_KWH_X', ...rows, ''].join('\n'));
  const total = HOURS.reduce((sum, hour) => sum + used(hour), 0);
  expect(layout?.balance?.totals.import_kwh ?? layout?.balance?.totals.use_kwh).toBeCloseTo(total, 6);
  expect(layout?.columns.filter(({ role }) => role === 'register')).toEqual([]);
});

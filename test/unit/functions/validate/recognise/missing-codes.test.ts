/** Numbers that say that there is none. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(72).keys()];
const used = (hour: number) => 0.2 + ((hour * 7) % 11) / 10;
const table = (heading: string, cell: (hour: number) => string) =>
  [
    `timestamp,${heading}`,
    ...HOURS.map((hour) => `${new Date(Date.UTC(2026, 2, 1, hour)).toISOString()},${cell(hour)}`),
    '',
  ].join('\n');
const SAYS_NONE = (hour: number) => hour === 20 || hour === 21 || hour === 50;
const sum = HOURS.filter((hour) => !SAYS_NONE(hour)).reduce((all, hour) => all + used(hour), 0);

it.each(['9999', '999.00', '65535', '-1', '-9999'])('are left out and shown: %s', async (code) => {
  const text = table('Use (kWh)', (hour) => (SAYS_NONE(hour) ? code : used(hour).toFixed(1)));
  const { output, layout, rejected } = await ingest(text);
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(sum, 6);
  expect(output.outcome === 'READY' && output.readings.missing).toBe(3);
  expect(rejected).toEqual([]);
  expect(layout?.decisions).toContainEqual(expect.objectContaining({ chosen: `cells with "${code}"` }));
  const kept = await ingest(text, { metadata: { layout: '{"missing":[]}' } });
  expect(kept.layout?.balance?.totals.use_kwh).not.toBeCloseTo(sum, 0);
});

it('are none where others are as large, or go below zero as well', async () => {
  const large = await ingest(table('Use (Wh)', (hour) => String(hour % 20 === 3 ? 999 : 100 + ((hour * 37) % 900))));
  expect(large.layout?.dialect.missing).toBeUndefined();
  const signed = await ingest(
    table('Net usage (W)', (hour) => String(hour % 9 === 0 ? -1 : ((hour * 37) % 900) - 400)),
  );
  expect(signed.layout?.dialect.missing).toBeUndefined();
  const asleep = await ingest(table('PV power (W)', (hour) => String(hour % 24 < 7 ? -1 : (hour % 24) * 40)));
  expect(asleep.layout?.dialect.missing).toBeUndefined();
});

it('are also those of records that the file calls invalid', async () => {
  const text = table('Use (kWh),Status', (hour) => (SAYS_NONE(hour) ? '88.8,Invalid' : `${used(hour).toFixed(1)},OK`));
  const { output, layout } = await ingest(text);
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(sum, 6);
  expect(output.outcome === 'READY' && output.readings.missing).toBe(3);
  expect(layout?.decisions).toContainEqual(expect.objectContaining({ what: 'invalid readings' }));
});

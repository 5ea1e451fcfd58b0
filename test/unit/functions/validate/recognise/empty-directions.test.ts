/** Directions of which each row fills one. */
import { expect, it } from 'vitest';
import { hourlyTable } from '../../../../helpers/recognise.ts';
import { ingest } from '../../../../helpers/validate.ts';

const made = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 600);
const used = (hour: number) => 305 + ((hour * 37) % 29) * 11;
const drawn = (hour: number) => Math.max(0, used(hour) - made(hour));
const fedIn = (hour: number) => Math.max(0, made(hour) - used(hour));
const HOURS = 48;
const sum = (of: (hour: number) => number, hours = [...Array(HOURS).keys()]) =>
  hours.reduce((all, hour) => all + of(hour), 0) / 1000;
const totalsOf = async (columns: Parameters<typeof hourlyTable>[0]) =>
  (await ingest(hourlyTable(columns, HOURS))).layout?.balance?.totals;

it.each([[''], ['-'], ['n/a']])('are none where the other is there: %j', async (none) => {
  const filled = (of: (hour: number) => number) => (hour: number) => of(hour) || none;
  const columns = { 'Import (Wh)': filled(drawn), 'Export (Wh)': filled(fedIn), 'Production (Wh)': made };
  const totals = await totalsOf(columns);
  expect(totals?.use_kwh).toBeCloseTo(sum(used), 6);
  expect(totals?.import_kwh).toBeCloseTo(sum(drawn), 6);
});

it('are not known where zeros are written elsewhere', async () => {
  const known = [...Array(HOURS).keys()].filter((hour) => hour < 24);
  const columns = {
    'Import (Wh)': drawn,
    'Export (Wh)': (hour: number) => (hour < 24 ? fedIn(hour) : ''),
    'Production (Wh)': made,
  };
  const totals = await totalsOf(columns);
  expect(totals?.use_kwh).toBeCloseTo(sum(used, known), 6);
});

/** A whole that stands in the same column as its parts. */
import { expect, it } from 'vitest';
import { wiggle } from '../../../../helpers/profiles.ts';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(30).keys()];
const PARTS = { North: 10_600, South: 2300, Islands: 1900 };
const timeOf = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16);
const load = (most: number, hour: number) => Math.round(most * (1 + 0.3 * wiggle(most + 7 * hour)));
const all = (hour: number) => Object.values(PARTS).reduce((sum, most) => sum + load(most, hour), 0);
const kwh = HOURS.reduce((sum, hour) => sum + all(hour), 0);
/** @param more than the sum of its parts, hour by hour */
const file = (more: (hour: number) => number) =>
  [
    'timestamp,name,kWh',
    ...HOURS.flatMap((hour) => [
      ...Object.entries(PARTS).map(([name, most]) => `${timeOf(hour)},${name},${load(most, hour)}`),
      `${timeOf(hour)},Italy,${all(hour) + more(hour)}`,
    ]),
    '',
  ].join('\n');

it('counts the sum of all others once', async () => {
  const { layout, rows } = await ingest(file((hour) => hour % 2));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(kwh + HOURS.length / 2, 3);
  expect(rows.filter(({ appliance }) => appliance === 'Italy')).toEqual([]);
});

it('adds one more part that is not their sum, and what a person calls a part', async () => {
  const { layout } = await ingest(file((hour) => 400 * (hour % 3)));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(2 * kwh + 400 * HOURS.length, 3);
  const metadata = { layout: JSON.stringify({ flows: { Italy: 'submeter' } }) };
  const said = await ingest(
    file(() => 0),
    { metadata },
  );
  expect(said.layout?.balance?.totals.use_kwh).toBeCloseTo(2 * kwh, 3);
});

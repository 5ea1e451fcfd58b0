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

const table = (head: string, cells: readonly string[], at: (hour: number, cell: number) => number, hours = 30) =>
  [
    head,
    ...[...Array(hours).keys()].flatMap((hour) =>
      cells.map((cell, index) => `${timeOf(hour)},${cell},${at(hour, index).toFixed(3)}`),
    ),
    '',
  ].join('\n');
/** kWh of the first two parts, a third one, and of sums of them. */
const part = (hour: number, which: number) => Math.round(1000 * (1 + wiggle(100 * which + hour))) / 1000;
const sums = [
  (hour: number) => part(hour, 0),
  (hour: number) => part(hour, 1),
  (hour: number) => part(hour, 0) + part(hour, 1),
  (hour: number) => part(hour, 2),
  (hour: number) => part(hour, 0) + part(hour, 1) + part(hour, 2),
];
const ofSums = (hour: number, cell: number) => sums[cell]?.(hour) ?? 0;
const whole = (hours: number) => [...Array(hours).keys()].reduce((sum, hour) => sum + ofSums(hour, 4), 0);

it.each([
  ['a site', 'timestamp,meter,kWh', ['Kitchen', 'Office', 'Ground floor', 'Workshop', 'Site']],
  ['an address', 'timestamp,meter,kWh', ['Flat 1', 'Flat 2', 'Flats', 'Shop', '14 Elm Road']],
  ['sites', 'timestamp,site,kWh', ['Leeds', 'York', 'North', 'Bath', 'Portfolio']],
])('counts parts once beside sums of some and of all, whatever they are called: %s', async (_, head, cells) => {
  const { layout } = await ingest(table(head, cells, ofSums));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(whole(30), 3);
});

it('needs few rows where all hold exactly, and says what it left out', async () => {
  const { layout } = await ingest(table('timestamp,site,kWh', ['A', 'B', 'AB', 'C', 'D'], ofSums, 8));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(whole(8), 3);
  expect(layout?.balance?.series.flatMap(({ left_out: why }) => why ?? [])).toContain(
    'its site is the sum of "AB", "C"',
  );
});

it('adds series that only seem to be a sum, and equal ones', async () => {
  const { layout } = await ingest(table('timestamp,meter,kWh', ['A', 'B', 'C'], (hour, cell) => part(hour, cell % 2)));
  const kwh = [...Array(30).keys()].reduce((sum, hour) => sum + 2 * part(hour, 0) + part(hour, 1), 0);
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(kwh, 3);
});

it('takes the sum of plants for no plant of its own', async () => {
  const file = table('timestamp,inverter,yield kWh', ['East', 'West', 'Plant'], ofSums);
  const { layout } = await ingest(file);
  const kwh = [...Array(30).keys()].reduce((sum, hour) => sum + ofSums(hour, 2), 0);
  expect(layout?.balance?.totals.production_kwh).toBeCloseTo(kwh, 3);
});

it('counts it once in a file of so many readings that a part of them is looked at', async () => {
  const names = ['a', 'b', 'a and b', 'c', 'all'];
  const { layout } = await ingest(table('timestamp,name,kWh', names, ofSums, 3000));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(whole(3000), 3);
});

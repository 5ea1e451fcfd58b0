/** Columns that say which records do not count. */
import { expect, it } from 'vitest';
import { wiggle } from '../../../../helpers/profiles.ts';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(48).keys()];
const kwh = (hour: number) => Math.round(1000 * (1 + wiggle(hour))) / 1000;
const isOut = (hour: number) => hour % 12 === 5;
const timeOf = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16);
const file = (heading: string, counts: string, out: string) =>
  [
    `timestamp,kWh,${heading}`,
    ...HOURS.map((hour) => `${timeOf(hour)},${kwh(hour).toFixed(3)},${isOut(hour) ? out : counts}`),
    '',
  ].join('\n');
const sum = (all: boolean) => HOURS.reduce((total, hour) => total + (all || !isOut(hour) ? kwh(hour) : 0), 0);

it.each([
  ['Exclude', 'no', 'yes'],
  ['is_valid', 'true', 'false'],
  ['Valid', '1', '0'],
  ['Gültig', 'ja', 'nein'],
  ['Deleted', '', 'x'],
  ['error', '0', '1'],
  ['Use', 'Y', 'N'],
  ['Status', 'ok', 'test'],
  ['Comment', '', 'ignore - meter test'],
  ['Bemerkung', 'neuer Zähler', 'nicht verwenden'],
])('leaves out records by %s, and says so', async (heading, counts, out) => {
  const { layout } = await ingest(file(heading, counts, out));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(sum(false), 3);
  expect(layout?.decisions).toContainEqual({
    what: 'invalid readings',
    chosen: 'missing, as empty cells are',
    why: `cells of "${heading}" say so`,
  });
});

it.each([
  ['Status', 'on', 'off'],
  ['Holiday', '0', '1'],
  ['Comment', '', 'do not ignore the new meter'],
  ['Comment', '', 'avoided peak'],
  ['Valid', 'A', 'B'],
])('counts all records beside %s', async (heading, counts, out) => {
  const { layout } = await ingest(file(heading, counts, out));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(sum(true), 3);
});

it('counts what a person says', async () => {
  const metadata = { layout: JSON.stringify({ columns: { Exclude: { role: 'ignored' } } }) };
  const { layout } = await ingest(file('Exclude', 'no', 'yes'), { metadata });
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(sum(true), 3);
});

/** Rows of what came to be beside rows of what was planned. */
import { expect, it } from 'vitest';
import { wiggle } from '../../../../helpers/profiles.ts';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(30).keys()];
const kwh = (hour: number) => Math.round(1000 * (1 + wiggle(hour))) / 1000;
const timeOf = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16);
const file = (heading: string, kinds: readonly string[]) =>
  [
    `timestamp,${heading},kWh`,
    ...HOURS.flatMap((hour) => kinds.map((kind, at) => `${timeOf(hour)},${kind},${(kwh(hour) + 0.1 * at).toFixed(3)}`)),
    '',
  ].join('\n');
const sum = HOURS.reduce((total, hour) => total + kwh(hour), 0);

it.each([
  ['type', ['Actual', 'Forecast']],
  ['scenario', ['Actual', 'Budget', 'Last year']],
  ['Art', ['Ist-Verbrauch', 'Soll-Verbrauch', 'Vorjahr']],
  ['series', ['Réel', 'Prévision']],
  ['tipo', ['Consuntivo', 'Preventivo']],
  ['type', ['measured', 'dayahead_forecast']],
  ['type', ['Actual load', 'Intraday forecast', 'Day-ahead forecast']],
])('counts what came to be: %s', async (heading, kinds) => {
  const { layout } = await ingest(file(heading, kinds));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(sum, 3);
  expect(layout?.decisions.find(({ what }) => what === 'records')?.chosen).toContain(`those of "${kinds[0]}"`);
});

it('adds series of other names, and those that a person calls series', async () => {
  const both = 2 * sum + 0.1 * HOURS.length;
  const other = await ingest(file('type', ['Lights', 'Plan']));
  expect(other.layout?.balance?.totals.use_kwh).toBeCloseTo(both, 3);
  const metadata = { layout: JSON.stringify({ columns: { type: { role: 'appliance' } } }) };
  const said = await ingest(file('type', ['Actual', 'Target']), { metadata });
  expect(said.layout?.balance?.totals.use_kwh).toBeCloseTo(both, 3);
});

it('counts the later and the better of two readings of one time', async () => {
  const { layout } = await ingest(file('read type', ['Actual', 'Estimated']));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(sum, 3);
});

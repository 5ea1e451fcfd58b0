/** Titles that say that a lone column of kWh holds no readings. */
import { expect, it } from 'vitest';
import { questionOfText, recogniseText } from '../../../../helpers/recognise.ts';

const hours = Array.from({ length: 30 }, (_, hour) => new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16));
const table = (title: string, heading = 'Date,kWh') =>
  [title, heading, ...hours.map((hour, at) => `${hour},${(1 + (at % 7) / 10).toFixed(2)}`), ''].join('\n');

it.each(['Forecast', 'Prognose Verbrauch 2026', 'Prévision de consommation'])(
  'asks about what is foretold: %s',
  async (title) => {
    const { code, details } = await questionOfText(table(title));
    expect([code, details.setting]).toEqual(['NOT_READINGS', { unit: 'kWh' }]);
    expect((await recogniseText(table(title), { unit: 'kWh' })).columns.map(({ role }) => role)).toContain('energy');
  },
);

it.each([
  ['Forecast and actual', 'Date,kWh'],
  ['Consumption 2026', 'Date,kWh'],
  ['Forecast', 'Date,Consumption kWh'],
])('reads what says that it was used: %s %s', async (title, heading) => {
  const { columns } = await recogniseText(table(title, heading));
  expect(columns.map(({ role }) => role)).toContain('energy');
});

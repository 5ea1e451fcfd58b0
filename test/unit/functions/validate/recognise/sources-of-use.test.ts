/** What a use came from is a part of it, and not all that panels produce. */
import { expect, it } from 'vitest';
import { columnsOfText, hourlyTable } from '../../../../helpers/recognise.ts';

const made = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 600);
const used = (hour: number) => 300 + ((hour * 37) % 29) * 11;
const own = (hour: number) => Math.min(made(hour), used(hour));
const drawn = (hour: number) => used(hour) - own(hour);
const fedIn = (hour: number) => made(hour) - own(hour);
const flowsOf = async (columns: Parameters<typeof hourlyTable>[0], hours = 4 * 24) =>
  Object.fromEntries(
    Object.entries(await columnsOfText(hourlyTable(columns, hours))).map(([name, { flow }]) => [name, flow]),
  );

it.each([
  ['Consumption (Wh)', 'From grid (Wh)', 'From solar (Wh)'],
  ['Verbrauch (Wh)', 'aus Netz (Wh)', 'aus PV (Wh)'],
  ['Consumo totale (Wh)', 'Dalla rete (Wh)', 'Dal fotovoltaico (Wh)'],
  ['Consommation totale (Wh)', 'Dont réseau (Wh)', 'Dont solaire (Wh)'],
  ['Energie (Wh)', 'davon Netz (Wh)', 'davon PV (Wh)'],
  ['Consumption (Wh)', 'Grid (Wh)', 'Solar (Wh)'],
])('in %s, %s and %s', async (use, grid, solar) => {
  expect((await flowsOf({ [use]: used, [grid]: drawn, [solar]: own }))[solar]).toBe('self_used');
  expect((await flowsOf({ [use]: used, [grid]: drawn, [solar]: own }, 14))[solar]).toBe('self_used');
});

it('is what is produced where that is said, or where it never covers the use', async () => {
  const half = (hour: number) => own(hour) * 0.5;
  const rest = (hour: number) => used(hour) - half(hour);
  const ofPlant = { 'Consumption (Wh)': used, 'Grid (Wh)': rest };
  expect(await flowsOf({ ...ofPlant, 'Solar (Wh)': half })).toMatchObject({ 'Solar (Wh)': 'production' });
  const said = { 'Consumption (Wh)': used, 'Grid (Wh)': drawn, 'Solar generation (Wh)': own };
  expect(await flowsOf(said)).toMatchObject({ 'Solar generation (Wh)': 'production' });
});

it('is no production beside a feed-in that is more', async () => {
  const ways = { 'From solar (Wh)': own, 'From grid (Wh)': drawn, 'To grid (Wh)': fedIn };
  expect(await flowsOf(ways)).toMatchObject({ 'From solar (Wh)': 'self_used' });
  expect(await flowsOf({ ...ways, 'From solar (Wh)': made })).toMatchObject({ 'From solar (Wh)': 'production' });
});

it('is what a car was charged with', async () => {
  const charged = {
    'Charged energy (Wh)': used,
    'Charged from solar (Wh)': own,
    'Charged from grid (Wh)': drawn,
  };
  expect(await flowsOf(charged)).toMatchObject({
    'Charged energy (Wh)': 'consumption',
    'Charged from solar (Wh)': 'self_used',
  });
  const sessions = { 'Charging point': () => 'Garage', 'Energy (Wh)': used, 'Solar energy (Wh)': own };
  expect(await flowsOf(sessions)).toMatchObject({ 'Solar energy (Wh)': 'self_used' });
});

it('is left out where it is the mix of a supply', async () => {
  const [sun, wind, atom] = [0.25, 0.3, 0.45].map((share, at) => (hour: number) => used(hour + at) * share);
  if (!sun || !wind || !atom) return;
  const mix = { 'Solar (Wh)': sun, 'Wind (Wh)': wind, 'Nuclear (Wh)': atom };
  const all = (hour: number) => sun(hour) + wind(hour) + atom(hour);
  expect(await flowsOf({ 'Consumption (Wh)': all, ...mix })).toEqual({
    'Consumption (Wh)': 'consumption',
    'Solar (Wh)': undefined,
    'Wind (Wh)': undefined,
    'Nuclear (Wh)': undefined,
  });
});

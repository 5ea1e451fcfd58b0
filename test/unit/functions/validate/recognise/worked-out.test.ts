/** Columns of unknown words whose numbers follow from those of the site. */
import { expect, it } from 'vitest';
import { columnsOfText, hourlyTable } from '../../../../helpers/recognise.ts';

const made = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 600);
const used = (hour: number) => 300 + ((hour * 37) % 29) * 11;
const filling = (hour: number) =>
  made(hour) > used(hour) ? Math.min(made(hour) - used(hour), 200 + (hour % 7) * 50) : 0;
const emptying = (hour: number) =>
  made(hour) === 0 && hour % 24 > 18 ? Math.min(used(hour), 250 + (hour % 5) * 20) : 0;
const net = (hour: number) => used(hour) + filling(hour) - emptying(hour) - made(hour);
const drawn = (hour: number) => Math.max(0, net(hour));
const fedIn = (hour: number) => Math.max(0, -net(hour));
const FLOWS = {
  'PV (Wh)': made,
  'Grid in (Wh)': drawn,
  'Grid out (Wh)': fedIn,
  'Batt charge (Wh)': filling,
  'Batt discharge (Wh)': emptying,
};
const flowOfOdd = async (odd: (hour: number) => number) =>
  (await columnsOfText(hourlyTable({ ...FLOWS, 'Zorg (Wh)': odd })))['Zorg (Wh)'];

it.each([
  ['production less export', (hour: number) => made(hour) - fedIn(hour)],
  ['what is used at once', (hour: number) => made(hour) - fedIn(hour) - filling(hour)],
  ['the exchange with the grid', net],
  ['that with the battery', (hour: number) => emptying(hour) - filling(hour)],
  ['all that comes in', (hour: number) => drawn(hour) + made(hour)],
  ['the other side of the battery', (hour: number) => 0.9 * filling(hour)],
])('are left out: %s', async (_, odd) => {
  expect(await flowOfOdd(odd)).toMatchObject({ role: 'ignored' });
});

it.each([
  ['the use of the site', used, 'consumption'],
  ['a part of it', (hour: number) => 20 + ((hour * 13) % 41), 'submeter'],
] as const)('count where they are %s', async (_, odd, flow) => {
  expect(await flowOfOdd(odd)).toMatchObject({ flow });
});

it('are what comes from the grid where nothing else does, and they go on by night', async () => {
  const { 'Grid in (Wh)': _, ...others } = FLOWS;
  const columns = await columnsOfText(hourlyTable({ ...others, 'Zorg (Wh)': drawn, 'Load (Wh)': used }));
  expect(columns['Zorg (Wh)']).toMatchObject({ flow: 'import' });
});

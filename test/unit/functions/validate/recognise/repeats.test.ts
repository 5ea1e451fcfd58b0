/** Columns that say the same energy once more are left out, and one of them always stays. */
import { describe, expect, it } from 'vitest';
import { columnsOfText, hourlyTable } from '../../../../helpers/recognise.ts';

const HOURS = 96;
const sun = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 500);
const before = (hour: number, from = 0) =>
  Array.from({ length: hour - from }, (_, at) => sun(from + at)).reduce((all, each) => all + each, 0);
const total = (hour: number) => ((20_455_300 + before(hour)) / 1000).toFixed(3);
const today = (hour: number) => (before(hour, hour - (hour % 24)) / 1000).toFixed(3);

const VIEWS: readonly (readonly [string, Record<string, (hour: number) => string | number>])[] = [
  ['the counter of the day', { 'Today yield (kWh)': today }],
  ['the power', { 'Power (W)': sun }],
  ['both', { 'Today yield (kWh)': today, 'Power (W)': sun }],
  ['both, the other way round', { 'Power (W)': sun, 'Today yield (kWh)': today }],
];

describe('a counter', () => {
  it.each(VIEWS)('is read once beside %s', async (_, others) => {
    for (const columns of [
      { 'Total yield (kWh)': total, ...others },
      { ...others, 'Total yield (kWh)': total },
    ]) {
      const found = Object.values(await columnsOfText(hourlyTable(columns, HOURS)));
      const counted = found.filter(({ role }) => role === 'energy' || role === 'power' || role === 'register');
      expect(counted).toMatchObject([{ flow: 'production' }]);
    }
  });

  it('is left out beside its steps', async () => {
    const found = await columnsOfText(
      hourlyTable({ 'Total yield (kWh)': total, 'Yield (kWh)': (hour) => (sun(hour) / 1000).toFixed(3) }, HOURS),
    );
    expect(found['Total yield (kWh)']).toMatchObject({
      role: 'ignored',
      why: 'it counts "Yield (kWh)", which stands beside it',
    });
  });

  it('stays beside another that counts the same of another meter', async () => {
    const found = await columnsOfText(hourlyTable({ 'Flat A (kWh)': total, 'Flat B (kWh)': total }, HOURS));
    expect([found['Flat A (kWh)']?.role, found['Flat B (kWh)']?.role]).toEqual(['register', 'register']);
  });
});

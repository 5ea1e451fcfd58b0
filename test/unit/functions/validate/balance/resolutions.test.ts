/** The same energy by the hour and by the day is counted once, and the difference is told. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const DAYS = [0, 1, 2];
const HOURS = [...Array(24).keys()];
const timeOf = (day: number, hour = 0) =>
  new Date(Date.UTC(2026, 4, 1 + day, hour)).toISOString().slice(0, 16).replace('T', ' ');
const energy = (day: number, hour: number) => (20 + (((day * 24 + hour) * 7919) % 83)) / 100;
const sumOf = (day: number) => HOURS.reduce((sum, hour) => sum + Math.round(energy(day, hour) * 100), 0) / 100;

const file = (more: number) =>
  [
    'time,direction,kWh',
    ...DAYS.flatMap((day) => [
      `${timeOf(day)},Import daily,${(sumOf(day) + more).toFixed(2)}`,
      ...HOURS.flatMap((hour) => [
        `${timeOf(day, hour)},Import hourly,${energy(day, hour)}`,
        `${timeOf(day, hour)},Export hourly,0.1`,
      ]),
    ]),
    '',
  ].join('\n');

it.each([
  [0, 'this one has no more and no less'],
  [0.5, 'this one has 1.5 kWh'],
])('a daily stand that says %f kWh more', async (more, told) => {
  const { layout } = await ingest(file(more));
  const imported = DAYS.reduce((sum, day) => sum + sumOf(day), 0);
  expect(layout?.balance?.totals.import_kwh).toBeCloseTo(imported, 6);
  const left = layout?.balance?.series.find(({ left_out }) => left_out !== undefined);
  expect(left?.left_out).toContain('gives the same energy by shorter intervals');
  expect(left?.left_out).toContain(told);
});

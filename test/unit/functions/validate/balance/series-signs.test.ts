/** Records of a signed flow take from the grid and the battery in the night, whichever their sign is. */
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(96).keys()];
const timeOf = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
const sun = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 500);
const net = (hour: number) => 400 + ((hour * 31) % 300) - sun(hour);
const records = (sign: 1 | -1) =>
  [
    'time,channel,kWh',
    ...HOURS.flatMap((hour) => [
      `${timeOf(hour)},Grid,${(sign * net(hour)) / 1000}`,
      `${timeOf(hour)},Solar,${sun(hour) / 1000}`,
    ]),
    '',
  ].join('\n');
const ofSign = (sign: 1 | -1) => HOURS.reduce((sum, hour) => sum + Math.max(0, sign * net(hour)), 0) / 1000;

describe('records of the grid beside those of the panels', () => {
  it.each([1, -1] as const)('%i', async (sign) => {
    const { layout } = await ingest(records(sign));
    expect(layout?.balance?.totals.import_kwh).toBeCloseTo(ofSign(1), 6);
    expect(layout?.balance?.totals.export_kwh).toBeCloseTo(ofSign(-1), 6);
  });
});

it('what a house uses is written below zero in some records of a balance', async () => {
  const use = (hour: number) => 400 + ((hour * 31) % 300);
  const text = [
    'time,name,value_W',
    ...HOURS.flatMap((hour) => [
      `${timeOf(hour)},P_Grid,${net(hour)}`,
      `${timeOf(hour)},P_Load,${-use(hour)}`,
      `${timeOf(hour)},P_PV,${sun(hour)}`,
    ]),
    '',
  ].join('\n');
  const { layout } = await ingest(text);
  const sum = HOURS.reduce((all, hour) => all + use(hour), 0) / 1000;
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(sum, 6);
  expect(layout?.balance?.totals.residual_kwh).toBeCloseTo(0, 6);
  expect(layout?.notes.map(({ code }) => code)).not.toContain('NEGATIVE');
});

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

/** Logs of FHEM whose readings name no unit. */
import { expect, it } from 'vitest';
import { InputRejected } from '../../../../../shared/runtime/errors.ts';
import { ingest } from '../../../../helpers/validate.ts';

const QUARTERS = [...Array(96).keys()];
const timeOf = (quarter: number) =>
  new Date(Date.UTC(2026, 0, 13, 0, 15 * quarter)).toISOString().slice(0, 19).replace('T', '_');

/** @param watts of a power that counts a kilowatt-hour an hour */
function log(watts: number, counter = 'energy'): string {
  return QUARTERS.flatMap((at) => [
    `${timeOf(at)} Stromzaehler ${counter}: ${(12345 + at * 0.25).toFixed(2)}`,
    `${timeOf(at)} Stromzaehler power: ${watts + (at % 3) - 1}`,
  ]).join('\n');
}

it.each(['energy', 'total_consumption'])(
  'tells kilowatt-hours and watts by the thousand between %s and power',
  async (counter) => {
    const { rows, layout } = await ingest(log(1000, counter));
    expect(rows.reduce((sum, { kwh }) => sum + Number(kwh), 0)).toBeCloseTo(95 * 0.25, 6);
    expect(layout?.balance?.series.find(({ name }) => name === 'Stromzaehler power')?.left_out).toContain(
      'is its energy',
    );
  },
);

it('asks where the ratio fits Wh and W as well as kWh and kW', async () => {
  const error = await ingest(log(1)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputRejected);
  expect(error).toMatchObject({ code: 'UNIT_UNKNOWN' });
});

/** A meter of gas or heat whose readings stand as volumes and as energies, beside one of electricity. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(30).keys()];
const time = (hour: number) => new Date(Date.UTC(2026, 0, 5, hour)).toISOString().slice(0, 16).replace('T', ' ');
const used = (hour: number) => ((hour * 7) % 11) / 10 + 0.2;
const burnt = (hour: number) => ((hour * 5) % 13) / 10 + 0.1;
const file = (ofGas: (hour: number) => readonly string[]) =>
  [
    'Time;Register;Volume;Unit',
    ...HOURS.flatMap((hour) => [
      `${time(hour)};Offtake day;${used(hour).toFixed(3)};kWh`,
      ...ofGas(hour).map((record) => `${time(hour)};Offtake;${record}`),
    ]),
    '',
  ].join('\n');
const sum = HOURS.reduce((all, hour) => all + used(hour), 0);

it.each([
  ['gas', 11.2],
  ['heat', 35],
])('counts no %s as electricity', async (flow, perCubicMetre) => {
  const { rows, layout } = await ingest(
    file((hour) => [`${burnt(hour).toFixed(3)};m³`, `${(burnt(hour) * perCubicMetre).toFixed(3)};kWh`]),
  );
  expect(layout?.flows).toEqual({ Offtake: flow });
  expect(rows.reduce((all, { kwh }) => all + Number(kwh), 0)).toBeCloseTo(sum, 6);
});

it('takes no electricity for gas that is only counted at the same times', async () => {
  const { layout } = await ingest(
    file((hour) => [`${burnt(hour).toFixed(3)};m³`, `${((hour * 3) % 7).toFixed(3)};kWh`]),
  );
  expect(layout?.flows).toBeUndefined();
});

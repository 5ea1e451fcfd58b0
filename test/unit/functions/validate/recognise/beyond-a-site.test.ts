/** Energies that no reading of a site can be are asked about with all else that is open, and not afterwards. */
import { expect, test } from 'vitest';
import { columnsOfText, hourlyTable, questionOfText } from '../../../../helpers/recognise.ts';

const demand = (hour: number) => 24_000_000 + 1000 * ((hour * 37) % 211);

test('with what else is open', async () => {
  const asked = await questionOfText(
    hourlyTable({
      'Demand (kWh)': demand,
      'Generation (kWh)': (hour) => demand(hour) - 500_000,
      'Generation wind (kWh)': (hour) => 100_000 + 1000 * ((hour * 53) % 97),
    }),
  );
  expect(asked.details.setting).toMatchObject({
    kind: 'region',
    columns: { 'Generation (kWh)': { flow: 'production' } },
  });
});

test('megawatt-hours are those of a region, and what a person said is not asked', async () => {
  expect(await columnsOfText(hourlyTable({ 'Demand (MWh)': demand }))).toMatchObject({
    'Demand (MWh)': { unit: 'MWh' },
  });
  expect(await columnsOfText(hourlyTable({ 'Demand (kWh)': demand }), { kind: 'region' })).toMatchObject({
    'Demand (kWh)': { unit: 'kWh' },
  });
});

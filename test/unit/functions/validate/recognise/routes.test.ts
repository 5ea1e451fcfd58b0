/** Columns that name both ends of a way, as logs of homes with a battery have them: each end is a term. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const WAYS = {
  'Grid to consumers [kWh]': [1, 2, 0.5, 0],
  'Grid to battery [kWh]': [0.5, 0, 0, 0],
  'PV to consumers [kWh]': [0, 1, 1, 2],
  'PV to battery [kWh]': [0, 0, 0.5, 0.25],
  'PV to grid [kWh]': [0, 0, 3, 1],
  'Battery to consumers [kWh]': [0.25, 0, 0, 0],
  'Battery to grid [kWh]': [0.125, 0, 0, 0],
};
type Way = keyof typeof WAYS;
const isWay = (name: string): name is Way => Object.hasOwn(WAYS, name);
const ALL = Object.keys(WAYS).filter(isWay);
const sum = (...names: readonly Way[]) => names.flatMap((name) => WAYS[name]).reduce((all, each) => all + each, 0);

async function totalsOf(names: readonly Way[]) {
  const rows = [0, 1, 2, 3].map((hour) =>
    [`2026-06-03 0${hour}:00:00`, ...names.map((name) => WAYS[name][hour])].join(','),
  );
  const { layout } = await ingest([['timestamp', ...names].join(','), ...rows, ''].join('\n'));
  return layout?.balance?.totals;
}

it('counts each way in the terms of both its ends', async () => {
  expect(await totalsOf(ALL)).toMatchObject({
    import_kwh: sum('Grid to consumers [kWh]', 'Grid to battery [kWh]'),
    export_kwh: sum('PV to grid [kWh]', 'Battery to grid [kWh]'),
    production_kwh: sum('PV to consumers [kWh]', 'PV to battery [kWh]', 'PV to grid [kWh]'),
    charge_kwh: sum('Grid to battery [kWh]', 'PV to battery [kWh]'),
    discharge_kwh: sum('Battery to consumers [kWh]', 'Battery to grid [kWh]'),
    use_kwh: sum('Grid to consumers [kWh]', 'PV to consumers [kWh]', 'Battery to consumers [kWh]'),
  });
});

it('does so without a battery', async () => {
  expect(await totalsOf(['Grid to consumers [kWh]', 'PV to consumers [kWh]', 'PV to grid [kWh]'])).toMatchObject({
    import_kwh: sum('Grid to consumers [kWh]'),
    export_kwh: sum('PV to grid [kWh]'),
    production_kwh: sum('PV to consumers [kWh]', 'PV to grid [kWh]'),
    use_kwh: sum('Grid to consumers [kWh]', 'PV to consumers [kWh]'),
  });
});

it('does not call the exported part the whole production, where the part that is used is not there', async () => {
  const totals = await totalsOf(['Grid to consumers [kWh]', 'PV to grid [kWh]']);
  expect(totals).toMatchObject({ import_kwh: 3.5, export_kwh: 4, production_kwh: null });
});

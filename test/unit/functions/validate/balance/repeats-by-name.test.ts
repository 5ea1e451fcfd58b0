/** Records that tell the same energy under two names count once. */
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(72).keys()];
const timeOf = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
const energy = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 500);
const producedBefore = (hour: number, from = 0) => HOURS.slice(from, hour).reduce((sum, each) => sum + energy(each), 0);

/** @param names a value for each hour, Wh, and its unit */
const records = (names: Readonly<Record<string, readonly [(hour: number) => number, string]>>) =>
  [
    'time,name,value,unit',
    ...HOURS.flatMap((hour) =>
      Object.entries(names).map(([name, [of, unit]]) => `${timeOf(hour)},${name},${of(hour) / 1000},${unit}`),
    ),
    '',
  ].join('\n');

describe('records of one meter', () => {
  it('count the total counter, and not that of the day beside it', async () => {
    const { layout } = await ingest(
      records({
        'Yield today': [(hour) => producedBefore(hour, hour - (hour % 24)), 'kWh'],
        'Yield total': [(hour) => 9_000_000 + producedBefore(hour), 'kWh'],
      }),
    );
    expect(layout?.balance?.totals.production_kwh).toBeCloseTo(producedBefore(71) / 1000, 6);
  });

  it('count the energy, and not its power beside it', async () => {
    const { rows, layout } = await ingest(
      records({ 'sensor.house_energy': [energy, 'kWh'], 'sensor.house_power': [energy, 'kW'] }),
    );
    expect(rows.reduce((sum, { kwh }) => sum + Number(kwh), 0)).toBeCloseTo(producedBefore(72) / 1000, 6);
    expect(layout?.balance?.series.find(({ name }) => name === 'sensor.house_power')?.left_out).toContain(
      'is its energy',
    );
  });

  it('count what was balanced within the hour, and not what was before', async () => {
    const { layout } = await ingest(
      records({
        'pobrana przed bilansowaniem': [(hour) => 2 * energy(hour), 'kWh'],
        'pobrana po zbilansowaniu': [energy, 'kWh'],
      }),
    );
    expect(layout?.balance?.totals.import_kwh).toBeCloseTo(producedBefore(72) / 1000, 6);
  });

  it('count the powers of other meters than those of the energies', async () => {
    const { rows } = await ingest(
      records({ 'sensor.house_energy': [energy, 'kWh'], 'sensor.pump_power': [energy, 'kW'] }),
    );
    expect(rows.reduce((sum, { kwh }) => sum + Number(kwh), 0)).toBeCloseTo((2 * producedBefore(72)) / 1000, 6);
  });

  it('are the whole and its circuits where one is called the total', async () => {
    const { rows } = await ingest(
      records({
        Main: [(hour) => 2 * energy(hour) + 300, 'kWh'],
        Kitchen: [energy, 'kWh'],
        'Heat pump': [(hour) => energy(hour) / 2, 'kWh'],
      }),
    );
    expect(rows.reduce((sum, { kwh }) => sum + Number(kwh), 0)).toBeCloseTo(
      (2 * producedBefore(72) + 72 * 300) / 1000,
      6,
    );
    expect(new Set(rows.map(({ appliance }) => appliance))).toEqual(new Set(['Kitchen', 'Heat pump', 'rest']));
  });
});

it('counts phases once beside their total, and no power beside the energies of both directions', async () => {
  const rows = Array.from({ length: 48 }, (_, at) => {
    const time = new Date(Date.UTC(2026, 5, 2, at)).toISOString().slice(0, 16);
    return [
      [`${time},Total system power`, 300, 'W'],
      [`${time},Total import active energy`, 300 + 9 * at, 'kWh'],
      [`${time},Total export active energy`, 100 + 2 * at, 'kWh'],
      ...['L1', 'L2', 'L3'].map((phase) => [`${time},${phase} import active energy`, 100 + 3 * at, 'kWh']),
    ].map((cells) => cells.join(','));
  });
  const { layout } = await ingest(['time,name,value,unit', ...rows.flat(), ''].join('\n'));
  expect(layout?.balance?.totals).toMatchObject({ use_kwh: null });
  expect(layout?.balance?.totals.import_kwh).toBeCloseTo(9 * 47, 6);
});

/** What columns mean beside one another, where their words alone would say something else. */
import { expect, it } from 'vitest';
import { refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(72).keys()];
const timeOf = (hour: number) => new Date(Date.UTC(2026, 5, 1, hour)).toISOString().slice(0, 19);
const solar = (hour: number) => (hour % 24 >= 6 && hour % 24 < 19 ? 1500 + ((hour * 37) % 400) : 0);
const use = (hour: number) => 400 + ((hour * 53) % 300);

it('takes mains that are often below zero beside panels for the meter at the grid', async () => {
  const rows = HOURS.map((hour) => `${timeOf(hour)},${use(hour) - solar(hour)},${solar(hour)}`);
  const { layout } = await ingest(['Time,Mains.Wh,Solar.Wh', ...rows, ''].join('\n'));
  const kwh = (of: (hour: number) => number) => HOURS.reduce((sum, hour) => sum + of(hour) / 1000, 0);
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(kwh(use), 6);
  expect(layout?.balance?.totals.import_kwh).toBeCloseTo(
    kwh((hour) => Math.max(0, use(hour) - solar(hour))),
    6,
  );
});

it('takes what a charger charged for its use, where nothing else of the site is there', async () => {
  const { layout } = await ingest(
    [
      'Session start,Session end,Charged energy (kWh)',
      ...[1, 2, 3, 4].map((day) => `2026-09-0${day} 19:00,2026-09-0${day} 22:30,${10 + ((day * 7) % 5)}`),
      '',
    ].join('\n'),
  );
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(12 + 14 + 11 + 13, 6);
});

const stands = (heading: string, above: readonly string[] = []) =>
  [
    ...above,
    heading,
    ...HOURS.map((hour) => `${timeOf(hour)};${(234 + hour * 0.006).toFixed(4)};48.8;31.3;0.26`),
    '',
  ].join('\n');

it.each([
  ['the words above the table', 'Zeit;Energie [MWh];T1 [°C];T2 [°C];x', ['Wärmemengenzähler Haus A;;;']],
  [
    'the water of a heating and its temperatures',
    'Zeit;Energie [MWh];Vorlauf [°C];Rücklauf [°C];Durchfluss [m³/h]',
    [],
  ],
] as const)('takes an energy for heat by %s, and never for electricity', async (_, heading, above) => {
  const { message } = await refusalOfUpload(stands(heading, above));
  expect(message).toContain('its series are heat. If it is electricity');
});

it('keeps electricity beside the temperatures of a heating', async () => {
  const { layout } = await ingest(stands('Zeit;Strom Wärmepumpe [MWh];Vorlauf [°C];Rücklauf [°C];Durchfluss [m³/h]'));
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(71 * 6, 6);
});

it('takes demand and generation that go on together for those of a region, also beside their difference', async () => {
  const demand = (hour: number) => 7000 + ((hour * 53) % 900);
  const made = (hour: number) => 8000 + ((hour * 37) % 1100);
  const rows = HOURS.map((hour) => `${timeOf(hour)},${demand(hour)},${made(hour)},${made(hour) - demand(hour)}`);
  const heading = 'Time,Demand (MW),Net Generation (MW),Total Interchange (MW)';
  const { layout } = await ingest([heading, ...rows, ''].join('\n'));
  const total = (of: (hour: number) => number) => HOURS.reduce((sum, hour) => sum + of(hour) * 1000, 0);
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(total(demand), 3);
  expect(layout?.balance?.totals.production_kwh).toBeCloseTo(total(made), 3);
});

it('takes a direction that stands still beside the register of the other one for a register', async () => {
  const rows = HOURS.map((hour) => `${timeOf(hour)},${(804512 + hour * 9).toFixed(3)},1.234`);
  const { layout } = await ingest(['Time,Energy Delivered (kWh),Energy Received (kWh)', ...rows, ''].join('\n'));
  const { import_kwh: taken, export_kwh: fedIn } = layout?.balance?.totals ?? {};
  expect([taken, fedIn]).toEqual([(HOURS.length - 1) * 9, 0]);
});

it('leaves out the power of a meter whose energy stands beside it under another flow', async () => {
  const rows = HOURS.map((hour) => `${timeOf(hour)},${(1000 + hour * 9).toFixed(3)},${8 + (hour % 3)}`);
  const heading = 'Time,Main_PM5560 Active Energy Delivered (kWh),Main_PM5560 Active Power Total (kW)';
  const { rows: readings } = await ingest([heading, ...rows, ''].join('\n'));
  expect(readings.reduce((sum, row) => sum + Number(row.kwh ?? 0), 0)).toBeCloseTo((HOURS.length - 1) * 9, 6);
});

it('takes a hall of production that goes on by night for a use, and a dark one for panels', async () => {
  const hall = async (of: (hour: number) => number) => {
    const rows = HOURS.map((hour) => [timeOf(hour), of(hour) + use(hour), of(hour), use(hour)].join(','));
    const { layout } = await ingest(
      ['Time,Total consumption (Wh),Production hall 1 (Wh),Office (Wh)', ...rows, ''].join('\n'),
    );
    return layout?.columns.find(({ name }) => name.startsWith('Production'))?.flow;
  };
  expect(await hall((hour) => 300 + ((hour * 31) % 200))).toBe('submeter');
  expect(await hall(solar)).toBe('production');
});

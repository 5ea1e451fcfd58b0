/** Columns that say the same energy once more are left out, and one of them always stays. */
import { describe, expect, it } from 'vitest';
import { columnsOfText, hourlyTable, questionOfText } from '../../../../helpers/recognise.ts';

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

describe('a copy', () => {
  const demand = (hour: number) => 1800 + ((hour * 37) % 211);

  it('is left out whatever it is called, beside what names its flow', async () => {
    const found = await columnsOfText(
      hourlyTable({ 'Demand (MW)': demand, 'Demand (MW) (Adjusted)': demand, 'Exchange 7 (MW)': demand }, HOURS),
    );
    const why = 'it holds the values of "Demand (MW)"';
    expect(Object.values(found)).toMatchObject([{}, { flow: 'consumption' }, { why }, { why }]);
  });

  it('is none where few numbers are the same', async () => {
    const found = await columnsOfText(
      hourlyTable({ 'Demand (MW)': (hour) => hour % 3, 'Pump (MW)': (hour) => hour % 3 }, HOURS),
    );
    expect(found['Pump (MW)']?.role).toBe('power');
  });
});

describe('a power that is named beside its energy', () => {
  it('is left out, though a person gave both one unit', async () => {
    const power = (hour: number) => 200 + ((hour * 37) % 211);
    const found = await columnsOfText(
      hourlyTable({ grid_import: power, grid_import_energy: (hour) => power(hour) / 4 }, HOURS),
      { unit: 'Wh' },
    );
    expect(found.grid_import).toMatchObject({ role: 'ignored' });
    expect(found.grid_import_energy).toMatchObject({ role: 'energy', flow: 'import' });
  });
});

describe('a number for each series', () => {
  it('names it, and is no energy', async () => {
    const timeOf = (hour: number) => `2026-05-0${1 + Math.floor(hour / 24)} ${hour % 24}:00`;
    const loadOf = (hour: number, zone: number) => 500.5 + ((hour * 31 + zone) % 97);
    const rows = Array.from({ length: 48 }, (_, hour) =>
      ['NORTH', 'SOUTH'].map((name, zone) => `${timeOf(hour)},${name},${61_750 + zone},${loadOf(hour, zone)}`),
    );
    const found = await columnsOfText(['Time,Name,Point,Load', ...rows.flat(), ''].join('\n'), { unit: 'MW' });
    expect(found.Point).toMatchObject({ role: 'ignored' });
    expect(found.Load).toMatchObject({ role: 'power', unit: 'MW' });
  });
});

describe('the stands of a bill', () => {
  const bills = (headings: string) =>
    [headings, '2025-01-01,2025-02-01,10000,10420,420', '2025-02-01,2025-03-01,10420,10800,380', ''].join('\n');

  it.each([
    'Bill start,Bill end,Previous reading,Current reading,Usage (kWh)',
    'Service from,Service to,Opening read,Closing read,Consumption (kWh)',
  ])('are left out beside what was used: %s', async (headings) => {
    const found = Object.values(await columnsOfText(bills(headings)));
    expect(found.map(({ role }) => role)).toEqual(['timestamp', 'end', 'ignored', 'ignored', 'energy']);
  });
});

describe('a charge', () => {
  const sessions = 'Session start,Session end,Charged (kWh)';

  it('is that of a car where nothing is of a battery', async () => {
    const rows = ['2026-04-01 17:00,2026-04-01 19:30,18.2', '2026-04-03 08:00,2026-04-03 09:00,7.1'];
    const found = await columnsOfText([sessions, ...rows, ''].join('\n'));
    expect(found['Charged (kWh)']).toMatchObject({ role: 'energy', flow: 'consumption' });
    expect(found['Session end']?.role).toBe('end');
  });
});

it('energies before and after the balancing of an hour are the same', async () => {
  const file = hourlyTable({
    'Energia pobrana przed bilansowaniem [kWh]': (hour) => 1 + sun(hour) / 1000,
    'Energia oddana przed bilansowaniem [kWh]': (hour) => sun(hour) / 800,
    'Energia pobrana po zbilansowaniu [kWh]': (hour) => Math.max(0, 1 - sun(hour) / 4000),
    'Energia oddana po zbilansowaniu [kWh]': (hour) => Math.max(0, sun(hour) / 4000 - 1),
  });
  const found = Object.values(await columnsOfText(file)).filter(({ role }) => role === 'energy');
  expect(found.map(({ name, flow }) => [name, flow])).toEqual([
    ['Energia pobrana po zbilansowaniu [kWh]', 'import'],
    ['Energia oddana po zbilansowaniu [kWh]', 'export'],
  ]);
});

it('a limit of the inverter is no energy', async () => {
  const file = hourlyTable({ 'Hausverbrauch [W]': sun, 'Abregelungsgrenze [W]': () => 7000 });
  expect((await columnsOfText(file))['Abregelungsgrenze [W]']?.role).toBe('ignored');
});

it('leaves out a power that is what its counter goes on by, in the time from row to row', async () => {
  const watts = (row: number) => 400 + ((row * 37) % 29) * 50;
  let stand = 5000;
  const rows = Array.from({ length: 96 }, (_, row) => {
    stand += watts(row) / 2;
    return `${new Date(Date.UTC(2026, 4, 1, 0, 30 * row)).toISOString()},${watts(row)},${stand}`;
  });
  const columns = await columnsOfText(['Time,Pa (W),Ea (Wh)', ...rows, ''].join('\n'));
  expect(columns['Pa (W)']).toMatchObject({ role: 'ignored', why: 'power beside its own counter, "Ea (Wh)"' });
});

it('keeps an export that is all that is made, beside a counter that goes on', async () => {
  const columns = { 'Epv Total (kWh)': total, 'Export To Grid Today (kWh)': today, 'Load Today (kWh)': () => '0.0' };
  const found = await columnsOfText(hourlyTable(columns, HOURS));
  expect(found['Export To Grid Today (kWh)']).toMatchObject({ role: 'register', flow: 'export' });
});

it('keeps the power of the whole beside the energies of its parts', async () => {
  const columns = {
    'Submeter kitchen (Wh)': (hour: number) => ((hour * 7) % 5) * 20,
    'Submeter fridge (Wh)': (hour: number) => 40 + ((hour * 3) % 4),
    'Active power total (kW)': (hour: number) => (0.4 + ((hour * 7) % 11) / 10).toFixed(3),
  };
  expect(await columnsOfText(hourlyTable(columns))).toMatchObject({
    'Submeter fridge (Wh)': { role: 'energy', flow: 'submeter' },
    'Active power total (kW)': { role: 'power', flow: 'consumption' },
  });
});

it('leaves out the counter of what two tariffs used together', async () => {
  const day = (hour: number) => (hour % 24 < 12 ? 0.3 + ((hour * 7) % 5) / 10 : 0);
  const night = (hour: number) => (hour % 24 < 12 ? 0 : 0.2 + ((hour * 3) % 4) / 10);
  const sum = (hour: number) =>
    Array.from({ length: hour }, (_, at) => day(at) + night(at)).reduce((all, each) => all + each, 29_241.873);
  const found = await columnsOfText(
    hourlyTable({
      'Meter reading total [kWh]': (hour) => sum(hour).toFixed(3),
      'Used day [kWh]': (hour) => day(hour).toFixed(3),
      'Used night [kWh]': (hour) => night(hour).toFixed(3),
    }),
  );
  expect(Object.values(found).map(({ role }) => role)).toEqual(['timestamp', 'ignored', 'energy', 'energy']);
});

it('leaves out the total of the day that stands beside each of its hours', async () => {
  const used = (hour: number) => 0.5 + ((hour * 37) % 29) / 100;
  const day = (hour: number) =>
    Array.from({ length: 24 }, (_, at) => used(hour - (hour % 24) + at)).reduce((all, each) => all + each, 0);
  const columns = {
    'Hourly Total (kWh)': (hour: number) => used(hour).toFixed(2),
    'Daily Total (kWh)': (hour: number) => day(hour).toFixed(2),
  };
  const found = await columnsOfText(hourlyTable(columns));
  expect(found['Daily Total (kWh)']).toMatchObject({
    role: 'ignored',
    why: expect.stringContaining('the sum of several'),
  });
});

it('leaves out the mean power of each half hour, whose unit the file says is that of the energy', async () => {
  const rows = Array.from({ length: 96 }, (_, at) => {
    const energy = 300 + ((at * 37) % 29) * 11;
    return `${new Date(Date.UTC(2026, 4, 1, 0, 30 * at)).toISOString()},${energy},${2 * energy},Wh`;
  });
  const found = await columnsOfText(['readAt,consumptionDelta,demand,unit', ...rows, ''].join('\n'));
  expect(found.demand).toMatchObject({ role: 'ignored', why: 'the mean power of "consumptionDelta"' });
  expect(found.consumptionDelta?.role).toBe('energy');
});

describe('two views of one energy', () => {
  const real = (hour: number) => 0.3 + ((hour * 7) % 11) / 10;
  const nearly = (hour: number) => (real(hour) * (95 + (hour % 9))) / 100;
  const flows = async (columns: Parameters<typeof hourlyTable>[0]) =>
    Object.values(await columnsOfText(hourlyTable(columns))).map(({ flow }) => flow);

  it.each([
    ['Plan (kWh)', 'Ist (kWh)'],
    ['Preliminary (kWh)', 'Final (kWh)'],
    ['Kitchen budget (kWh)', 'Kitchen actual (kWh)'],
  ])('count once: %s and %s', async (view, final) => {
    expect(await flows({ [view]: nearly, [final]: real })).toEqual([undefined, undefined, 'consumption']);
  });

  it('are asked about where each shows what the other does not', async () => {
    const columns = {
      'Estimada (kWh)': (hour: number) => (hour % 3 === 0 ? real(hour) : 0),
      'Real (kWh)': (hour: number) => (hour % 3 === 0 ? 0 : real(hour)),
    };
    expect((await questionOfText(hourlyTable(columns))).code).toBe('LAYOUT_AMBIGUOUS');
  });
});

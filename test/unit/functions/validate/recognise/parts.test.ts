/** What is the whole of a site and what is a part of it, and which way a signed column counts. */
import { describe, expect, it } from 'vitest';
import { sun, wiggle } from '../../../../helpers/profiles.ts';
import { columnsOfText, hourlyTable, questionOfText } from '../../../../helpers/recognise.ts';
import { answerOf, refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const timeOf = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
const HOURS = [...Array(96).keys()];
/** From `least` on, up to `spread` more, kWh with three decimals. */
const lively = (least: number, spread: number, seed: number) => (hour: number) =>
  Number((least + spread * (wiggle(seed + 7 * hour) + 0.5)).toFixed(3));
const heater = lively(0.2, 0.9, 1);
const oven = lively(0, 0.7, 400);
const others = lively(0.1, 0.3, 900);

const total = (rows: readonly { kwh?: unknown }[]) =>
  rows.reduce((sum, row) => sum + Math.round(Number(row.kwh) * 1e6), 0) / 1e6;
const sum = (...parts: readonly ((hour: number) => number)[]) =>
  HOURS.reduce((all, hour) => all + parts.reduce((some, part) => some + Math.round(part(hour) * 1e6), 0), 0) / 1e6;

const columns = (own: (hour: number) => number) =>
  [
    'timestamp,mtr1 (kWh),Heater (kWh),Oven (kWh)',
    ...HOURS.map((hour) => [timeOf(hour), ...[own, heater, oven].map((of) => of(hour).toFixed(3))].join(',')),
    '',
  ].join('\n');
const records = (own: (hour: number) => number) =>
  [
    'timestamp,name,kWh',
    ...HOURS.flatMap((hour) =>
      Object.entries({ mtr1: own, Heater: heater, Oven: oven }).map(
        ([name, of]) => `${timeOf(hour)},${name},${of(hour).toFixed(3)}`,
      ),
    ),
    '',
  ].join('\n');
const whole = (hour: number) => heater(hour) + oven(hour) + others(hour);

describe.each([
  ['a column', columns],
  ['records', records],
])('%s whose name says nothing, beside appliances', (_, fileOf) => {
  it('is asked about where it always covers the others, and is the whole or one more part', async () => {
    const text = fileOf(whole);
    const asked = await refusalOfUpload(text);
    expect(asked.code).toBe('LAYOUT_AMBIGUOUS');
    expect(asked.sentence).toContain('mtr1');
    const first = await ingest(text, answerOf(asked));
    expect(total(first.rows)).toBeCloseTo(sum(whole), 6);
    expect([...new Set(first.rows.map(({ appliance }) => appliance))]).toEqual(
      expect.arrayContaining(['Heater', 'Oven', 'rest'].map((name) => expect.stringContaining(name))),
    );
    const second = await ingest(text, answerOf(asked, 1));
    expect(total(second.rows)).toBeCloseTo(sum(whole, heater, oven), 6);
  });

  it('is one more part where it does not', async () => {
    const { rows } = await ingest(fileOf(others));
    expect(total(rows)).toBeCloseTo(sum(others, heater, oven), 6);
  });
});

describe('a signed column beside the panels', () => {
  const sun = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 500);
  const grid = (hour: number) => 400 + ((hour * 31) % 300) - sun(hour);
  const fileOf = (sign: 1 | -1) =>
    [
      'timestamp,PV power (W),Grid power (W)',
      ...HOURS.map((hour) => `${timeOf(hour)},${sun(hour)},${sign * grid(hour)}`),
      '',
    ].join('\n');
  const ofSign = (sign: 1 | -1) => HOURS.reduce((all, hour) => all + Math.max(0, sign * grid(hour)), 0) / 1000;

  it.each([1, -1] as const)('takes from the grid in the night, whichever its sign is (%i)', async (sign) => {
    const { layout } = await ingest(fileOf(sign));
    expect(layout?.balance?.totals.import_kwh).toBeCloseTo(ofSign(1), 6);
    expect(layout?.balance?.totals.export_kwh).toBeCloseTo(ofSign(-1), 6);
  });
});

it('a register without a unit that is read by hand is proposed in kilowatt-hours', async () => {
  const stands = Array.from({ length: 14 }, (_, at) => {
    const date = new Date(Date.UTC(2025, 0, 1 + 27 * at)).toISOString().slice(0, 10);
    return `${date},${5000 + 243 * at}`;
  });
  const text = ['Datum,Zählerstand', ...stands, ''].join('\n');
  const { rows } = await ingest(text, answerOf(await refusalOfUpload(text)));
  expect(total(rows)).toBe(13 * 243);
});

describe('the phases of a meter', () => {
  const phase = (share: number) => (hour: number) => (share * (heater(hour) + 0.5)).toFixed(3);
  const three = { 'L1 (kWh)': phase(0.5), 'L2 (kWh)': phase(0.3), 'L3 (kWh)': phase(0.2) };

  it('add up, also where one of them shows what the others do together', async () => {
    const found = Object.values(await columnsOfText(hourlyTable(three)));
    expect(found.filter(({ role }) => role === 'energy').map(({ phase }) => phase)).toEqual(['L1', 'L2', 'L3']);
  });

  it('are left out beside their sum', async () => {
    const found = await columnsOfText(
      hourlyTable({ ...three, 'Total (kWh)': (hour) => (heater(hour) + 0.5).toFixed(3) }),
    );
    expect(found['Total (kWh)']?.role).toBe('energy');
    expect(found['L1 (kWh)']?.role).toBe('ignored');
  });

  it('are asked about where one is alone', async () => {
    const asked = await questionOfText(hourlyTable({ 'Energy L1 (kWh)': phase(0.5) }));
    expect(asked.sentence).toContain('Of the phases of a meter only "Energy L1 (kWh)" is there.');
  });
});

describe('two registers', () => {
  const stands = (start: number, energy: (hour: number) => number) => {
    let stand = start;
    const values = HOURS.map((hour) => {
      const now = stand.toFixed(2);
      stand += Number(energy(hour).toFixed(2));
      return now;
    });
    return (hour: number) => values[hour] ?? '';
  };
  const house = 'Zählerstand Haushalt (kWh)';
  const pump = 'Zählerstand Wärmepumpe (kWh)';
  const file = (least: number, spread: number) =>
    hourlyTable({ [house]: stands(15_000, heater), [pump]: stands(8000, lively(least, spread, 77)) });

  it('of which the second often goes on faster are proposed as meters side by side', async () => {
    const { details } = await questionOfText(file(0, 3));
    expect(details.setting).toEqual({
      columns: {
        [house]: { role: 'register', unit: 'kWh', flow: 'consumption' },
        [pump]: { role: 'register', unit: 'kWh', flow: 'consumption' },
      },
    });
    const rows = (await ingest(file(0, 3), { metadata: { layout: JSON.stringify(details.setting) } })).rows;
    expect(new Set(rows.map(({ appliance }) => appliance)).size).toBe(2);
    expect(rows.every(({ flow }) => flow === 'consumption')).toBe(true);
  });

  it('of which the second never does are the whole and its part', async () => {
    expect((await columnsOfText(file(0, 0.1)))[pump]).toMatchObject({ role: 'register', flow: 'submeter' });
  });
});

it('takes the sum of the phases for none of them', async () => {
  const phase = (share: number) => (hour: number) => ((share * heater(hour)) / 4).toFixed(6);
  const found = await columnsOfText(
    hourlyTable({
      'Leistung Summe L1..L3 [kW]': phase(4),
      'Leistung L1 [kW]': phase(1),
      'Leistung L2 [kW]': phase(1),
      'Leistung L3 [kW]': phase(2),
    }),
  );
  expect([found['Leistung Summe L1..L3 [kW]']?.role, found['Leistung L1 [kW]']?.role]).toEqual(['power', 'ignored']);
});

it('proposes watts for what is read every few seconds', async () => {
  const at = (row: number) => new Date(Date.UTC(2026, 4, 1, 0, 0, 8 * row)).toISOString().slice(0, 19);
  const rows = HOURS.map((row) => `${at(row)},${3000 + row * 7 - (row % 5) * 31},${row % 9}`);
  const { details } = await questionOfText(['Time,Aggregate,Kettle', ...rows, ''].join('\n'));
  const { setting } = (Array.isArray(details.candidates) ? details.candidates : [])[0] ?? {};
  expect(setting).toMatchObject({ columns: { Aggregate: { unit: 'W' }, Kettle: { unit: 'W' } } });
});

it('takes the power of an inverter for what its counter counts, and two inverters for two', async () => {
  const stand = (from: number) => (hour: number) => (from + (from / 1000) * hour).toFixed(3);
  const found = await columnsOfText(
    hourlyTable({
      'SN 2000000001 Total yield [kWh]': stand(31_000),
      'SN 2000000001 Power Analog [kW]': heater,
      'SN 2000000002 Total yield [kWh]': stand(12_000),
      'SN 2000000002 Power Analog [kW]': oven,
    }),
  );
  const taken = Object.values(found).filter(({ role }) => role === 'register' || role === 'power');
  expect(taken.map(({ name, flow }) => [name.slice(0, 13), flow])).toEqual([
    ['SN 2000000001', 'production'],
    ['SN 2000000002', 'production'],
  ]);
});

it('asks whether the demand of a market holds that of its greatest part, in the unit of a region', async () => {
  const part = lively(9000, 4000, 3);
  const market = (hour: number) => part(hour) + lively(500, 2000, 50)(hour);
  const asked = await questionOfText(
    hourlyTable({ 'Market Demand': (hour) => market(hour).toFixed(0), 'Local Demand': part }),
  );
  expect(asked.sentence).toContain('"Market Demand" may hold "Local Demand"');
  const { candidates } = asked.details;
  const columnsOf = (answer: unknown) => (answer as { setting: { columns: unknown } }).setting.columns;
  const answers = Array.isArray(candidates) ? candidates.map(columnsOf) : [];
  expect(answers[0]).toMatchObject({
    'Market Demand': { flow: 'consumption', unit: 'MW' },
    'Local Demand': { flow: 'submeter', unit: 'MW' },
  });
  // What stands side by side is still in the unit that is proposed.
  expect(answers.at(-1)).toMatchObject({ 'Local Demand': { flow: 'submeter', unit: 'MW' } });
});

it('keeps the parts of a total that begins later, and registers that go on from one another', async () => {
  const [high, low] = [(hour: number) => 100 + ((hour * 37) % 61), (hour: number) => 50 + ((hour * 53) % 47)];
  const both = (hour: number) => high(hour) + low(hour);
  const from = (first: number, of: (hour: number) => number) => (hour: number) => (hour < first ? '' : of(hour));
  const until = (last: number, of: (hour: number) => number) => (hour: number) => (hour < last ? of(hour) : '');
  const later = { 'Import (Wh)': from(48, both), 'Import T1 (Wh)': high, 'Import T2 (Wh)': low };
  expect(await columnsOfText(hourlyTable(later))).toMatchObject({
    'Import (Wh)': { role: 'ignored' },
    'Import T1 (Wh)': { flow: 'import' },
  });
  const exchanged = {
    'Import (Wh)': until(48, both),
    'Import T1 (Wh)': from(48, high),
    'Import T2 (Wh)': from(48, low),
  };
  const columns = await columnsOfText(hourlyTable(exchanged));
  expect(Object.values(columns).filter(({ flow }) => flow === 'import')).toHaveLength(3);
});

it('takes columns whose sum the production is for its inverters, and not for uses', async () => {
  const [east, west] = [(hour: number) => 3 * (sun(hour) ?? 0), (hour: number) => 2 * (sun(hour + 1) ?? 0)];
  const columns = await columnsOfText(
    hourlyTable({
      'Field A (kWh)': (hour) => east(hour).toFixed(3),
      'Field B (kWh)': (hour) => west(hour).toFixed(3),
      'Total production (kWh)': (hour) => (Number(east(hour).toFixed(3)) + Number(west(hour).toFixed(3))).toFixed(3),
    }),
  );
  expect(columns).toMatchObject({
    'Field A (kWh)': { role: 'ignored' },
    'Field B (kWh)': { role: 'ignored' },
    'Total production (kWh)': { flow: 'production' },
  });
});

it('takes makers of inverters for production, beside both directions of the grid only', async () => {
  const made = { 'Fronius Symo (kWh)': (hour: number) => (3 * (sun(hour) ?? 0)).toFixed(3) };
  const grid = {
    'Import (kWh)': (hour: number) => (0.4 + wiggle(hour)).toFixed(3),
    'Export (kWh)': (hour: number) => (2 * (sun(hour) ?? 0)).toFixed(3),
  };
  expect(await columnsOfText(hourlyTable({ ...grid, ...made }))).toMatchObject({
    'Fronius Symo (kWh)': { flow: 'production' },
  });
});

it('counts a total of the day in its last row once', async () => {
  const use = (hour: number) => Number((0.4 + wiggle(hour)).toFixed(3));
  const day = (hour: number) => Array.from({ length: 24 }, (_, back) => use(hour - back)).reduce((a, b) => a + b);
  const columns = await columnsOfText(
    hourlyTable({
      'Consumption (kWh)': use,
      'Total of the day (kWh)': (hour) => (hour % 24 === 23 ? day(hour).toFixed(3) : ''),
    }),
  );
  expect(columns['Total of the day (kWh)']).toMatchObject({ role: 'ignored' });
});

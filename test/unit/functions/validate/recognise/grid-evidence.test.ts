/** What the numbers of a site's columns say of the meter at the grid. */
import { expect, it } from 'vitest';
import { columnsOfText, hourlyTable, questionOfText } from '../../../../helpers/recognise.ts';

const sun = (hour: number) => Math.max(0, Math.sin(((hour % 24) - 6) * (Math.PI / 12)) * (3 + ((hour * 7) % 5) / 10));
const use = (hour: number) => 0.3 + ((hour * 13) % 7) / 10;
const kwh = (value: number) => value.toFixed(3);
const drawn = (hour: number) => Math.max(0, use(hour) - sun(hour));
const fedIn = (hour: number) => Math.max(0, sun(hour) - use(hour));
const flowsOf = async (columns: Parameters<typeof hourlyTable>[0]) =>
  Object.fromEntries(Object.entries(await columnsOfText(hourlyTable(columns))).map(([name, { flow }]) => [name, flow]));

it('takes a use that is less than what is kept of the production for what comes from the grid', async () => {
  const panels = {
    'Produced (kWh)': (hour: number) => kwh(sun(hour)),
    'Feed-in (kWh)': (hour: number) => kwh(fedIn(hour)),
  };
  const ofGrid = await flowsOf({ 'Consumed (kWh)': (hour) => kwh(drawn(hour)), ...panels });
  expect(ofGrid).toMatchObject({
    'Consumed (kWh)': 'import',
    'Produced (kWh)': 'production',
    'Feed-in (kWh)': 'export',
  });
  const ofHouse = await flowsOf({ 'Consumed (kWh)': (hour) => kwh(use(hour)), ...panels });
  expect(ofHouse).toMatchObject({ 'Consumed (kWh)': 'consumption' });
});

it('reads both signs of one direction as the exchange with the grid', async () => {
  const signed = (hour: number) => kwh(sun(hour) - use(hour));
  const columns = await columnsOfText(
    hourlyTable({ 'Grid feed-in (kWh)': signed, 'PV (kWh)': (hour) => kwh(sun(hour)) }),
  );
  expect(columns['Grid feed-in (kWh)']).toMatchObject({ flow: 'net', sign: 'reversed' });
});

it('knows nothing of a grid whose counters show nothing beside a production', async () => {
  const columns = { 'PV (kWh)': (hour: number) => kwh(sun(hour)), 'Import (kWh)': () => 0, 'Export (kWh)': () => 0 };
  expect(await flowsOf(columns)).toMatchObject({ 'Import (kWh)': undefined, 'Export (kWh)': undefined });
});

it('asks about two energies that take turns, whatever they are called', async () => {
  const turns = { 'Xa (kWh)': (hour: number) => kwh(drawn(hour)), 'Xb (kWh)': (hour: number) => kwh(fedIn(hour)) };
  const { sentence, details } = await questionOfText(hourlyTable(turns));
  expect(sentence).toContain('"Xa (kWh)", "Xb (kWh)" take turns');
  expect(details.setting).toMatchObject({
    columns: { 'Xa (kWh)': { flow: 'import' }, 'Xb (kWh)': { flow: 'export' } },
  });
});

it.each([
  ['Потребление из сети (кВт·ч)', 'Отдача в сеть (кВт·ч)', 'Выработка (кВт·ч)'],
  ['Gauta iš tinklo (kWh)', 'Atiduota į tinklą (kWh)', 'Pagaminta (kWh)'],
  ['Preuzeto iz mreže (kWh)', 'Predano u mrežu (kWh)', 'Proizvodnja (kWh)'],
  ['Prejem iz omrežja (kWh)', 'Oddaja v omrežje (kWh)', 'Proizvodnja (kWh)'],
  ['受電電力量(kWh)', '逆潮流電力量(kWh)', '発電電力量(kWh)'],
  ['购网电量(kWh)', '上网电量(kWh)', '光伏发电量(kWh)'],
])('knows %s, %s and %s', async (comesIn, goesOut, made) => {
  const columns = { [comesIn]: (hour: number) => kwh(drawn(hour)), [goesOut]: (hour: number) => kwh(fedIn(hour)) };
  expect(await flowsOf({ ...columns, [made]: (hour) => kwh(sun(hour)) })).toMatchObject({
    [comesIn]: 'import',
    [goesOut]: 'export',
    [made]: 'production',
  });
});

it('asks what headings of a language are that it does not know', async () => {
  const columns = { 'ერთი (kWh)': (hour: number) => kwh(use(hour)), 'ორი (kWh)': (hour: number) => kwh(sun(hour)) };
  expect((await questionOfText(hourlyTable(columns))).sentence).toContain('The headings do not say what');
});

it('leaves out a total that adds both directions of a meter up, and kinds that are not yet balanced', async () => {
  const both = (hour: number) => drawn(hour) + fedIn(hour);
  const meter = {
    'Import (kWh)': (hour: number) => kwh(drawn(hour)),
    'Export (kWh)': (hour: number) => kwh(fedIn(hour)),
  };
  expect(await flowsOf({ ...meter, 'Total active energy (kWh)': (hour) => kwh(both(hour)) })).toMatchObject({
    'Import (kWh)': 'import',
    'Export (kWh)': 'export',
    'Total active energy (kWh)': undefined,
  });
  const kinds = { 'Pobrana (kWh)': (hour: number) => kwh(drawn(hour) + 0.1), 'Pobrana po zbilansowaniu (kWh)': drawn };
  expect(await flowsOf({ ...kinds, 'Oddana (kWh)': (hour) => kwh(fedIn(hour)) })).toMatchObject({
    'Pobrana (kWh)': undefined,
    'Pobrana po zbilansowaniu (kWh)': 'import',
  });
});

it('takes blocks of a price for parts of their total, also one that is called a surplus', async () => {
  const blocks = {
    'Básico (kWh)': (hour: number) => Math.min(150, 140 + (hour % 20)),
    'Intermedio (kWh)': (hour: number) => 10 + ((hour * 7) % 120),
    'Excedente (kWh)': (hour: number) => (hour * 13) % 90,
  };
  const total = (hour: number) => Object.values(blocks).reduce((sum, block) => sum + block(hour), 0);
  expect(await flowsOf({ ...blocks, 'Total (kWh)': total })).toMatchObject({
    'Excedente (kWh)': 'submeter',
    'Total (kWh)': 'consumption',
  });
});

it.each([
  ['kW', 'Spitze kW', undefined],
  ['kW of the mean', 'Leistung kW', undefined],
])('keeps no second energy of a day beside its own: %s', async (_, power, flow) => {
  const energy = (day: number) => 20 + ((day * 7) % 11) + day / 8;
  const rows = [...Array(40).keys()].map((day) => {
    const date = new Date(Date.UTC(2026, 3, 1 + day)).toISOString().slice(0, 10);
    const kilowatts = power === 'Spitze kW' ? energy(day) / 24 + 1 + (day % 4) : energy(day) / 24;
    return `${date};${energy(day).toFixed(2)};${kilowatts.toFixed(2)}`;
  });
  const columns = await columnsOfText([`Datum;Verbrauch kWh;${power}`, ...rows, ''].join('\n'));
  expect(columns[power]?.flow).toBe(flow);
  expect(columns['Verbrauch kWh']).toMatchObject({ role: 'energy', flow: 'consumption' });
});

it('takes an energy that is less than what is drawn and no less than what is fed in for what is made', async () => {
  const grid = {
    'Import (kWh)': (hour: number) => kwh(drawn(hour)),
    'Export (kWh)': (hour: number) => kwh(fedIn(hour)),
  };
  const made = await flowsOf({ 'Energy (kWh)': (hour) => kwh(sun(hour) + 0.01), ...grid });
  expect(made['Energy (kWh)']).toBe('production');
  const used = await flowsOf({ 'Energy (kWh)': (hour) => kwh(use(hour)), ...grid });
  expect(used['Energy (kWh)']).not.toBe('production');
});

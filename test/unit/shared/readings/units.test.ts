/** Units in any spelling and any place. */
import { expect, it } from 'vitest';
import { kilowattHoursIn } from '../../../../shared/readings/layout.ts';
import { isRate, otherUnitIn, otherUnitOf, unitIn, unitOf } from '../../../../shared/readings/units.ts';

it.each([
  ['Wh', ['watt_hours', 'Consommation (wattheures)', 'Valeur (en Wh)', 'Fridge_Wh']],
  [
    'kWh',
    [
      '尖峰用電(度)',
      '用电量（度）',
      'الاستهلاك (كيلوواط ساعة)',
      'Consumption (kW h)',
      'Consumo (kW-hora)',
      'Verbrauch in Kilowattstunden',
      'Main/kWh_Total',
      'Building 7/kWh',
      'Usage in kilowatt-hours',
      'Value (kW-hr)',
      'Vue-Mains_A (kWhs)',
      'consumo_kWh',
      'USAGEKWH',
    ],
  ],
  ['MWh', ['mwh', 'Load MWh']],
  ['mWh', ['Energy mWh']],
  ['kW', ['Puissance kW heures creuses']],
  ['W', ['Netz(W)', 'Avg W', 'p_total_w', 'power_w', 'sensor.grid_power_w']],
  ['MW', ['Hydro [MW]']],
  ['万kW', ['実績(万kW)']],
  ['万kWh', ['电量（万kWh）', '电量 万千瓦时']],
  ['J', ['Energy (J)', 'Energy [ J ]', 'energy_joules', 'Joule']],
  ['kJ', ['Energy kJ', 'Usage (kJ)']],
  ['MJ', ['Energy (MJ)', 'Megajoules']],
  ['GJ', ['Usage in GJ']],
  ['kBtu', ['Electricity (kBtu)', 'Electricity Use - Grid Purchase (kBtu)']],
  ['MMBtu', ['Electric usage MMBtu']],
] as const)('finds %s in a name', (unit, names) => {
  expect(names.map((name) => unitIn(name)?.unit)).toEqual(names.map(() => unit));
});

it.each([
  'Wohnung',
  'Wash',
  'Price per kWh',
  'EUR/kWh',
  'W/m2',
  'kvarh',
  'J Smith',
  'EUR/GJ',
  'MJ/m2',
  'Room_w',
  'Natural Gas (kBtu)',
  'Electricity kBtu/ft2',
])('finds none in %s', (name) => {
  expect(unitIn(name)).toBeUndefined();
});

it('reads the unit of a cell that explains it', () => {
  expect(unitOf('kWh (thousand Watt-hours)')).toBe('kWh');
  expect(['therms', '°C', 'V', 'kVArh', 'kWh', 'bananas'].map(otherUnitOf)).toEqual([
    ...['gas', 'temperature', 'voltage', 'reactive'],
    ...[undefined, undefined],
  ]);
});

it('reads what a name measures that is no energy', () => {
  const names = ['Total String Capacity (kWp)', 'u_l1_v', 'i_l1_a', 'phase_a', 'Site Energy Use (kBtu)'];
  expect(names.map(otherUnitIn)).toEqual(['capacity', 'voltage', 'current', undefined, 'gas']);
});

it('tells what is per kilowatt-hour', () => {
  expect(['ct/kWh', 'Precio (€/kWh)', 'g per kWh', '€ / MWh'].every(isRate)).toBe(true);
});

it('reads a cell that is a unit, and nothing else', () => {
  expect(['J', 'kJ', '[MJ]', 'j'].map(unitOf)).toEqual(['J', 'kJ', 'MJ', undefined]);
  expect([unitOf('KWH'), unitOf('[Wh]'), unitOf('kilowatt hours'), unitOf('therms')]).toEqual([
    'kWh',
    'Wh',
    'kWh',
    undefined,
  ]);
});

it('converts British thermal units of electricity', () => {
  expect(kilowattHoursIn('kBtu')).toBeCloseTo(0.293_071_07, 8);
  expect(kilowattHoursIn('MMBtu')).toBeCloseTo(293.071_07, 5);
});

it('takes what each kilowatt of panels makes for no energy', () => {
  expect(unitIn('Efficiency (kWh/kW)')).toBeUndefined();
  expect(otherUnitIn('Specific yield [kWh/kWp]')).toBe('ratio');
});

it('takes no tonne from a total, and no power from what a machine takes for each ton of cooling', () => {
  expect(otherUnitIn('Aktif Endeks (T)')).toBeUndefined();
  expect(otherUnitIn('CO2 (t)')).toBe('emission');
  expect([unitIn('Efficiency kW/RT'), otherUnitIn('Efficiency kW/RT')]).toEqual([undefined, 'ratio']);
  expect([otherUnitIn('Cooling Load RT'), otherUnitIn('Diesel (Ltr)')]).toEqual(['heat', 'volume']);
});

it.each(['Preis Rappen/kWh', 'Tariff (c/unit)', 'Emission factor (kgCO2/kWh)', 'EUR/kWh_incl'])(
  '%s is a rate',
  (name) => {
    expect([isRate(name), unitIn(name)]).toEqual([true, undefined]);
  },
);

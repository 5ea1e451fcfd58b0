/** What values are counted in, where no unit says it. */
import { expect, it } from 'vitest';
import { scaleIn, timesIn } from '../../../../shared/readings/scaled-units.ts';
import { unitIn, unitOf } from '../../../../shared/readings/units.ts';

it.each([
  ['MWh', ['Verbrauch Tsd. kWh', 'Consumption (thousand kWh)', 'Use in 1000 kWh', 'Consumo (miles de kWh)']],
  ['MWh', ['Потребление, тыс. кВт·ч', 'Consommation (milliers de kWh)', 'Energy [10^3 kWh]', '10³ kWh', '1.000 MWh']],
  ['GWh', ['Verbrauch Mio. kWh', 'Energy (10^6 kWh)', 'Load (thousand MWh)']],
  ['kWh', ['Energy (1000 Wh)', 'Meter 1000 kWh', 'Halle 1 kWh', 'Tarif 10kWh', 'Battery (10 kWh)', 'kWh', '1.8.0 kWh']],
  ['Wh', ['Energy [0.001 kWh]']],
] as const)('finds %s', (unit, names) => {
  const expected = names.map((name) => (name === '1.000 MWh' ? 'MWh' : unit));
  expect(names.map((name) => unitIn(name)?.unit)).toEqual(expected);
});

it('reads a cell with a thousand in it', () => {
  expect([unitOf('Tsd. kWh'), unitOf('1000 kWh'), unitOf('kWh (thousand Watt-hours)')]).toEqual([
    'MWh',
    undefined,
    'kWh',
  ]);
});

it.each([
  ['Verbrauch in 100 kWh', 100],
  ['Energy [100 Wh]', 100],
  ['Energy (0.1kWh)', 0.1],
  ['Energie [0,01 kWh]', 0.01],
  ['Power [0.1 kW]', 0.1],
  ['PV (10 kW)', 1],
  ['Speicher (10 kWh) Ladung', 1],
  ['Hall 100 (kWh)', 1],
  ['Meter 10 kWh', 1],
])('says that %s counts %d of its unit', (name, scale) => {
  expect(scaleIn(name)).toBe(scale);
});

it.each([
  ['Consumption (kWh x 10)', 10],
  ['Consumption (kWh x1000)', 1000],
  ['kWh*0.1', 0.1],
  ['Energy x100 kWh', 100],
  ['Phase x 1 kWh', undefined],
  ['Energy (kWh)', undefined],
])('does not know whether %s is multiplied', (name, times) => {
  expect(timesIn(name)).toBe(times);
});

import { expect, test } from 'vitest';
import * as format from '../../../../functions/generate-insights/format.ts';

test.each([
  [0, '0 kWh'],
  [0.0004, '0.4 Wh'],
  [0.9, '900 Wh'],
  [1, '1 kWh'],
  [12.345, '12.3 kWh'],
  [999.4, '999 kWh'],
  [1234, '1.23 MWh'],
  [5_000_000, '5 GWh'],
  [4_090_000_000, '4,090 GWh'],
  [-250, '-250 kWh'],
])('%d kWh reads %s', (kwh, text) => {
  expect(format.energy(kwh)).toBe(text);
});

test('powers, parts, money, counts, hours and years read as people write them', () => {
  expect(format.power(0.291)).toBe('291 W');
  expect([0, 0.004, 0.0962, 0.163, 1].map(format.percent)).toEqual(['0 %', '0.4 %', '9.6 %', '16 %', '100 %']);
  expect(format.money(76.5, 'EUR')).toBe('€76.50');
  expect(format.money(1125.37, 'EUR')).toBe('€1,125');
  expect(format.money(1125.37, 'JPY')).toBe('¥1,125');
  expect(format.count(1, 'reading')).toBe('1 reading');
  expect(format.count(3402, 'reading')).toBe('3,402 readings');
  expect([0, 9, 24].map(format.hour)).toEqual(['00:00', '09:00', '00:00']);
  expect([0.24, 1, 3.17, 21.6].map(format.years)).toEqual(['0.2 years', '1 year', '3.2 years', '22 years']);
});

test('a name from the data stays on its line', () => {
  expect(format.name('AC\n\u001b[31m \u202eunit\u0000 2')).toBe('AC [31m unit 2');
  expect(format.name('x'.repeat(500))).toHaveLength(60);
});

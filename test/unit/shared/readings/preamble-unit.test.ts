/** Units that lines before a table name. */
import { expect, it } from 'vitest';
import { unitOfPreamble } from '../../../../shared/readings/preamble-unit.ts';

it('finds the unit that the lines before a table name', () => {
  expect(unitOfPreamble(['Interval UOM,Minute(s)', 'UOM,kWh'])).toBe('kWh');
  expect(unitOfPreamble(['Grandeur;Unite', 'Energie active;Wh'])).toBe('Wh');
  expect(unitOfPreamble(['"Units: kW (average over 30 minutes)"'])).toBe('kW');
  expect(unitOfPreamble(['Tariff 0.30 EUR/kWh'])).toBeUndefined();
});

import { expect, test } from 'vitest';
import { withOwnUnits } from '../../../../../functions/validate/formats/json-members.ts';

test('a unit named for a value becomes part of its name', () => {
  expect(withOwnUnits({ from: '2026', consumption: 1, consumptionUnit: 'kWh', cost: 2, unit: 'x' })).toEqual({
    from: '2026',
    'consumption (kWh)': 1,
    cost: 2,
    unit: 'x',
  });
  const others = { volume: 1, volume_unit: 'bottles', unitPrice: 3, saleUnit: 'kWh' };
  expect(withOwnUnits(others)).toBe(others);
});

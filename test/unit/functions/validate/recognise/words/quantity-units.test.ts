import { expect, test } from 'vitest';
import { quantityUnit } from '../../../../../../functions/validate/recognise/words/quantity-units.ts';

test('a reactive energy is in kvarh, a reactive power in kvar: neither counts as the other', () => {
  const unitOf = (name: string) => quantityUnit('reactive', name, []);
  expect(unitOf('Lagging_Current_Reactive.Power_kVarh')).toEqual({ unit: 'kvarh', factor: 1 });
  expect(unitOf('Reactive (MVArh)')).toEqual({ unit: 'kvarh', factor: 1000 });
  expect(unitOf('Q1 [varh]')).toEqual({ unit: 'kvarh', factor: 0.001 });
  expect(unitOf('Rv/12345678 [kVAr]')).toEqual({ unit: 'kvar', factor: 1 });
  expect(unitOf('Reactive power var')).toEqual({ unit: 'kvar', factor: 0.001 });
});

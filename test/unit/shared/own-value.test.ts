import { expect, it } from 'vitest';
import { ownValue } from '../../../shared/own-value.ts';

it('finds what a record holds, and nothing that every object has', () => {
  const record = { AC: 'submeter' };
  expect(ownValue(record, 'AC')).toBe('submeter');
  for (const name of ['TV', 'toString', 'constructor', '__proto__']) expect(ownValue(record, name)).toBeUndefined();
  expect(ownValue(undefined, 'AC')).toBeUndefined();
});

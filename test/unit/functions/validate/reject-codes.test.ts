import { expect, it } from 'vitest';
import { CODES, codeOf, GOOD, MISSING } from '../../../../functions/validate/reject-codes.ts';
import { keysOf } from '../../../../shared/keys-of.ts';

it('gives every code a number of its own, which fits in a byte and leads back to it', () => {
  const numbers = Object.values(CODES).map(({ number }) => number);
  expect(new Set([GOOD, MISSING, ...numbers]).size).toBe(numbers.length + 2);
  expect(Math.max(...numbers)).toBeLessThan(128);
  expect(keysOf(CODES).map((name) => codeOf(CODES[name].number))).toEqual(keysOf(CODES));
  expect(() => codeOf(127)).toThrow('no reject code has the number 127');
});

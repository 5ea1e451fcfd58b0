import { expect, it } from 'vitest';
import { codeOf, GOOD, MISSING, QUARANTINE_CODES } from '../../../../functions/validate/reject-codes.ts';
import { keysOf } from '../../../../shared/keys-of.ts';

it('gives every code a number of its own, which fits in a byte and leads back to it', () => {
  const numbers = Object.values(QUARANTINE_CODES).map(({ number }) => number);
  expect(new Set([GOOD, MISSING, ...numbers]).size).toBe(numbers.length + 2);
  expect(Math.max(...numbers)).toBeLessThan(128);
  expect(keysOf(QUARANTINE_CODES).map((name) => codeOf(QUARANTINE_CODES[name].number))).toEqual(
    keysOf(QUARANTINE_CODES),
  );
  expect(() => codeOf(127)).toThrow('no reject code has the number 127');
});

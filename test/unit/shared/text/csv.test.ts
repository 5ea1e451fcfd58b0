import { expect, test } from 'vitest';
import { csvField, quotedField } from '../../../../shared/text/csv.ts';

test.each([
  ['AC', 'AC', '"AC"'],
  ['', '', '""'],
  ['a,b', '"a,b"', '"a,b"'],
  ['say "on"', '"say ""on"""', '"say ""on"""'],
  ['two\nlines', '"two\nlines"', '"two\nlines"'],
  ['cr\r', '"cr\r"', '"cr\r"'],
])('%j', (text, where, always) => {
  expect(csvField(text)).toBe(where);
  expect(quotedField(text)).toBe(always);
});

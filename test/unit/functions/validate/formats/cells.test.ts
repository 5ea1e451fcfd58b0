/** What stands around a number or a time in a cell, and is none of it. */
import { expect, it } from 'vitest';
import { holdsOddCharacters, trimmed } from '../../../../../functions/validate/formats/cells.ts';

it.each([
  ['="0.512"', '0.512'],
  ['="2026-09-14 00:00"', '2026-09-14 00:00'],
  ['\uff10\uff0e\uff15\uff11\uff12', '0.512'],
  ['\uff12\uff10\uff12\uff16\uff0f\uff10\uff19\uff0f\uff11\uff14 \uff10\uff10\uff1a\uff13\uff10', '2026/09/14 00:30'],
  ['\uff0d\uff11', '-1'],
  ['\u0661\u0664/\u0660\u0669/\u0662\u0660\u0662\u0666', '14/09/2026'],
  ['\u0661\u066c\u0662\u0663\u0664\u066b\u0665', '1234.5'],
  ['\u06f1\u06f2', '12'],
])('reads %s as %s', (cell, text) => {
  expect(trimmed(cell)).toBe(text);
  expect(holdsOddCharacters(`Date,Value\n${cell},1`)).toBe(true);
});

it.each(['=SUM(A1:A2)', '="a" & "b"', 'Room \uff11', '="'])('leaves %s alone', (cell) => {
  expect(trimmed(cell)).toBe(cell);
});

it('takes no longer for a cell of many digits than for one of few', () => {
  const cell = `${'\uff11'.repeat(200_000)}x`;
  expect(trimmed(cell)).toBe(cell);
});

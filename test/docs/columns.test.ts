/** No line of code is wider than a screen shows beside another one: what the formatter cannot break, people do. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FILES } from '../helpers/tree.ts';

const COLUMNS = 120;
const CODE = /\.(ts|mjs|cjs)$/;

/** Lines over the limit; a comment may hold an address, which cannot be broken. */
function wideLines(text: string): number[] {
  const isAddress = (line: string) => /^\s*(\/\/|\*)\s.*https?:\/\/\S{60,}/.test(line);
  return text.split('\n').flatMap((line, at) => ([...line].length > COLUMNS && !isAddress(line) ? [at + 1] : []));
}

it('has no line of code over 120 columns', () => {
  const code = [...FILES].filter((file) => CODE.test(file));
  expect(code.length).toBeGreaterThan(500);
  const wide = code.flatMap((file) => wideLines(readFileSync(file, 'utf8')).map((line) => `${file}:${line}`));
  expect(wide).toEqual([]);
});

it('a wide line would be found', () => {
  expect(wideLines(`short\n${'x'.repeat(121)}\n${'é'.repeat(120)}`)).toEqual([2]);
  expect(wideLines(`// see https://example.com/${'x'.repeat(120)}`)).toEqual([]);
});

import { afterEach, expect, it, vi } from 'vitest';
import { createRowPrinter } from '../../../../cli/output/rows.ts';

afterEach(() => vi.restoreAllMocks());

it('a spreadsheet runs no cell of a CSV: texts that begin like a formula get an apostrophe, numbers stay', async () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const column = (name: string, isNumber = false) => ({ name, isNumber, isBoolean: false });
  const printer = createRowPrinter('csv', [column('=name'), column('kwh', true)]);
  await printer.print([
    ['=HYPERLINK("http://a.example")', '-1.5'],
    ['@SUM(A1)', '2'],
    ['Oven', null],
    ['', '0'],
  ]);
  expect(await printer.end()).toBe(4);
  expect(written.join('')).toBe(`'=name,kwh\n"'=HYPERLINK(""http://a.example"")",-1.5\n'@SUM(A1),2\nOven,\n"",0\n`);
});

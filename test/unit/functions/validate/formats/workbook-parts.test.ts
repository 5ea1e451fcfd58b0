import { expect, test } from 'vitest';
import { readablePart } from '../../../../../functions/validate/formats/workbook-parts.ts';

const part = (name: string, xml: string): string => readablePart(name, Buffer.from(xml)).toString();

test('cells that do not say where they stand follow one another', () => {
  const sheet = '<x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c><x:c/></x:row><x:row><x:c r="AA2"/><x:c/></x:row>';
  expect(part('xl/worksheets/sheet1.xml', sheet)).toBe(
    '<x:sheetData><x:row><x:c r="A1" t="str"><x:v>a</x:v></x:c><x:c r="B1"/></x:row>' +
      '<x:row><x:c r="AA2"/><x:c r="AB2"/></x:row>',
  );
});

test('a row without a number is that of its cells', () => {
  const sheet = '<row><c r="A7"/><c/></row><row><c/></row>';
  expect(part('xl/worksheets/sheet1.xml', sheet)).toBe('<row><c r="A7"/><c r="B7"/></row><row><c r="A8"/></row>');
});

test('rows keep their numbers, and other elements are let alone', () => {
  const sheet = "<cols><col min='1'/></cols><row r='7'><c s='1'><v>5</v></c></row><row><c/></row>";
  expect(part('xl/worksheets/sheet1.xml', sheet)).toBe(
    `<cols><col min='1'/></cols><row r='7'><c r="A7" s='1'><v>5</v></c></row><row><c r="A8"/></row>`,
  );
});

test('a sheet without a name gets one', () => {
  const workbook = '<sheets><x:sheet name="" sheetId="1"/><x:sheet sheetId="2" name="Data"/></sheets>';
  expect(part('xl/workbook.xml', workbook)).toBe(workbook.replace('name=""', 'name="Sheet 1"'));
});

test.each(['<row r="1"><c r="ZZZZZZ1"/><c/></row>', '<row r="999999999"/>'])(
  'a cell outside of every sheet is refused: %s',
  (sheet) => {
    expect(() => part('xl/worksheets/sheet1.xml', sheet)).toThrow(RangeError);
  },
);

import { expect, test } from 'vitest';
import { nem12 } from '../../../../../functions/validate/formats/nem12.ts';

const detects = (text: string) => nem12.detect.by === 'text' && nem12.detect.is({ text, whole: true, tail: text });

test.each(['5', '05', '"30"'])(
  'a register with intervals of %s minutes begins a file without its first record',
  (n) => {
    expect(detects(`200,NMI0000001,E1B1,E1,E1,,252129362,KWH,${n},\n`)).toBe(true);
  },
);

test('a record of another table does not', () => {
  expect(detects('200,a,b,c,d,,e,KWH,7,\n')).toBe(false);
});

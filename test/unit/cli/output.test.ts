import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes, duration } from '../../../cli/output/format.ts';
import { jsonText } from '../../../cli/output/json.ts';
import { facts, table } from '../../../cli/output/table.ts';
import { truncate, widthOf } from '../../../cli/output/width.ts';
import { sanitize, sanitizeLines } from '../../../shared/text/sanitize.ts';

const HOSTILE = '\x1b]0;title\x07\x1b[31mred\u202egnp.exe\u0085\r\n\t\u200b';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be printed.
const ACTS_ON_A_TERMINAL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('text from data', () => {
  test('is shown with escapes in place of what a terminal acts on', () => {
    expect(sanitize(HOSTILE)).toBe('\\x1b]0;title\\x07\\x1b[31mred\\u202egnp.exe\\x85\\r\\n\\t\\u200b');
    expect(sanitize('Wärmepumpe 暖房 🏠')).toBe('Wärmepumpe 暖房 🏠');
    expect(sanitizeLines('one\r\ntwo\x1b[2J')).toBe('one\ntwo\\x1b[2J');
  });

  test('never reaches the terminal raw, whatever it holds', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (rows) => {
        const printed = table([{ title: 'A' }, { title: 'B' }], rows).replaceAll('\n', '');
        expect(printed).not.toMatch(ACTS_ON_A_TERMINAL);
        expect(table([{ title: 'A' }, { title: 'B' }], rows).split('\n')).toHaveLength(rows.length + 1);
      }),
    );
  });

  test('is escaped in JSON without changing its value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(jsonText({ text }, 0)).not.toMatch(ACTS_ON_A_TERMINAL);
        expect(JSON.parse(jsonText({ text }))).toEqual({ text });
      }),
    );
  });
});

describe('tables', () => {
  test('align their columns by what a terminal shows', () => {
    expect(
      table(
        [{ title: 'Name' }, { title: 'kWh', align: 'right' }, { title: 'Note' }],
        [
          ['AC', '1,234.5', 'x'],
          ['暖房', '9', ''],
        ],
      ),
    ).toBe(['Name      kWh  Note', 'AC    1,234.5  x', '暖房        9'].join('\n'));
    expect(
      facts([
        ['Run', 'a'],
        ['Status', 'OK', 'green'],
      ]),
    ).toBe('Run     a\nStatus  OK');
  });

  test('cut what is too wide', () => {
    expect(truncate('暖房暖房', 5)).toBe('暖房…');
    expect(widthOf('e\u0301')).toBe(1);
    expect(table([{ title: 'A', maxWidth: 5 }], [['abcdefgh']])).toBe('A\nabcd…');
  });
});

test.each([
  [bytes(999), '999 B'],
  [bytes(105_864), '106 KB'],
  [bytes(999_600), '1.0 MB'],
  [bytes(5_368_709_120), '5.4 GB'],
  [duration(85), '85 ms'],
  [duration(999.7), '1.0 s'],
  [duration(59_960), '1 min 0 s'],
  [duration(250_000), '4 min 10 s'],
  [duration(7_500_000), '2 h 5 min'],
])('%s is how %s is written', (written, expected) => {
  expect(written).toBe(expected);
});

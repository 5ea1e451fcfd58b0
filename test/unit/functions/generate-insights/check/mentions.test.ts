/** What the check reads as a number, and what it takes for rounding. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Mention, saysSo } from '../../../../../functions/generate-insights/check/mention.ts';
import { findMentions } from '../../../../../functions/generate-insights/check/mentions.ts';

const brief = ({ kind, value, until, per, hedge }: Mention) =>
  [
    kind,
    Number(value.toFixed(6)),
    ...(until === undefined ? [] : [until]),
    ...(per ? [per] : []),
    ...(hedge === 'none' ? [] : [hedge]),
  ].join(' ');

test.each([
  ['312 kWh', ['energy 312']],
  ['2.63 MWh a year', ['energy 2630 year']],
  ['1,234.5 kWh and 0.4 GWh', ['energy 1234.5', 'energy 400000']],
  ['8 760 kilowatt-hours', ['energy 8760']],
  ['450 W, not 4.5 kW', ['power 0.45', 'power 4.5']],
  ['31 %, 31% or 31 percent', ['percent 31', 'percent 31', 'percent 31']],
  ['€476, 476 EUR, 476 euros or EUR 476 per year', ['money 476', 'money 476', 'money 476', 'money 476 year']],
  ['€1.2 thousand', ['money 1200']],
  ['30 cents per kWh, that is €0.30/kWh', ['price 0.3', 'price 0.3']],
  ['$5 and 5 GBP', ['unreadable 5', 'unreadable 5']],
  ['at 18:00, at 6 pm and at 18 h', ['hour 18', 'hour 18', 'hour 18']],
  ['from 18:00 to 22:00, 18–22 h, between 6 and 10 pm', ['window 18 22', 'window 18 22', 'window 18 22']],
  ['from 22:00 until 06:00', ['window 22 6']],
  ['12 am is not 12 pm', ['hour 0', 'hour 12']],
  ['20–30 %', ['percent 20', 'percent 30']],
  ['4 hours, 28 days, 3 years', ['duration 4', 'duration 672', 'duration 26298']],
  ['the four busiest hours', ['duration 4']],
  ['seven unusual readings and the two largest', ['count 7']],
  ['twenty-one events', ['count 21']],
  [
    'a third, three quarters of it, half of it, nine out of ten',
    ['part 0.333333', 'part 0.75', 'part 0.5', 'part 0.9'],
  ],
  ['twice as much, 2.5 times, three times', ['ratio 2', 'ratio 2.5', 'ratio 3']],
  ['half an hour, third-party, twice a day, a quarter past', []],
  [
    '2026-10-31, 31 October 2026, October 31 and October 2026',
    ['date 20261031', 'date 20261031', 'date 1031', 'date 20261000'],
  ],
  ['CO2 is there 24/7', []],
  ['in Q3 at 30 °C', ['unreadable NaN', 'count 30']],
  ['½ of it, ٣ kWh', ['unreadable NaN', 'unreadable NaN']],
  ['about 300 kWh, over 300 kWh, nearly 300 kWh', ['energy 300 about', 'energy 300 above', 'energy 300 below']],
  ['32 kWh or €12 a month', ['energy 32 month', 'money 12 month']],
])('%s', (text, expected) => {
  expect(findMentions(text, 'EUR').map(brief)).toEqual(expected);
});

test('places are those of the text, whatever spaces and dashes it has', () => {
  fc.assert(
    fc.property(fc.constantFrom('\u00a0', '\u202f', ' '), fc.constantFrom('–', '—', '-', '\u2212'), (space, dash) => {
      const text = `Use${space}18:00${dash}22:00 and 312${space}kWh.`;
      const found = findMentions(text, 'EUR');
      expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([`18:00${dash}22:00`, `312${space}kWh`]);
    }),
  );
});

test('any text is read, every digit in it belongs to a number', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      const found = findMentions(text, 'EUR');
      for (const { index } of text.matchAll(/\p{N}/gu)) {
        // Except what is no number: CO2, 24/7.
        const idiom = /CO2e?|24\/7/.test(text);
        expect(idiom || found.some(({ start, end }) => start <= index && index < end)).toBe(true);
      }
    }),
  );
});

const read = (text: string): Mention => {
  const [mention] = findMentions(text, 'EUR');
  if (!mention) throw new Error(`there is no number in ${text}`);
  return mention;
};

describe('rounding', () => {
  test('a figure that is printed with three digits or more is that figure', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), fc.integer({ min: 3, max: 6 }), (kwh, digits) => {
        const printed = new Intl.NumberFormat('en', { maximumSignificantDigits: digits }).format(kwh);
        expect(saysSo(read(`${printed} kWh`), kwh)).toBe(true);
      }),
    );
  });

  test('what is off by a fifth is another figure, however it is hedged', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 10, max: 1e6, noNaN: true }),
        fc.constantFrom(0.8, 1.25),
        fc.constantFrom('', 'about ', 'over ', 'nearly '),
        (kwh, factor, hedge) => {
          const printed = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(kwh * factor);
          expect(saysSo(read(`${hedge}${printed} kWh`), kwh)).toBe(false);
        },
      ),
    );
  });

  test.each([
    ['312 kWh', 312.4, true],
    ['312 kWh', 312.6, false],
    ['8,800 kWh', 8760, true],
    ['300 kWh', 312, false],
    ['about 300 kWh', 312, true],
    ['1 MWh', 1400, false],
    ['1 MWh', 1050, true],
    ['8 %', 8.4, true],
    ['8 %', 8.6, false],
    ['over 400 kWh', 406, true],
    ['over 400 kWh', 380, false],
    ['nearly 12 years', 11.81 * 8766, true],
    ['nearly 12 years', 12.6 * 8766, false],
    ['a third', 0.34, true],
    ['a third', 0.38, false],
    ['more than a third', 0.38, true],
    ['7 readings', 7, true],
    ['7 readings', 8, false],
    ['18:00', 19, false],
    ['€6.90', 6.875, true],
    ['-250 kWh', 250, true],
    ['0 kWh', 0, true],
    ['0 kWh', 3, false],
  ])('%s for %d: %s', (text, figure, expected) => {
    expect(saysSo(read(text), figure)).toBe(expected);
  });
});

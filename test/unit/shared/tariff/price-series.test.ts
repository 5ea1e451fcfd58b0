import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTariffs } from '../../../../shared/tariff/parse.ts';
import { parsePriceSeries, pricesWithin } from '../../../../shared/tariff/price-series.ts';
import { checkedSeries } from '../../../../shared/tariff/series-of-plans.ts';

const at = (time: string) => Date.parse(time);
const HOUR = 3_600_000;

test('a price holds until the next one, or as long as the one before; the rest is a gap', () => {
  const text = [
    'time;value',
    '2026-10-25T02:00+02:00;0,10',
    '2026-10-25T02:00+01:00;-0,05',
    '2026-10-25 02:15:00Z;0.2',
    '',
    '2026-10-25T06:00Z;0.3',
  ].join('\r\n');
  const { starts, ends, prices } = parsePriceSeries(text, 'a.csv');
  const first = at('2026-10-25T00:00Z');
  expect(starts.map((start) => (start - first) / HOUR)).toEqual([0, 1, 2.25, 6]);
  // 01:00 to 02:15 is more than an hour: an hour, as the one before it.
  expect(ends.map((end) => (end - first) / HOUR)).toEqual([1, 2, 3.25, 7]);
  expect(prices).toEqual(['0.10', '-0.05', '0.2', '0.3']);
});

test.each([
  ['seconds', 'start,price\n1790000100,1\n', 'a.csv', 1790000100000],
  ['milliseconds', '[{"start":1790000100000,"price":1}]', 'a.json', 1790000100000],
  [
    'a list in an object',
    '{"unit":"kWh","data":[{"valid_from":"2026-10-01T00:00:00Z","value_inc_vat":1}]}',
    'a.json',
    at('2026-10-01T00:00Z'),
  ],
  [
    'quotes, and an order of its own',
    '\uFEFF"Price","Start"\n"1","2026-10-01T00:00Z"\n',
    'a.csv',
    at('2026-10-01T00:00Z'),
  ],
])('reads %s', (_name, text, file, start) => {
  expect(parsePriceSeries(text, file)).toMatchObject({ starts: [start], prices: ['1'] });
});

describe('what is wrong is named with its line and what to write', () => {
  test.each([
    ['nothing', 'start,price\n', 'a.csv', /a\.csv has no price/],
    ['no such column', 'a,b\n1,2\n', 'a.csv', /line 1: the columns are "a", "b"; name one "start" and one "price"/],
    ['no offset', 'start,price\n2026-10-25T02:00,1\n', 'a.csv', /line 2, start: "2026-10-25T02:00" has no offset/],
    ['no time', 'start,price\nyesterday,1\n', 'a.csv', /line 2, start: "yesterday" is no time/],
    ['a day that is not', 'start,price\n2026-13-25T02:00Z,1\n', 'a.csv', /line 2, start: .* is no time that there is/],
    ['no price', 'start,price\n\n2026-10-25T02:00Z,n/a\n', 'a.csv', /line 3, price: "n\/a" is no price/],
    ['half a minute', 'start,price\n2026-10-25T02:00:30Z,1\n', 'a.csv', /begins at a whole minute/],
    [
      'two prices of a time',
      'start,price\n2026-10-25T02:00Z,1\n2026-10-25T04:00+02:00,2\n',
      'a.csv',
      /line 3: the price is 2, but line 2 has 1/,
    ],
    [
      'an end before',
      'start,end,price\n2026-10-25T02:00Z,2026-10-25T01:00Z,1\n',
      'a.csv',
      /line 2: the end is not after/,
    ],
    ['JSON that is none', '{', 'a.json', /is not a list of prices/],
    ['an entry without a price', '[{"start":"2026-10-25T02:00Z"}]', 'a.json', /entry 1: has no "price"/],
  ])('%s', (_name, text, file, message) => {
    expect(() => parsePriceSeries(text, file)).toThrow(message);
  });

  test('prices of MWh, unless they are meant', () => {
    const plans = (more: object) =>
      parseTariffs(
        JSON.stringify([
          {
            name: 'T',
            currency: 'EUR',
            versions: [{ from: '2026-01-01', rates: [{ band: 'x', series: 'a.csv' }], ...more }],
          },
        ]),
        'it',
      );
    const text = 'start,price\n2026-10-25T02:00Z,84\n2026-10-25T03:00Z,-2\n2026-10-25T04:00Z,90\n';
    expect(() => checkedSeries(text, 'a.csv', plans({}))).toThrow(/make 84 EUR or more .* add "times": 0\.001/);
    expect(checkedSeries(text, 'a.csv', plans({ unusual_prices: true })).prices).toHaveLength(3);
    expect(() => checkedSeries(undefined, 'a.csv', plans({}))).toThrow(
      /energy tariff --prices a\.csv|tariff a\.csv --prices/,
    );
  });
});

test('any stretch of time sees the prices in it, cut at its edges', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(400), { minLength: 1, maxLength: 60 }),
      fc.nat(400),
      fc.integer({ min: 1, max: 50 }),
      (hours, from, length) => {
        const rows = hours.map((hour) => `${new Date(hour * HOUR).toISOString()},${hour}`);
        const series = parsePriceSeries(`start,price\n${rows.join('\n')}`, 'a.csv');
        const found = pricesWithin(series, (from + 0.5) * HOUR, (from + length) * HOUR);
        const expected = hours.filter((hour) => hour >= from && hour < from + length).sort((a, b) => a - b);
        expect(found.map(({ price }) => Number(price))).toEqual(expected);
        for (const { start, end, price } of found) {
          expect([start, end]).toEqual([Math.max(Number(price), from + 0.5) * HOUR, (Number(price) + 1) * HOUR]);
        }
      },
    ),
  );
});

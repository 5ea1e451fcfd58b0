import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTariffs } from '../../../../shared/tariff/parse.ts';
import { kindOf, priceDays, versionOn } from '../../../../shared/tariff/rates.ts';
import { ratesOfDay } from '../../../../shared/tariff/rates-of-day.ts';
import { lineOf } from '../../../../shared/text/json-position.ts';

const FLAT = { band: 'flat', price: 0.3 };

function parse(rates: unknown[], more: object = {}, tariff: object = {}) {
  const text = JSON.stringify([
    { name: 'Home', currency: 'EUR', versions: [{ from: '2026-01-01', rates, ...more }], ...tariff },
  ]);
  return parseTariffs(text, 'tariffs.json');
}

describe('conditions of a rate', () => {
  const only = (condition: object) => parse([{ band: 'some', price: 1, ...condition }, FLAT])[0]?.versions[0]?.rates[0];

  test.each([
    [['07:00-09:00'], [7, 8]],
    [['22:00-02:00'], [0, 1, 22, 23]],
    [['23:00-00:00'], [23]],
    [
      ['05:00-06:00', '20:00-22:00'],
      [5, 20, 21],
    ],
  ])('hours %j', (hours, expected) => {
    expect(only({ hours })?.hours).toEqual(expected);
  });

  test.each([
    [['mon'], [1]],
    [
      ['mon-wed', 'Sun'],
      [1, 2, 3, 7],
    ],
    [['fri-mon'], [1, 5, 6, 7]],
  ])('weekdays %j', (weekdays, expected) => {
    expect(only({ weekdays })?.weekdays).toEqual(expected);
  });

  test('months past the end of the year', () => {
    expect(only({ months: ['nov-feb'] })?.months).toEqual([1, 2, 11, 12]);
  });
});

test('the example of docs/TARIFFS.md is a file of tariffs', async () => {
  const document = await readFile(new URL('../../../../docs/TARIFFS.md', import.meta.url), 'utf8');
  const [, example = ''] = /```json\n(.*?)```/s.exec(document) ?? [];
  const plans = parseTariffs(example, 'the example');
  expect(plans.map(({ name, versions }) => [name, versions.length])).toEqual([
    ['Home, three rates', 2],
    ['Offices, one rate', 1],
  ]);
});

test('prices stay the text that was written', () => {
  const [plan] = parse([{ band: 'flat', price: 0.123456 }], { standing_charge: 12, co2_g_per_kwh: 435.125 });
  expect(plan?.versions[0]).toMatchObject({
    standing_charge: '12',
    export_price: '0',
    co2_g_per_kwh: '435.125',
    rates: [{ price: '0.123456' }],
  });
});

describe('what cannot be meant is refused, with line and field', () => {
  const night = { band: 'night', price: 0.2, hours: ['22:00-06:00'] };
  test.each([
    ['an hour without a rate', [night], {}, {}, /rates: no rate for 06:00 on a mon in jan/],
    [
      'a holiday without a rate',
      [{ ...FLAT, holidays: false }],
      {},
      { country: 'DE' },
      /no rate for 00:00 on a holiday on a mon in jan/,
    ],
    ['a rate that is never reached', [FLAT, night], {}, {}, /rates\[1\]: is never reached/],
    [
      'two prices of a band on a day',
      [night, { ...FLAT, band: 'night' }],
      {},
      {},
      /night has two prices on a mon in jan/,
    ],
    ['half hours', [{ ...night, hours: ['22:30-06:00'] }, FLAT], {}, {}, /"22:30-06:00" is not understood/],
    ['an empty stretch', [{ ...night, hours: ['06:00-06:00'] }, FLAT], {}, {}, /"06:00-06:00" is not understood/],
    [
      'an unknown weekday',
      [{ ...FLAT, weekdays: ['monday'] }, FLAT],
      {},
      {},
      /"monday" is not understood; write names such as mon/,
    ],
    ['seven decimals', [{ ...FLAT, price: 0.1234567 }], {}, {}, /more than 6 digits/],
    ['a tiny price that JSON writes with an exponent', [{ ...FLAT, price: 1e-7 }], {}, {}, /more than 6 digits/],
    ['a negative price', [{ ...FLAT, price: -0.1 }], {}, {}, /rates\[0\]\.price/],
    ['a misspelt field', [{ ...FLAT, hour: ['22:00-06:00'] }], {}, {}, /hour/],
    ['an end before the beginning', [FLAT], { until: '2025-12-31' }, {}, /until: is not after from/],
    ['holidays of no country', [{ ...night, holidays: true }, FLAT], {}, {}, /country: is missing/],
    ['a currency that is none', [FLAT], {}, { currency: 'Euro' }, /currency: must be a three-letter code/],
  ])('%s', (_, rates, more, tariff, message) => {
    expect(() => parse(rates, more, tariff)).toThrow(message);
  });

  test('versions that overlap', () => {
    const version = (from: string, until?: string) => ({ from, until, rates: [FLAT] });
    const versions =
      (...all: object[]) =>
      () =>
        parse([FLAT], {}, { versions: all });
    expect(versions(version('2026-07-01'), version('2026-01-01'))).toThrow(
      /versions\[1\]\.until: is missing, but another version begins on 2026-07-01/,
    );
    expect(versions(version('2026-01-01', '2026-07-02'), version('2026-07-01'))).toThrow(
      /versions\[0\]\.until: is 2026-07-02, but/,
    );
    expect(versions(version('2026-07-01'), version('2026-01-01', '2026-07-01'))).not.toThrow();
  });

  test.each([
    ['[\n  {"name": }\n]', 2],
    ['[\n  {"name": "A"\n   "currency": "EUR"}\n]', 3],
    ['[\n  {"name": "A",\n  }\n]', 3],
    ['[\n  1,\n\n]', 4],
    ['[\n  "open\n]', 2],
    ["[\n  {'name': 1}\n]", 2],
    ['[\n  {"price": 0,30}\n]', 2],
    ['[\n  {"price": 1}\n', 3],
    ['[]\n]', 2],
    ['', 1],
  ])('what is not JSON: %j', (text, line) => {
    expect(() => parseTariffs(text, 'x.json')).toThrow(new RegExp(`^x\\.json is not JSON: look at line ${line},`));
  });

  test('what is nested without an end is refused like anything else', () => {
    expect(() => parseTariffs('['.repeat(200_000), 'x.json')).toThrow(/^x\.json is not JSON: look at line 1,/);
  });

  test('at the line where it stands', () => {
    const text =
      '[\n  {\n    "name": "A", "currency": "EUR",\n    "versions": [\n      { "from": ' +
      '"2026-01-01",\n        "rates": [\n          { "band": "x", "price": 1, "hours": ' +
      '["22:00-06:00"] },\n          { "band": "y",\n            "price": "1" }\n        ] }\n    ]\n  }\n]';
    expect(() => parseTariffs(text, 'x.json')).toThrow(/line 9, \[0\]\.versions\[0\]\.rates\[1\]\.price: /);
  });
});

test('the line of every value of any JSON text', () => {
  const paths = (value: unknown): (string | number)[][] =>
    typeof value !== 'object' || value === null
      ? [[]]
      : [
          [],
          ...Object.entries(value).flatMap(([key, inner]) =>
            paths(inner).map((rest) => [Array.isArray(value) ? Number(key) : key, ...rest]),
          ),
        ];
  const at = (value: unknown, path: readonly (string | number)[]): unknown =>
    path.reduce<unknown>((of, key) => Reflect.get(Object(of), key), value);
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value, null, 1);
      const lines = text.split('\n');
      for (const path of paths(value)) {
        const key = path.at(-1);
        const begins = JSON.stringify(at(value, path), null, 1).split('\n')[0] ?? '';
        const line = lines[lineOf(text, path) - 1]?.trim().replace(/,$/, '');
        expect(line).toBe(typeof key === 'string' ? `${JSON.stringify(key)}: ${begins}` : begins);
      }
    }),
  );
});

test('the rates of a day are the first that fit, and days alike share a pattern', () => {
  const [plan] = parse(
    [
      { band: 'holiday', price: 0.1, holidays: true },
      { band: 'peak', price: 0.4, weekdays: ['mon-fri'], hours: ['17:00-20:00'] },
      FLAT,
    ],
    { until: '2027-01-01' },
    { country: 'DE' },
  );
  if (!plan) throw new Error('There is no tariff.');
  const rates = plan.versions[0]?.rates ?? [];
  const bands = (date: string, holidays: string[] = []) =>
    ratesOfDay(rates, kindOf(date, new Set(holidays))).map((position) => rates[position ?? -1]?.band);
  expect(bands('2026-10-01').filter((band) => band === 'peak')).toHaveLength(3);
  expect(bands('2026-10-04')).toEqual(Array(24).fill('flat'));
  expect(bands('2026-10-03', ['2026-10-03'])).toEqual(Array(24).fill('holiday'));

  const dates = ['2025-12-31', '2026-01-01', '2026-10-01', '2026-10-02', '2026-10-04', '2027-01-01'];
  expect(dates.map((date) => versionOn(plan, date)?.from)).toEqual([
    undefined,
    ...Array(4).fill('2026-01-01'),
    undefined,
  ]);
  const { patterns, days } = priceDays([plan], dates, [new Set(['2026-01-01'])]);
  expect(patterns).toHaveLength(3);
  expect(days).toEqual([[null, 0, 1, 1, 2, null]]);
});

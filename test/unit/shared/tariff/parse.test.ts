import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTariffs } from '../../../../shared/tariff/parse.ts';
import { kindOf, patternsOf, versionOn } from '../../../../shared/tariff/rates.ts';
import { stretchesOfDay } from '../../../../shared/tariff/rates-of-day.ts';
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
    [['07:00-09:00'], [[420, 540]]],
    [
      ['22:15-02:00'],
      [
        [1335, 1440],
        [0, 120],
      ],
    ],
    [['23:00-00:00'], [[1380, 1440]]],
    [['23:59-24:00'], [[1439, 1440]]],
    [
      ['05:00-06:01', '20:00-22:00'],
      [
        [300, 361],
        [1200, 1320],
      ],
    ],
  ])('hours %j', (hours, expected) => {
    expect(only({ hours })?.hours).toEqual(expected.map(([from, to]) => ({ from, to })));
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
    fees: [{ name: 'Standing charge', price: '12', per: 'day' }],
    export: [],
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
    ['a minute that there is not', [{ ...night, hours: ['22:60-06:00'] }, FLAT], {}, {}, /"22:60-06:00" is not under/],
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
    ['neither price nor series', [{ band: 'x' }], {}, {}, /rates\[0\]\.price: is missing: write a price, or a series/],
    ['price and series', [{ ...FLAT, series: 'spot.csv' }], {}, {}, /rates\[0\]\.price: stands beside a series/],
    ['a series in a folder', [{ band: 'x', series: '../spot.csv' }], {}, {}, /rates\[0\]\.series: must be the name of/],
    ['a factor without a series', [{ ...FLAT, times: 2 }], {}, {}, /rates\[0\]\.times: is for prices of a series/],
    [
      'a price in cents',
      [{ ...FLAT, price: 32.5 }],
      {},
      {},
      /rates\[0\]\.price: 32\.5 EUR .* in cents\? Then write 0\.325/,
    ],
    ['an export price in cents', [FLAT], { export_price: 8 }, {}, /export_price\[0\]\.price: 8 EUR/],
    [
      'a tier without a rate for the rest',
      [{ ...FLAT, up_to_kwh: 600 }],
      {},
      {},
      /no rate for 00:00 .* beyond 600 kWh/,
    ],
    [
      'tiers that do not rise',
      [{ ...FLAT, band: 'a', up_to_kwh: 600 }, { ...FLAT, band: 'b', up_to_kwh: 300 }, FLAT],
      {},
      {},
      /rates\[1\]\.up_to_kwh: is not above the 600 kWh/,
    ],
    [
      'net metering of a series',
      [{ band: 'spot', series: 'spot.csv' }, FLAT],
      { net_metering: 'month' },
      {},
      /rates\[0\]\.series: cannot stand beside net_metering/,
    ],
    [
      'an hour that no export is paid for',
      [FLAT],
      { export_price: [{ price: 1, hours: ['00:00-12:00'] }] },
      {},
      /export_price: no rate for 12:00/,
    ],
    ['a share above 1 for VAT', [FLAT], { vat: 21 }, {}, /vat\[0\]\.rate: must be a share: 0\.21 for 21 %/],
    [
      'a tax on one behind it',
      [FLAT],
      {
        vat: [
          { name: 'VAT', rate: 0.2, on: ['energy', 'duty'] },
          { name: 'duty', per_kwh: 0.01 },
        ],
      },
      {},
      /vat\[0\]\.on\[1\]: "duty" is nothing that stands before it/,
    ],
    [
      'a demand charge that is neither',
      [FLAT],
      { demand_charge: 'high' },
      {},
      /demand_charge: must be a price of a kW/,
    ],
    ['a ratchet in percent', [FLAT], { demand_charge: [{ price: 4, ratchet: 80 }] }, {}, /ratchet: must be a share/],
    ['a minimum below 0', [FLAT], { minimum_bill: -1 }, {}, /minimum_bill\.price: must not be below 0/],
    ['a fee of a week', [FLAT], { fees: [{ name: 'x', price: 1, per: 'week' }] }, {}, /fees\[0\]\.per/],
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
    stretchesOfDay([rates], kindOf(date, new Set(holidays))).map(({ from, to, ladders: [ladder = []] }) => [
      from,
      to,
      ...ladder.map((position) => rates[position]?.band),
    ]);
  expect(bands('2026-10-01')).toEqual([
    [0, 1020, 'flat'],
    [1020, 1200, 'peak'],
    [1200, 1440, 'flat'],
  ]);
  expect(bands('2026-10-04')).toEqual([[0, 1440, 'flat']]);
  expect(bands('2026-10-03', ['2026-10-03'])).toEqual([[0, 1440, 'holiday']]);

  const dates = ['2025-12-31', '2026-01-01', '2026-10-01', '2026-10-02', '2026-10-04', '2027-01-01'];
  expect(dates.map((date) => versionOn(plan, date)?.from)).toEqual([
    undefined,
    ...Array(4).fill('2026-01-01'),
    undefined,
  ]);
  const { patterns, days } = patternsOf([plan], dates, [new Set(['2026-01-01'])]);
  expect(patterns).toHaveLength(3);
  expect(days).toEqual([[null, 0, 1, 1, 2, null]]);
});

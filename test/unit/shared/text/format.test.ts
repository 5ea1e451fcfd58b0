import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearScale } from '../../../../functions/publish/chart/scale.ts';
import {
  formatEnergy,
  formatHour,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPeriod,
} from '../../../../shared/text/format.ts';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [-0.0000000001, '0'],
    [0.0123456, '0.0123'],
    [-0.5, '-0.5'],
    [1, '1'],
    [12.345, '12.35'],
    [123.45, '123.5'],
    [999.96, '1,000'],
    [1234567.8, '1,234,568'],
    [-9876, '-9,876'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([
    [0, '0 kWh'],
    [0.004, '4 Wh'],
    [0.35, '0.35 kWh'],
    [2250.6, '2,251 kWh'],
    [9999, '9,999 kWh'],
    [10_000, '10 MWh'],
    [5_123_456, '5,123 MWh'],
    [12_000_000, '12 GWh'],
    [-127_300, '-127.3 MWh'],
    [3e10, '30 TWh'],
  ])('writes %d kWh as %s', (kwh, text) => {
    expect(formatEnergy(kwh)).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [0.0004, '< 0.1 %'],
    [0.049, '4.9 %'],
    [0.4567, '46 %'],
    [0.9986, '99.9 %'],
    [0.99999, '> 99.9 %'],
    [1, '100 %'],
    [-0.2, '-20 %'],
  ])('writes the share %d as %s', (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });

  it('writes money with cents where they matter', () => {
    expect([0.3, 48.2, 675.3, 65_992_477].map((amount) => formatMoney(amount, 'EUR'))).toEqual([
      '0.30 EUR',
      '48.20 EUR',
      '675 EUR',
      '65.99 million EUR',
    ]);
  });
});

describe('times', () => {
  it('ends a period on the day of its last interval', () => {
    expect(formatPeriod('2026-10-01T00:00:00', '2026-11-01T00:00:00')).toBe('1 Oct – 31 Oct 2026');
    expect(formatPeriod('2026-12-30T07:00:00', '2027-01-02T19:00:00')).toBe('30 Dec 2026 – 2 Jan 2027');
    expect(formatPeriod('2026-10-01T00:00:00', '2026-10-02T00:00:00')).toBe('1 Oct 2026');
  });

  it('writes an hour as a span', () => {
    expect([formatHour(7), formatHour(23)]).toEqual(['07:00 – 08:00', '23:00 – 00:00']);
  });
});

describe('linearScale', () => {
  it('covers every value between round ticks, zero among them', () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), (values) => {
        const { ticks, y } = linearScale(values, 20, 220);
        expect(ticks).toContain(0);
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const each of values) {
          expect(y(each)).toBeGreaterThanOrEqual(20 - 1e-6);
          expect(y(each)).toBeLessThanOrEqual(220 + 1e-6);
        }
      }),
    );
  });
});

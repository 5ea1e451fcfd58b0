import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearScale } from '../../../../shared/page/chart/scale.ts';
import {
  energiesFormat,
  formatClock,
  formatCount,
  formatEnergy,
  formatEstimate,
  formatHour,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPeriod,
  formatPower,
  formatPrice,
  formatTime,
  formatYears,
  plural,
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
    [0.0004, 'under 0.1 %'],
    [0.049, '4.9 %'],
    [0.4567, '46 %'],
    [0.9986, '99.9 %'],
    [0.99999, 'over 99.9 %'],
    [1, '100 %'],
    [-0.2, '-20 %'],
  ])('writes the share %d as %s', (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });

  it.each([
    [0, '0 kW'],
    [0.08, '80 W'],
    [-0.5, '-500 W'],
    [4.5, '4.5 kW'],
    [25_000, '25 MW'],
    [12_000_000, '12 GW'],
  ])('writes %d kW as %s', (kw, text) => {
    expect(formatPower(kw)).toBe(text);
  });

  it('writes an amount of a bill to the cent, and an estimate as it is', () => {
    const amounts = [0, 0.3, 48.205, 1234.5, -0.4, 250_000, 65_992_477];
    expect(amounts.map((amount) => formatMoney(amount, 'EUR'))).toEqual([
      ...['0.00 EUR', '0.30 EUR', '48.20 EUR', '1,234.50 EUR', '-0.40 EUR', '250,000 EUR', '65.99 million EUR'],
    ]);
    expect([12.5, 675.3, 1125.37].map((amount) => formatEstimate(amount, 'EUR'))).toEqual([
      ...['12.50 EUR', '675 EUR', '1,125 EUR'],
    ]);
  });

  it('writes as many decimals as the currency has', () => {
    expect([formatMoney(54.26, 'JPY'), formatMoney(54.26, 'KWD'), formatEstimate(1125.37, 'JPY')]).toEqual([
      ...['54 JPY', '54.260 KWD', '1,125 JPY'],
    ]);
    expect(formatPrice(0.3, 'EUR')).toBe('0.3 EUR');
  });

  it('writes counts and years with their words', () => {
    expect([
      formatCount(2880),
      plural(1, 'reading'),
      plural(3402, 'reading'),
      plural(0, 'anomaly', 'anomalies'),
    ]).toEqual(['2,880', '1 reading', '3,402 readings', '0 anomalies']);
    expect([0.24, 1, 3.17, 21.6].map(formatYears)).toEqual(['0.2 years', '1 year', '3.2 years', '22 years']);
  });

  it('never says all of what is not all, nor nothing of what is something', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }), (share) => {
        expect(formatPercent(share)).not.toMatch(/^(?:0|100) %$/);
      }),
    );
  });
});

describe('times', () => {
  it('ends a period on the day of its last interval', () => {
    expect(formatPeriod('2026-10-01T00:00:00', '2026-11-01T00:00:00')).toBe('1 Oct – 31 Oct 2026');
    expect(formatPeriod('2026-12-30T07:00:00', '2027-01-02T19:00:00')).toBe('30 Dec 2026 – 2 Jan 2027');
    expect(formatPeriod('2026-10-01T00:00:00', '2026-10-02T00:00:00')).toBe('1 Oct 2026');
  });

  it('writes a time with its day, however the two are joined', () => {
    expect([formatTime('2026-10-02T18:00:00'), formatTime('2026-10-02 18:00')]).toEqual([
      ...['2 Oct 2026, 18:00', '2 Oct 2026, 18:00'],
    ]);
    expect([0, 9, 24].map(formatClock)).toEqual(['00:00', '09:00', '00:00']);
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

it('energies beside one another are in watt-hours only where all of them are small', () => {
  const said = (...energies: number[]) => energies.map(energiesFormat(energies));
  expect(said(0.0012, 0.009, 0)).toEqual(['1.2 Wh', '9 Wh', '0 kWh']);
  expect(said(0.0012, 0.0112, 20_000)).toEqual(['0.0012 kWh', '0.0112 kWh', '20 MWh']);
});

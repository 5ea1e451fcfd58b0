/** Decimals, days' shares of charges, and taxes, in exact arithmetic. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDecimals, decimalText, scaled, timesDecimal } from '../../../../shared/tariff/decimals.ts';
import { feeOfDay } from '../../../../shared/tariff/fees.ts';
import { taxCoefficients } from '../../../../shared/tariff/taxes.ts';
import { dayAfter } from '../../../../shared/text/days.ts';

test('decimals are rounded once, halves away from zero', () => {
  expect(scaled('-0.25', 1)).toBe(-3n);
  expect(scaled('0.249', 1)).toBe(2n);
  expect(decimalText(-1500n, 3)).toBe('-1.5');
  expect(timesDecimal('84.11', '0.001', 6)).toBe('0.08411');
  expect(timesDecimal('-1', '0.0000005', 6)).toBe('-0.000001');
  expect(compareDecimals('9.5', '10')).toBe(-1);
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(15), (value, digits) => {
      expect(scaled(decimalText(value, digits), digits)).toBe(value);
    }),
  );
});

test('the days of a whole month or year add up to the price of it, whatever it is', () => {
  const price = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((millionths) => decimalText(BigInt(millionths), 6));
  fc.assert(
    fc.property(price, fc.constantFrom('2026-02', '2028-02', '2026-10', '2026', '2028'), (text, period) => {
      const per = period.length === 4 ? 'year' : 'month';
      let sum = 0n;
      for (let date = `${period}-01-01`.slice(0, 10); date.startsWith(period); date = dayAfter(date, 1)) {
        sum += scaled(feeOfDay({ price: text, per }, date), 15);
      }
      expect(sum).toBe(scaled(text, 15));
    }),
    { numRuns: 30 },
  );
});

test('a tax on a tax is a sum of shares of what both are on', () => {
  const [duty, levy, vat] = taxCoefficients([
    { name: 'Duty', per_kwh: '0.02' },
    { name: 'Levy', rate: '0.05', on: ['energy'] },
    { name: 'VAT', rate: '0.2' },
  ]);
  expect(duty?.of).toMatchObject({ kwh: '0.02', energy: '0' });
  expect(levy?.of).toMatchObject({ kwh: '0', energy: '0.05', fee: '0' });
  // 20 % of the energy and of the 5 % on it, of the fees, and of the duty; nothing of the exports.
  expect(vat?.of).toEqual({
    kwh: '0.004',
    energy: '0.21',
    network: '0.2',
    fee: '0.2',
    demand: '0.2',
    minimum: '0.2',
    export: '0',
  });
});

import fc from 'fast-check';
import type { TestReading } from './step-bench.ts';

const HOUR = 3_600_000;

/** `2026-10-01 05:00:00`, so many milliseconds after the start of October 2026. */
export function wallClock(milliseconds: number): string {
  return new Date(Date.UTC(2026, 9, 1) + milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** Hourly readings of one series from the start of October 2026. */
export function hourly(values: readonly (number | string | null)[], series: Partial<TestReading> = {}): TestReading[] {
  return values.map((kwh, index) => ({ timestamp: wallClock(index * HOUR), kwh, ...series }));
}

/** kWh with 0 to 9 decimals, small and large, sometimes negative, as text: exact. */
export const energyArbitrary = fc
  .tuple(fc.bigInt({ min: -50n, max: 10n ** 9n - 1n }), fc.integer({ min: 0, max: 9 }))
  .map(([units, decimals]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
    const point = digits.length - decimals;
    const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
    return units < 0n ? `-${text}` : text;
  });

/** Readings of a few sites, appliances and both measures, unique by series and time, in any order. */
export const readingsArbitrary: fc.Arbitrary<TestReading[]> = fc
  .uniqueArray(
    fc.record({
      site_id: fc.constantFrom('home', "O'Neill", 'plant'),
      appliance: fc.constantFrom('total', 'AC', 'Łamp "x"'),
      slot: fc.integer({ min: 0, max: 24 * 2 * 20 }),
      kwh: fc.option(energyArbitrary),
      generated_kwh: fc.option(energyArbitrary),
    }),
    { minLength: 1, maxLength: 80, selector: ({ site_id, appliance, slot }) => `${site_id}|${appliance}|${slot}` },
  )
  .map((rows) =>
    rows.map(({ slot, ...row }) => ({ ...row, interval_minutes: 30, timestamp: wallClock((slot * HOUR) / 2) })),
  )
  .filter((rows) => rows.some(({ kwh, generated_kwh }) => kwh !== null || generated_kwh !== null));

/** The same readings in another order. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, index) => ({ item, key: Math.imul(index + 1, 2654435761 ^ seed) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Nano-kWh of a decimal as text: exact. */
export function nano(kwh: unknown): bigint {
  const [, sign, whole, fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(kwh)) ?? [];
  if (whole === undefined) throw new Error(`Not a decimal: ${String(kwh)}`);
  const value = BigInt(whole) * 10n ** 9n + BigInt((fraction ?? '').padEnd(9, '0'));
  return sign === '-' ? -value : value;
}

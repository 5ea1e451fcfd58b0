import { expect, test } from 'vitest';
import { eachOnce, reasonOf } from '../../../../functions/serve-sites/reason.ts';
import type { ServedAnomaly } from '../../../../shared/served/table.ts';

const EVENT: ServedAnomaly = {
  ...{ of: 'event', kind: 'SPIKE', direction: 'HIGH', severity: 'HIGH', appliance: 'AC', measure: 'consumption' },
  ...{ timestamp: '2026-10-24T21:00:00Z', end: '2026-10-24T22:00:00Z', kwh: 2, expected_kwh: 0.5 },
  ...{ cost: null, currency: null },
};
const READING: ServedAnomaly = {
  ...EVENT,
  of: 'reading',
  kind: 'Z_SCORE',
  severity: 'LOW',
  end: null,
  expected_kwh: 0.7,
};

test('an end is told on the clock of the site, with its day where that is another', () => {
  const said = (end: string | null) => reasonOf({ ...EVENT, end }, '2026-10-24', 'Europe/Berlin');
  const what = 'HIGH: AC spike: 2 kWh, usually 0.5 kWh';
  expect(said('2026-10-24T21:30:00Z')).toBe(`${what}, until 23:30`);
  expect(said('2026-10-24T22:00:00Z')).toBe(`${what}, until 2026-10-25 00:00`);
  // The clock has gone back an hour.
  expect(said('2026-10-25T03:00:00Z')).toBe(`${what}, until 2026-10-25 04:00`);
  expect(said(null)).toBe(what);
});

test('a reading is held against its mean, which is not what its hour usually has', () => {
  expect(reasonOf(READING, '2026-10-24', 'UTC')).toBe('LOW: AC far above its mean of 0.7 kWh: 2 kWh');
  expect(reasonOf({ ...READING, measure: 'generation' }, '2026-10-24', 'UTC')).toMatch(/^LOW: AC \(generation\) far/);
});

test('a reading that an event tells of is told once, unless it is worse', () => {
  expect(eachOnce([EVENT, READING])).toEqual([EVENT]);
  const others: ServedAnomaly[] = [
    { ...READING, severity: 'CRITICAL' },
    { ...READING, appliance: 'Heater' },
    { ...READING, timestamp: '2026-10-24T22:00:00Z' },
  ];
  expect(eachOnce([EVENT, ...others])).toEqual([EVENT, ...others]);
});

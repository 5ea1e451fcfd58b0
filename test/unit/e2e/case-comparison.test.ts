import { describe, expect, it } from 'vitest';
import { differences, differenceText } from '../../e2e/case-comparison.ts';

const failing = (expected: Record<string, unknown>, actual: Record<string, unknown>): string[] =>
  differences(expected, actual).map(({ key }) => key);

describe('differences', () => {
  it('takes figures as equal to a thousandth, and not beyond', () => {
    expect(failing({ consumption_kwh: 36.08 }, { consumption_kwh: 36.081 })).toEqual([]);
    expect(failing({ consumption_kwh: 36.08 }, { consumption_kwh: 36.0811 })).toEqual(['consumption_kwh']);
    expect(failing({ consumption_kwh: 74_186_000 }, { consumption_kwh: 74_186_000.002 })).toEqual(['consumption_kwh']);
    expect(failing({ consumption_kwh: 0 }, { consumption_kwh: Number.NaN })).toEqual(['consumption_kwh']);
  });

  it('finds a figure that is published though it cannot be known, also a 0', () => {
    expect(failing({ consumption_kwh: null }, { consumption_kwh: 0 })).toEqual(['consumption_kwh']);
    expect(failing({ consumption_kwh: null }, { consumption_kwh: null })).toEqual([]);
    expect(failing({ consumption_kwh: null }, {})).toEqual([]);
  });

  it('finds a figure that is not published, a null where a 0 is expected too', () => {
    expect(failing({ import_kwh: 12, charge_kwh: 0 }, { charge_kwh: null })).toEqual(['import_kwh', 'charge_kwh']);
  });

  it('never takes a text for a figure', () => {
    expect(failing({ readings: 24 }, { readings: '24' })).toEqual(['readings']);
    expect(failing({ first: '2026-01-01 00:00:00' }, { first: 0 })).toEqual(['first']);
  });

  it('holds a figure, and every day of a forecast, to its range', () => {
    expect(failing({ week: [4.5, 8], day: [9, 23] }, { week: 4.5, day: [9, 12, 23] })).toEqual([]);
    expect(failing({ week: [4.5, 8], day: [9, 23] }, { week: 8.1, day: [9, 12, 23.1] })).toEqual(['week', 'day']);
    expect(failing({ day: [9, 23] }, { day: [] })).toEqual(['day']);
  });

  it('compares moments as the clock shows them', () => {
    expect(failing({ last: '2026-01-17 23:45:00' }, { last: '2026-01-17T23:45:00' })).toEqual([]);
    expect(failing({ last: '2026-01-17 23:45:00' }, { last: '2026-01-18T00:00:00' })).toEqual(['last']);
  });

  it('compares the named series, and lets others be', () => {
    const actual = { series: { Kitchen: 53.955, rest: 1 } };
    expect(failing({ series: { Kitchen: 53.955 } }, actual)).toEqual([]);
    expect(failing({ series: { Kitchen: 53.955, Hall: 1 } }, actual)).toEqual(['series']);
    expect(failing({ series: { Kitchen: 53.9 } }, actual)).toEqual(['series']);
  });

  it('wants each rejected record, and no other', () => {
    const rejected = [{ line: 102, code: 'RECORD_MALFORMED', column: null }];
    expect(failing({ rejected: [{ line: 102 }] }, { rejected })).toEqual([]);
    expect(failing({ rejected: [{ line: 103 }] }, { rejected })).toEqual(['rejected']);
    expect(failing({ rejected: [{ line: 102, code: 'VALUE_INVALID' }] }, { rejected })).toEqual(['rejected']);
    expect(failing({ rejected: [{ line: 102 }] }, { rejected: [...rejected, ...rejected] })).toEqual(['rejected']);
    expect(failing({ rejected: [{ line: 102 }, { line: 102 }] }, { rejected })).toEqual(['rejected']);
    expect(failing({ rejected: [{ line: 102 }, { line: 103 }] }, { rejected: [...rejected, { line: 101 }] })).toEqual([
      'rejected',
    ]);
  });

  it('says what was expected and what came', () => {
    const [first, second] = differences({ consumption_kwh: null, readings: 3 }, { consumption_kwh: 7.5 });
    expect(first && differenceText(first)).toBe('consumption_kwh is 7.5, expected not known');
    expect(second && differenceText(second)).toBe('readings is not known, expected 3');
  });
});

/** Market documents as hubs of metering data answer, and what of them is refused. */
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

interface Point {
  readonly position: string;
  readonly 'out_Quantity.quantity': string;
}

const points = (...values: readonly string[]): Point[] =>
  values.map((value, at) => ({ position: String(at + 1), 'out_Quantity.quantity': value }));

const answer = (start: string, end: string, resolution: string, Point: readonly Point[], unit = 'KWH') =>
  JSON.stringify({
    result: [
      {
        MyEnergyData_MarketDocument: {
          TimeSeries: [
            {
              mRID: '571313180100000001',
              businessType: 'A04',
              curveType: 'A01',
              'measurement_Unit.name': unit,
              MarketEvaluationPoint: { mRID: { codingScheme: 'A10', name: '571313180100000001' } },
              Period: [{ resolution, timeInterval: { start, end }, Point }],
            },
          ],
        },
      },
    ],
  });
const inCopenhagen = { metadata: { 'time-zone': 'Europe/Copenhagen' } };

describe('a market document', () => {
  it('has an interval for each position of its period, on a day of 23 hours too', async () => {
    const values = Array.from({ length: 23 }, (_, hour) => String(hour / 10));
    const text = answer('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 'PT1H', points(...values));
    const { rows } = await ingest(text, inCopenhagen);
    expect(rows).toHaveLength(23);
    expect(rows.map(({ utc }) => String(utc)).slice(0, 3)).toEqual([
      '2026-03-28 23:00:00',
      '2026-03-29 00:00:00',
      '2026-03-29 01:00:00',
    ]);
    expect(rows.reduce((sum, { kwh }) => sum + Number(kwh), 0)).toBeCloseTo(25.3, 9);
  });

  it('lasts as long as its period where it has one value, whatever its resolution', async () => {
    const text = answer('2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z', 'P1M', points('310'));
    const { rows } = await ingest(text, inCopenhagen);
    expect(rows).toMatchObject([{ utc: '2026-02-28 23:00:00', end_utc: '2026-03-31 22:00:00' }]);
  });

  it.each([
    ['days whose lengths are not known', answer('2026-03-27T23:00Z', '2026-03-29T22:00Z', 'P1D', points('1', '2'))],
    ['a text that ends too early', answer('2026-03-27T23:00Z', '2026-03-28T23:00Z', 'PT1H', points('1')).slice(0, -9)],
    ['prices', answer('2026-03-27T23:00Z', '2026-03-28T01:00Z', 'PT1H', points('1', '2'), 'DKK')],
  ])('is refused: %s', async (_, text) => {
    await expect(ingest(text, inCopenhagen)).rejects.toThrow(/UNREADABLE|EMPTY_FILE/);
  });
});

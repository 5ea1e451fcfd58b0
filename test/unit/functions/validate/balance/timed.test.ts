/** When the readings of days end: with their day, which has 23 or 25 hours where clocks change. */
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const zone = { metadata: { 'time-zone': 'Europe/Berlin' } };
const DAY = 86_400_000;

function days(first: string, count: number, clock = ''): string {
  const dates = Array.from({ length: count }, (_, at) =>
    new Date(Date.parse(first) + at * DAY).toISOString().slice(0, 10),
  );
  return ['date,consumption kWh', ...dates.map((date, at) => `${date}${clock},${100 + ((at * 7) % 13)}.5`), ''].join(
    '\n',
  );
}

async function hoursOf(text: string): Promise<number[]> {
  const { rows } = await ingest(text, zone);
  return rows.map(({ utc, end_utc: end }) => (Date.parse(`${end}Z`) - Date.parse(`${utc}Z`)) / 3_600_000);
}

describe('a reading of a day', () => {
  it('has 23 hours in spring and 25 in autumn', async () => {
    expect(await hoursOf(days('2024-03-29', 6))).toEqual([24, 24, 23, 24, 24, 24]);
    expect(await hoursOf(days('2025-10-24', 6))).toEqual([24, 24, 25, 24, 24, 24]);
  });

  it('ends with its day where no other one follows, as in a file that ends on the day of a change', async () => {
    expect(await hoursOf(days('2024-03-01', 31))).toEqual([...Array(30).fill(24), 23]);
  });

  it('has 24 hours where days are those of UTC', async () => {
    expect(await hoursOf(days('2024-03-29', 6, 'T00:00:00Z'))).toEqual(Array(6).fill(24));
  });
});

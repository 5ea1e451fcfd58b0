/** Dates of which a spreadsheet took the day for the month. */
import { describe, expect, it } from 'vitest';
import { areFlipped, flippedBack } from '../../../../../functions/validate/formats/flipped-dates.ts';
import { utcDay } from '../../../../../shared/text/days.ts';
import { ingest } from '../../../../helpers/validate.ts';
import { workbook } from '../../../../helpers/workbook.ts';

const days = Array.from({ length: 40 }, (_, at) => utcDay(Date.UTC(2026, 0, 1 + at)));
/** As a spreadsheet that writes the month first opens `31/01/2026`. */
function opened(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return Number(date) <= 12 ? `${year}-${date}-${month}` : `${date}/${month}/${year}`;
}

describe('dates that a spreadsheet flipped', () => {
  it('are told from dates of two ways to write them', () => {
    expect(areFlipped(days.map(opened))).toBe(true);
    expect(areFlipped(days)).toBe(false);
    // The year first up to some day and last behind it: nothing was exchanged.
    expect(areFlipped(days.map((day, at) => (at < 12 ? day : opened(day))))).toBe(false);
    expect(flippedBack('2026-02-01 00:15:00')).toBe('2026-01-02 00:15:00');
  });

  it('are those that were meant, in text and in a workbook', async () => {
    const csv = ['Date,Usage (kWh)', ...days.map((day, at) => `${opened(day)},${5 + ((at * 7) % 11)}.25`), ''].join(
      '\n',
    );
    for (const upload of [csv, workbook([{ name: 'Usage', csv }])]) {
      const { rows, rejected, layout } = await ingest(upload);
      expect(rejected).toEqual([]);
      expect(rows.map(({ timestamp }) => String(timestamp).slice(0, 10))).toEqual(days);
      expect(layout?.decisions.map(({ chosen }) => chosen)).toContain(
        'day and month of those up to the 12th are exchanged',
      );
    }
  });
});

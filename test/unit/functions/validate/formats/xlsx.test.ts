import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';
import { workbook } from '../../../../helpers/workbook.ts';

const HOURS = 'timestamp,kwh\n2026-10-01 00:00:00,0.1\n2026-10-01 01:00:00,0.2\n2026-10-01 23:59:59,0.3\n';

const timesOf = (rows: readonly Record<string, unknown>[]) => rows.map(({ timestamp }) => timestamp);

describe('an Excel workbook', () => {
  it.each([false, true])('has the times that Excel shows, counted from 1904: %s', async (date1904) => {
    const { rows, rejected } = await ingest(workbook([{ name: 'Readings', csv: HOURS }], date1904));
    expect(rejected).toEqual([]);
    expect(timesOf(rows)).toEqual(['2026-10-01 00:00:00', '2026-10-01 01:00:00', '2026-10-01 23:59:59']);
    expect(rows.map(({ kwh }) => Number(kwh))).toEqual([0.1, 0.2, 0.3]);
  });

  it('is read from the sheet that holds readings, and names the others', async () => {
    const { layout, rows } = await ingest(
      workbook([
        { name: 'Cover', csv: 'customer,7\nfrom,2026-10-01 00:00:00' },
        { name: 'Data', csv: HOURS },
      ]),
    );
    expect(rows).toHaveLength(3);
    expect(layout?.decisions.find(({ what }) => what === 'sheet')).toMatchObject({
      chosen: 'Data',
      why: expect.stringContaining('"Cover"'),
    });
  });

  it('that is damaged inside is refused with a sentence', async () => {
    const bytes = workbook([{ name: 'Readings', csv: HOURS }]);
    bytes.fill(0xff, 60, 90);
    const refused = { code: 'UNREADABLE', message: expect.stringMatching(/archive|workbook/) };
    await expect(ingest(bytes)).rejects.toMatchObject(refused);
  });

  it('without a row is empty', async () => {
    await expect(ingest(workbook([{ name: 'Empty', csv: '' }]))).rejects.toMatchObject({ code: 'EMPTY_FILE' });
  });
});

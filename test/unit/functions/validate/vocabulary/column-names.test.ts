import { expect, test } from 'vitest';
import { CLOSING_LINE } from '../../../../../functions/validate/vocabulary/column-names.ts';
import { ingest } from '../../../../helpers/validate.ts';

const CLOSING = [
  ...['Total', 'Totalt:', 'Totaal', 'Grand total', 'SUMME', 'Suma', 'Razem', 'Celkem', 'Spolu', 'Skupaj', 'Ukupno'],
  ...['Kopā', 'Iš viso', 'Kokku', 'Yhteensä', 'Összesen', 'Toplam', 'Tổng', 'Tổng cộng', 'ИТОГО', 'Итого:', 'Разом'],
  ...['Общо', 'Σύνολο', 'ΣΎΝΟΛΟ', '合計', '總計', '合计：', '합계', 'סה"כ', 'รวม', 'المجموع', 'Total general'],
];

test('a line that closes a table is no reading, in any language', async () => {
  const isClosing = new RegExp(CLOSING_LINE, 'i');
  expect(CLOSING.filter((text) => !isClosing.test(text))).toEqual([]);
  expect(['2026-10-01', 'Summary meter', 'Sumatra'].filter((text) => isClosing.test(text))).toEqual([]);
});

test.each(['1;2026-10-01;2\n2;2026-10-02;3\nTổng;;5\n', '1;2026-10-01;2\n2;2026-10-02;3\n;ΣΎΝΟΛΟ;5\n'])(
  'nor is it one in SQL, whichever cell says so: %j',
  async (lines) => {
    const { rows, rejected } = await ingest(`No;Date;Import (kWh)\n${lines}`);
    expect([rows.length, rejected]).toEqual([2, []]);
  },
);

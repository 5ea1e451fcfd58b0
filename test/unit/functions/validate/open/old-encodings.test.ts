import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../../../../functions/validate/open/encoding.ts';
import { encoded } from '../../../../helpers/encoded.ts';
import { ingest } from '../../../../helpers/validate.ts';

describe('an old encoding is told from the words of the file', () => {
  it.each([
    ['windows-1252', 'Datum;Förbrukning (kWh);Température (°C)'],
    ['windows-1252', 'Date;Énergie consommée;Coût;é;è;ç'],
    ['iso-8859-15', 'Päivä;Kustannus (€);Lämpötila (°C)'],
    ['windows-1250', 'Začátek;Spotřeba (kWh)'],
    ['windows-1250', 'Data;Ilość zużytej energii'],
    ['windows-1250', 'Időpont;Fogyasztás (kWh)'],
    ['windows-1251', 'Дата;Потребление (kWh)'],
    ['windows-1253', 'Ημερομηνία;Κατανάλωση'],
    ['windows-1254', 'Başlangıç;Tüketim (kWh)'],
    ['windows-1257', 'Lõpp;Tarbimine (kWh)'],
    ['shift_jis', '日時,使用量(kWh)'],
    ['gb18030', '日期,用电量(kWh)'],
    ['big5', '日期,時間,用電度數'],
    ['euc-kr', '날짜,사용량(kWh)'],
  ])('%s: %s', (encoding, heading) => {
    const bytes = encoded(`${heading}\n2026-10-01 00:00;0,5\n2026-10-01 01:00;0,7\n`, encoding);
    expect(encodingOf(bytes)).toEqual({ encoding, mark: 0 });
  });

  it('and not guessed where the bytes are damaged text', () => {
    const damaged = Buffer.concat([Buffer.from('zeit;kWh;Küche\n2026-10-01 00:00;1;'), Buffer.from([0xff, 0x81, 10])]);
    expect(encodingOf(damaged).encoding).toBe('utf-8');
    expect(encodingOf(Buffer.from([0x61, 0xff, 0x90, 0x9d, 10])).encoding).toBe('utf-8');
  });

  it('or said by a person', async () => {
    const text = encoded('date;Ñkwh\n2026-10-01 00:00;1\n2026-10-01 01:00;2\n', 'windows-1254');
    const { layout } = await ingest(text, {
      metadata: { layout: '{"encoding":"windows-1254","columns":{"Ñkwh":{"unit":"kWh"}}}' },
    });
    expect(layout?.dialect.encoding).toBe('windows-1254');
  });
});

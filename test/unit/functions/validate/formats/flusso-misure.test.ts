import { expect, test } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const quarters = (value: string) => Array.from({ length: 96 }, (_, at) => `E${at + 1}="${value}"`).join(' ');

test('points and months of a flow are read with how their values came about', async () => {
  const point = (pod: string, month: string, kind: string, value: string) =>
    `<DatiPod><Pod>${pod}</Pod><MeseAnno>${month}</MeseAnno><Curva><TipoDato>${kind}</TipoDato>` +
    `<Ea ${quarters(value)}>01</Ea><Er ${quarters('9')}>01</Er></Curva></DatiPod>`;
  const { rows, layout } = await ingest(
    `<FlussoMisure CodFlusso="PDO2G">${point('IT1', '09/2026', 'E', '0,5')}${point('IT2', '10/2026', 'S', '0,25')}` +
      '</FlussoMisure>',
    { metadata: { 'time-zone': 'Europe/Rome' } },
  );
  expect(layout?.balance?.totals.use_kwh).toBe(72);
  expect(rows[0]).toMatchObject({ timestamp: '2026-09-01 00:00:00', quality: 'measured' });
  expect(rows.at(-1)).toMatchObject({ timestamp: '2026-10-01 23:45:00', quality: 'estimated' });
});

import { expect, test } from 'vitest';
import { answerOf, refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const record = (meter: string, unit: string, constant: string, purpose = 'OK') =>
  `MEPMD01,20080519,A,A:1,B,B:1,202610020945,${meter},${purpose},E,${unit},${constant},00000100,2,` +
  '202610010100,R0,0.25,202610010200,R0,0.5\n';

async function totalsOf(text: string) {
  const { layout } = await ingest(text);
  return layout?.balance?.totals;
}

test('meters of a CMEP file add up, and totals of other records count nothing', async () => {
  const text = `${record('1', 'KWH', '')}${record('2', 'KWH', '1.0')}${record('1', 'KWH', '', 'SUMMARY')}`;
  expect(await totalsOf(text)).toMatchObject({ use_kwh: 1.5 });
});

test('a letter before the unit says that energy was given', async () => {
  expect(await totalsOf(record('1', 'KWH', '1') + record('1', 'RKWH', '1'))).toMatchObject({
    import_kwh: 0.75,
    export_kwh: 0.75,
  });
});

test('a constant other than 1 is asked about', async () => {
  const text = record('1', 'KWH', '40') + record('2', 'KWH', '1');
  const answer = answerOf(await refusalOfUpload(text));
  const { layout } = await ingest(text, answer);
  expect(layout?.balance?.totals).toMatchObject({ use_kwh: 30.75 });
});

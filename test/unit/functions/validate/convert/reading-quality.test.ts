/** What a file says of how each reading came about is kept beside it. */
import { describe, expect, it } from 'vitest';
import { qualitySentence } from '../../../../../shared/report/quality.ts';
import { hourlyTable } from '../../../../helpers/recognise.ts';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = 48;
const energy = (hour: number) => (0.2 + ((hour * 7919) % 83) / 100).toFixed(2);
const every = (step: number, odd: string, usual: string) => (hour: number) => (hour % step === 0 ? odd : usual);

async function qualitiesOf(text: string) {
  const { rows, layout } = await ingest(text);
  return { qualities: rows.map(({ quality }) => quality), balance: layout?.balance, rows };
}

describe('a column of qualities', () => {
  it.each([
    ['Quality', 'E', 'A', 'estimated'],
    ['Estimated?', 'yes', 'no', 'estimated'],
    ['Status', 'Estimada', 'Real', 'estimated'],
    ['Estado', 'S', 'R', 'substituted'],
    ['Messwertqualität', 'L3', 'L1', 'estimated'],
    ['Nature', 'CORRIGEE', 'BRUT', 'calculated'],
    ['Validation status', 'EST', 'VAL', 'estimated'],
    ['Status', 'Ersatzwert', 'Wahrer Wert', 'substituted'],
  ])('"%s" with %s beside %s', async (heading, odd, usual, quality) => {
    const text = hourlyTable({ kWh: energy, [heading]: every(4, odd, usual) }, HOURS);
    const { qualities, balance } = await qualitiesOf(text);
    expect(qualities).toEqual(Array.from({ length: HOURS }, (_, hour) => (hour % 4 === 0 ? quality : 'measured')));
    expect(balance?.qualities).toMatchObject([
      { quality: 'measured', readings: 36 },
      { quality, readings: 12 },
    ]);
  });

  it.each([
    ['Holiday', 'yes', 'no'],
    ['Zone', 'E', 'A'],
    ['Heating', 'true', 'false'],
  ])('is none where "%s" says %s or %s', async (heading, odd, usual) => {
    const text = hourlyTable({ kWh: energy, [heading]: every(4, odd, usual) }, HOURS);
    const { qualities, balance } = await qualitiesOf(text);
    expect(new Set(qualities)).toEqual(new Set(['measured']));
    expect(balance?.qualities).toEqual([]);
  });

  it('says of the energy between two stands that it is as good as the worse', async () => {
    const stands = (hour: number) => (5000 + 0.3 * hour + 0.01 * ((hour * 7) % 5)).toFixed(2);
    const text = hourlyTable({ 'Meter reading (kWh)': stands, Quality: every(10, 'estimated', 'actual') }, HOURS);
    const { qualities } = await qualitiesOf(text);
    const expected = Array.from({ length: HOURS - 1 }, (_, hour) =>
      hour % 10 === 0 || (hour + 1) % 10 === 0 ? 'estimated' : 'measured',
    );
    expect(qualities).toEqual(expected);
  });

  it('is carried to what is worked out from several readings', async () => {
    const text = hourlyTable(
      {
        'Grid import (kWh)': energy,
        'Grid export (kWh)': () => '0.00',
        'Solar production (kWh)': () => '0.10',
        Quality: every(6, 'estimated', 'actual'),
      },
      HOURS,
    );
    const { rows } = await qualitiesOf(text);
    const used = rows.filter(({ kwh }) => kwh !== null);
    expect(used.map(({ quality }) => quality)).toEqual(
      Array.from({ length: HOURS }, (_, hour) => (hour % 6 === 0 ? 'estimated' : 'calculated')),
    );
  });

  it('is told in a sentence', async () => {
    const { balance } = await qualitiesOf(hourlyTable({ kWh: () => '1.00', Quality: every(4, 'E', 'A') }, HOURS));
    expect(balance && qualitySentence(balance)).toBe(
      'By the file itself, of the readings are 25 % (12 kWh) estimated.',
    );
  });

  it('of NEM12 is that of the day, or of its parts', async () => {
    const values = Array.from({ length: 48 }, () => '0.5').join(',');
    const text = [
      '100,NEM12,202602010000,MDP,RETAILER',
      '200,4103000001,E1,E1,E1,,METER1,KWH,30,',
      `300,20260101,${values},A,,,20260201000000,`,
      `300,20260102,${values},E52,,,20260201000000,`,
      `300,20260103,${values},V,,,20260201000000,`,
      '400,1,40,A,,',
      '400,41,48,F14,,',
      '900',
      '',
    ].join('\n');
    const { qualities } = await qualitiesOf(text);
    const days = [0, 1, 2].map((day) => qualities.slice(48 * day, 48 * (day + 1)));
    expect(days.map((day) => [...new Set(day)])).toEqual([['measured'], ['estimated'], ['measured', 'substituted']]);
    expect(days[2]?.filter((each) => each === 'substituted')).toHaveLength(8);
  });
});

/** Stands of a meter behind transformers, whose factor the file names. */
import { describe, expect, it } from 'vitest';
import { wiggle } from '../../../../helpers/profiles.ts';
import { columnsOfText, questionOfText } from '../../../../helpers/recognise.ts';
import { answerOf, refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(60).keys()];
const timeOf = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
const used = (hour: number) => Math.round(3000 + 900 * wiggle(7 * hour)) / 1000;
const stand = (hour: number) => HOURS.slice(0, hour).reduce((sum, each) => sum + used(each), 4512);
/** Between the first stand and the last. */
const USED = stand(59) - stand(0);
const ABOVE = ['Consumer,000000000001', 'Multiplying Factor (MF),40', ''];
const readings = HOURS.map((hour) => `${timeOf(hour)},${stand(hour).toFixed(3)}`);
const file = (above: readonly string[]) => [...above, 'Time,kWh reading', ...readings, ''].join('\n');

it('is no column that says in brackets that its stands are without it', async () => {
  const text = file(ABOVE).replace('kWh reading', 'Reading (kWh without multiplying factor)');
  const { details } = await questionOfText(text);
  expect(details.setting).toMatchObject({ columns: { 'Reading (kWh without multiplying factor)': { factor: 40 } } });
});

describe('a factor of the meter', () => {
  it.each([
    ['first, that the stands are multiplied by it', 0, 40],
    ['then, that they are already', 1, 1],
  ] as const)('is asked about: %s', async (_, at, factor) => {
    const refusal = await refusalOfUpload(file(ABOVE));
    expect(refusal.message).toContain('The file names a factor of the meter, 40');
    const { layout } = await ingest(file(ABOVE), answerOf(refusal, at));
    expect(layout?.balance?.totals.use_kwh).toBeCloseTo(factor * USED, 3);
  });

  it.each([[['CT ratio: 200/5', '']], [['Wandlerfaktor;40,00', '']]])('is read from %j', async (above) => {
    expect((await questionOfText(file(above))).message).toContain('a factor of the meter, 40,');
  });

  it.each([
    ['is 1', ['Multiplier,1', '']],
    ['is not there', []],
  ])('is not asked about where it %s', async (_, above) => {
    expect((await columnsOfText(file(above)))['kWh reading']).not.toHaveProperty('factor');
  });

  it('is in the energies that stand beside the stands: they count', async () => {
    const rows = HOURS.map((hour) => `${timeOf(hour)},${stand(hour).toFixed(3)},60,${(60 * used(hour)).toFixed(3)}`);
    const found = await columnsOfText(['Time,Index (kWh),Multiplier,Consumption (kWh)', ...rows, ''].join('\n'));
    expect([found['Index (kWh)']?.role, found['Consumption (kWh)']?.role]).toEqual(['ignored', 'energy']);
  });

  it('is asked about where rows are of several meters, each with its own', async () => {
    const meters = [
      ['1XYZ0001', 'Main meter', '40', 100],
      ['2XYZ0002', 'Submeter kitchen', '', 5000],
      ['2XYZ0003', 'Submeter office', '1', 800],
    ] as const;
    const rows = [0, 1, 2, 3, 4, 5].flatMap((month) =>
      meters.map(([serial, name, factor, first], at) =>
        [serial, name, factor, `2026-0${month + 1}-01`, (first + month * (10 + 90 * at)).toFixed(1)].join(','),
      ),
    );
    const text = ['Meter number,Description,CT ratio,Date read,Reading (kWh)', ...rows, ''].join('\n');
    const refusal = await refusalOfUpload(text);
    expect(refusal.message).toContain('names a factor of each meter');
    const { layout } = await ingest(text, answerOf(refusal, 0));
    expect(layout?.balance?.totals.use_kwh).toBeCloseTo(40 * 50, 6);
  });
  it.each([
    ['first as it stands, for a meter', ['Multiplier,40', ''], [1, 40]],
    ['first multiplied, for the scale of a device', ['Scale factor,0.001', ''], [0.001, 1]],
  ])('is asked about beside energies alone: %s', async (_, above, factors) => {
    const text = [...above, 'Time,Energy (kWh)', ...HOURS.map((hour) => `${timeOf(hour)},${used(hour)}`), ''].join(
      '\n',
    );
    const refusal = await refusalOfUpload(text);
    const all = HOURS.reduce((sum, hour) => sum + used(hour), 0);
    for (const [at, factor] of factors.entries()) {
      const { layout } = await ingest(text, answerOf(refusal, at));
      expect(layout?.balance?.totals.use_kwh).toBeCloseTo(factor * all, 3);
    }
  });

  it('is asked about where a heading multiplies its unit', async () => {
    const text = ['Time,Energy (kWh x 10)', ...HOURS.map((hour) => `${timeOf(hour)},${used(hour)}`), ''].join('\n');
    expect((await questionOfText(text)).details.setting).toMatchObject({
      columns: { 'Energy (kWh x 10)': { factor: 10 } },
    });
  });

  it('is in the name of a column', async () => {
    const text = ['Time,Energy in 100 kWh', ...HOURS.map((hour) => `${timeOf(hour)},${used(hour)}`), ''].join('\n');
    expect(await columnsOfText(text)).toMatchObject({ 'Energy in 100 kWh': { unit: 'kWh', factor: 100 } });
  });
});

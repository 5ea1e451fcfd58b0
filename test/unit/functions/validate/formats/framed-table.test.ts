import { describe, expect, it } from 'vitest';
import { planOf } from '../../../../../functions/validate/formats/table-plan.ts';
import { ingest } from '../../../../helpers/validate.ts';

const hours = (kwh: string, from = 0) =>
  Array.from({ length: 6 }, (_, at) => `2026-10-01 ${String(from + at).padStart(2, '0')}:00,${kwh}`);

describe('the frame of a table', () => {
  it.each([
    ['one heading', ['timestamp,kwh', ...hours('1')]],
    ['no heading and a date first', hours('1')],
    ['a damaged record', ['timestamp,kwh', ...hours('1'), '2026-10-01 07:00']],
    ['a closing line as wide as the records', ['timestamp,kwh', ...hours('1'), 'Total,6']],
    ['a cell that goes on in the next line', ['timestamp,"kwh', 'of all"', ...hours('1')]],
    ['words', ['Dear customer,', 'thank you, and good-bye']],
  ])('is left alone where there is %s', (_, lines) => expect(planOf(lines.join('\n'))).toBeUndefined());

  it.each([
    ['names and units', ['Time,Oven,Oven', ',power,energy', ',W,kWh'], ['Time', 'power [W]', 'energy [kWh]']],
    ['serial numbers that differ', ['Time,PV,PV', ',A1,A2', ',kWh,kWh'], ['Time', 'A1 [kWh]', 'A2 [kWh]']],
    [
      'a row that says the same of all',
      [',SN: 77,SN: 77', ',Yield,Day', 'dd.MM.yyyy,kWh,kWh'],
      ['timestamp', 'Yield [kWh]', 'Day [kWh]'],
    ],
  ])('joins %s', (_, headings, names) => {
    const lines = [...headings, ...hours(headings[0]?.split(',').length === 2 ? '1' : '1,2').slice(0, 3)];
    expect(planOf(lines.join('\n'))?.names).toEqual(names);
  });

  it('takes a block of its own for each day, with its titles, and refuses one with another unit', async () => {
    const block = (lines: string[], unit = 'kWh') => [
      '',
      '"Data for the day 2026-10-01, all hours"',
      `Period,Usage (${unit}),Quality`,
      ...lines,
    ];
    const day = (from: number) => hours('1', from).map((line) => `${line},`);
    const good = await ingest([...block(day(0)), ...block(day(6))].join('\r\n'), { env: { ENERGY_REJECT_LIMIT: '0' } });
    expect(good.rows).toHaveLength(12);
    await expect(ingest([...block(day(0)), ...block(day(6), 'Wh')].join('\n'))).rejects.toMatchObject({
      code: 'UNKNOWN_LAYOUT',
      sentence: expect.stringMatching(/line 12 .*"Usage \(Wh\)" stands in place of "Usage \(kWh\)"/),
    });
  });

  it('keeps the line of what is malformed', async () => {
    const lines = [
      'Time,A,A',
      ',kWh,Wh',
      ...hours('1,2'),
      '2026-10-01 07:00,1',
      '',
      '2026-10-01 08:00,x,2',
      '2026-10-01 09:00,1,2,3',
    ];
    const { rejected } = await ingest(lines.join('\r\n'), { env: { ENERGY_REJECT_LIMIT: '1' } });
    expect(rejected.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '9 RECORD_MALFORMED',
      '11 VALUE_INVALID',
      '12 RECORD_MALFORMED',
    ]);
  });
});

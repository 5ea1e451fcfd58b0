import { describe, expect, it } from 'vitest';
import { planOfText } from '../../../../../functions/validate/formats/table-plan.ts';
import { refusalOfUpload } from '../../../../helpers/refusal.ts';
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
  ])('is left alone where there is %s', (_, lines) => expect(planOfText(lines.join('\n'))).toBeUndefined());

  it.each([
    ['names and units', ['Time,Oven,Oven', ',power,energy', ',W,kWh'], ['Time', 'power [W]', 'energy [kWh]']],
    [
      'serial numbers that are as long as seconds since 1970',
      [',2000000001,2000000002', ',Yield,Day', 'dd.MM.yyyy,kWh,kWh'],
      ['timestamp', '2000000001 Yield [kWh]', '2000000002 Day [kWh]'],
    ],
    ['serial numbers that differ', ['Time,PV,PV', ',A1,A2', ',kWh,kWh'], ['Time', 'A1 [kWh]', 'A2 [kWh]']],
    [
      'a row that says the same of all',
      [',SN: 77,SN: 77', ',Yield,Day', 'dd.MM.yyyy,kWh,kWh'],
      ['timestamp', 'Yield [kWh]', 'Day [kWh]'],
    ],
  ])('joins %s', (_, headings, names) => {
    const lines = [...headings, ...hours(headings[0]?.split(',').length === 2 ? '1' : '1,2').slice(0, 3)];
    expect(planOfText(lines.join('\n'))?.names).toEqual(names);
  });

  const block = (lines: string[], name = 'Usage (kWh)') => [
    '',
    '"Data for the day 2026-10-01, all hours"',
    `Period,${name},Quality`,
    ...lines,
  ];
  const day = (from: number) => hours('1', from).map((line) => `${line},`);
  const strict = { env: { ENERGY_REJECT_LIMIT: '0' } };

  it('goes on behind a page that has the heading again, with its own number', async () => {
    const page = (nth: number, from: number) => [
      `Usage of meter 7;;Page ${nth}/2`,
      'Time;Usage (kWh);Quality',
      ...hours('1', from).map((line) => `${line.replace(',', ';')};read`),
    ];
    const { rows, rejected } = await ingest([...page(1, 0), ...page(2, 6), ''].join('\n'), strict);
    expect([rows.length, rejected.length]).toEqual([12, 0]);
  });

  it('takes a block of its own for each day, with its titles', async () => {
    const { rows } = await ingest([...block(day(0)), ...block(day(6))].join('\r\n'), strict);
    expect(rows).toHaveLength(12);
  });

  it.each([
    ['the first', ['x,AC,,1', ...hours('AC,1,1')], 3],
    ['the first, by its number', ['x,Heater,,1', ...hours('AC,1,1')], 3],
    ['the first two', ['x,AC,,1', '31-12,AC,1,', ...hours('AC,1,1')], 3],
    ['the second', [hours('AC,1,1')[0] ?? '', 'x,AC,,1', ...hours('AC,1,1', 1)], 4],
    ['the second, by its number', [hours('AC,1,1')[0] ?? '', 'x,Heater,,1', ...hours('AC,1,1', 1)], 4],
  ])('takes no record whose time is damaged for a heading: %s', async (_, records, line) => {
    const text = ['timestamp,appliance,kwh,generated_kwh', ...records].join('\n');
    const { rejected, rows } = await ingest(text, { env: { ENERGY_REJECT_LIMIT: '1' } });
    expect(rows).toHaveLength(records.filter((record) => record.startsWith('2026')).length);
    expect(rejected[0]).toMatchObject({ code: 'TIMESTAMP_INVALID' });
    expect(rejected.map((each) => each.line)).toContain(line - 1);
  });

  it('takes no record whose time is damaged for a heading that comes again', async () => {
    const records = ['x,AC,,1', ...hours('AC,1,1'), 'y,AC,0.0000,1', '', 'z,AC,2,1'];
    const { rejected, rows } = await ingest(['timestamp,appliance,kwh,generated_kwh', ...records].join('\n'), {
      env: { ENERGY_REJECT_LIMIT: '1' },
    });
    expect(rows).toHaveLength(6);
    expect(rejected.map(({ line }) => line)).toEqual(expect.arrayContaining([9, 11]));
  });

  it('follows a heading that comes again with another unit, and refuses one with another name', async () => {
    const { rows } = await ingest([...block(day(0)), ...block(day(6), 'Usage (Wh)')].join('\n'), strict);
    expect(rows.map(({ kwh }) => Number(kwh))).toEqual([...Array(6).fill(1), ...Array(6).fill(0.001)]);
    await expect(ingest([...block(day(0)), ...block(day(6), 'Oven (kWh)')].join('\n'))).rejects.toMatchObject({
      code: 'UNKNOWN_LAYOUT',
      sentence: expect.stringMatching(/line 12 .*"Oven \(kWh\)" stands in place of "Usage \(kWh\)"/),
    });
  });

  it.each([
    [
      'once above the times of their day, newest first',
      [
        '02/10/2026;;',
        '00:00;24;',
        '23:00;23;',
        '22:00;22;',
        '',
        '01/10/2026;;',
        '00:00;12;',
        '23:00;11;',
        '22:00;10;',
      ],
      ['2026-10-01 21:00:00 10', '2026-10-01 22:00:00 11', '2026-10-01 23:00:00 12', '2026-10-02 21:00:00 22'],
    ],
    [
      'in the first row of each day only',
      ['01/10/2026;00:00;1', ';01:00;2', ';02:00;3', '02/10/2026;00:00;4', ';01:00;5', ';02:00;6'],
      ['2026-10-01 00:00:00 1', '2026-10-01 01:00:00 2', '2026-10-01 02:00:00 3', '2026-10-02 00:00:00 4'],
    ],
  ])('carries dates that stand %s', async (_, records, expected) => {
    const heading = records[0]?.endsWith(';;') ? 'Date and time;Power (kW);Kind' : 'Date;Time;Energy (kWh)';
    const { rows } = await ingest(['My readings', '', heading, ...records].join('\n'), {
      ...strict,
      metadata: { layout: '{"date_order":"DMY"}' },
    });
    expect(rows.map(({ timestamp, kwh }) => `${timestamp} ${Number(kwh)}`).slice(0, 4)).toEqual(expected);
  });

  it(
    'reads the table of readings between a preamble that is one and another below, ' + 'with the unit of the preamble',
    async () => {
      const { rows } = await ingest(
        [
          'Meter;From;To;Unit',
          '000123;01/10/2026;05/10/2026;Wh',
          '',
          'Time;Kind;Active import;Note',
          ...hours('700').map((line) => `${line.replace(',', ';day;')};`),
          '',
          'Period;Tariff;Name',
          'From 2026-10-01T00:00:00+02:00 on;T1;Night',
        ].join('\r\n'),
        strict,
      );
      expect(rows.map(({ kwh }) => Number(kwh))).toEqual(Array(6).fill(0.7));
    },
  );

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

describe('headings of tables', () => {
  it('gives each column the name of its group', async () => {
    const { layout } = await ingest(
      [
        ';Stroom [kWh];;Gas [m3];',
        'Datum;Verbruik laag;Verbruik hoog;Meterstand;Verbruik',
        ...[1, 2, 3, 4].map((day) => `2026-06-0${day};${day};${2 * day};${100 + day};1`),
        '',
      ].join('\n'),
    );
    expect(layout?.balance?.totals.use_kwh).toBeCloseTo(30, 6);
    expect(layout?.columns.filter(({ role }) => role === 'gas')).toHaveLength(2);
  });

  it('takes the row above the records, and not a sentence that names as much', async () => {
    const { rows } = await ingest(
      [
        '====',
        ' Type of readings: Electricity, Energy Consumption, Real energy in kilowatt-hours ',
        '====',
        ' Energy consumption time period,Usage(Real energy in kilowatt-hours),Events occurred',
        ' 2026-10-19 00:00 to 2026-10-19 01:00,0.5,,',
        ' 2026-10-19 01:00 to 2026-10-19 02:00,1.25,,',
        ' 2026-10-19 02:00 to 2026-10-19 03:00,1,,',
        '',
      ].join('\n'),
    );
    expect(rows.map(({ kwh }) => Number(kwh))).toEqual([0.5, 1.25, 1]);
  });
});

describe('separators of numbers', () => {
  const days = Array.from({ length: 30 }, (_, day) => `${String(day + 1).padStart(2, '0')}.04.2026`);
  const above = ['Kunde;123;;', 'Zeitraum;April 2026;;', ''];

  it('are not told by commas that nobody wrote: `1.234` between semicolons is asked about', async () => {
    const rows = days.map((day, at) => `${day};${(1200 + 7 * at).toLocaleString('de-DE')};x;`);
    const { message } = await refusalOfUpload([...above, 'Datum;Verbrauch (kWh);Status;', ...rows, ''].join('\n'));
    expect(message).toContain('may be 1200 or 1.200');
  });
});

describe('characters that no number has', () => {
  it.each([
    ['a minus as it is printed', '−0.25'],
    ['a minus behind the number', '0.25-'],
    ['marks of direction and spaces of no width', '\u200e-0.25\u200b'],
  ])('are read as what they show: %s', async (_, less) => {
    const lines = Array.from(
      { length: 6 },
      (_, at) => `\u200e2026-\u200e10-\u200e01 0${at}:00\t${at < 3 ? '0.5' : less}`,
    );
    const { layout, rejected } = await ingest(['time\tNet (kWh) (+ import / - export)', ...lines, ''].join('\n'));
    expect(rejected).toEqual([]);
    expect(layout?.balance?.totals).toMatchObject({ import_kwh: 1.5, export_kwh: 0.75 });
  });
});

it.each(['-', ' - ', '–'])(
  'takes the start of an interval below its date, whose ends stand between %s',
  async (dash) => {
    const two = (hour: number) => String(hour).padStart(2, '0');
    const day = (date: string) => [
      date,
      ...Array.from({ length: 24 }, (_, at) => `${two(at)}:00${dash}${two(at + 1)}:00;${at}`),
    ];
    const { rows } = await ingest(['Interval;kWh', ...day('2026-10-21'), ...day('22 October 2026'), ''].join('\n'));
    expect(rows).toHaveLength(48);
    expect(rows[26]).toMatchObject({
      timestamp: '2026-10-22 02:00:00',
      utc: '2026-10-22 02:00:00',
      interval_minutes: 60,
    });
  },
);

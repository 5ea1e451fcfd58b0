import { expect, test } from 'vitest';
import { parseTemperatures } from '../../../../cli/baseline/temperature-file.ts';

const parse = (text: string, column?: string) => parseTemperatures(text, 'w.csv', 'Europe/Berlin', column);
const means = (text: string, column?: string) => Object.fromEntries(parse(text, column).means);

test('the mean of each local day, whatever the offset of its times', () => {
  // 23:00Z is midnight in Berlin: the next day.
  const text = 'time,temperature (°C)\n2026-01-01T22:00:00Z,2\n2026-01-01T23:00:00Z,4\n2026-01-02T08:00:00+01:00,8\n';
  expect(parse(text)).toMatchObject({ source: 'temperature (°C) of w.csv', assumed: [] });
  expect(means(text)).toEqual({ '2026-01-01': 2, '2026-01-02': 6 });
});

test('degrees Fahrenheit and Kelvin by their heading, decimal commas, days without a time', () => {
  expect(means('date;Temp °F\n2026-01-01;50\n')).toEqual({ '2026-01-01': 10 });
  expect(means('date;t_out [K]\n2026-1-2;283,15\n')).toEqual({ '2026-01-02': 10 });
  expect(means('date,tavg\n2026-01-01,-3.5\n2026-01-02,\n')).toEqual({ '2026-01-01': -3.5 });
});

test('says what it takes for granted', () => {
  expect(parse('time,temp\n2026-01-01 00:00,5\n').assumed).toEqual([
    'The times of w.csv without an offset are read as the clock of Europe/Berlin.',
    'temp of w.csv is taken for °C: its name says no unit.',
  ]);
});

test('a day with less than half of its readings has no temperature', () => {
  const hours = (day: number, count: number) =>
    Array.from({ length: count }, (_, at) => `2026-01-0${day}T${String(at).padStart(2, '0')}:00:00+01:00,${day}`);
  const text = ['time,temp °C', ...hours(1, 24), ...hours(2, 24), ...hours(3, 11), ...hours(4, 12)].join('\n');
  expect(Object.keys(means(text))).toEqual(['2026-01-01', '2026-01-02', '2026-01-04']);
});

test('asks which column is meant, and takes the one that is named', () => {
  const text = 'time,temp roof,temp hall,dew temp\n2026-01-01,5,20,1\n';
  expect(() => parse(text)).toThrow(/which column is the temperature outdoors\? There are "time", "temp roof"/);
  expect(means(text, 'temp roof')).toEqual({ '2026-01-01': 5 });
  expect(() => parse(text, 'roof')).toThrow('w.csv has no column "roof"');
});

test('says where a file is wrong', () => {
  expect(() => parse('when,temp\n')).toThrow('no column is called "time"');
  expect(() => parse('time,temp\n2026-01-01,warm\n')).toThrow('w.csv, line 2: "warm" is no temperature.');
  expect(() => parse('time,temp\nyesterday,1\n')).toThrow('w.csv, line 2: "yesterday" is no time');
  expect(() => parse('time,temp\n2026-13-01,1\n')).toThrow('"2026-13-01" is no time');
  expect(() => parse('time,temp\n2026-07-01,77\n')).toThrow(
    'a mean of 77.0 °C on 2026-07-01 is no outdoor temperature',
  );
});

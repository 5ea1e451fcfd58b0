/** A record that is a day, with a column for each of its intervals. */
import { expect, test } from 'vitest';
import { recogniseText } from '../../../../helpers/recognise.ts';
import { ingest } from '../../../../helpers/validate.ts';

const hours = Array.from({ length: 24 }, (_, hour) => hour + 1);

test('times of day in brackets are the intervals, and the sum of the row is none', async () => {
  const ends = hours.map((hour) => `[${String(hour).padStart(2, '0')}:00]`);
  const values = hours.map((hour) => hour / 2);
  const days = [1, 2, 3].map((day) => [`2026-10-0${day}`, 'kWh', 150, ...values].join(','));
  const { shape, columns } = await recogniseText(
    [['Date', 'Units', 'Total Units', ...ends].join(','), ...days].join('\n'),
  );
  expect(shape).toBe('day-rows');
  const read = columns.filter(({ role }) => role === 'energy');
  expect(read.map(({ name, offset_minutes }) => [name, offset_minutes])).toEqual(
    ends.map((name, at) => [name, 60 * at]),
  );
});

test('reads the hour that comes twice from a column of its own', async () => {
  const hours = Array.from({ length: 24 }, (_, at) => `HE${String(at + 1).padStart(2, '0')}`);
  const names = hours.toSpliced(2, 0, 'HE02X');
  const day = (date: string, again: string) =>
    `${date},${hours
      .map((_, at) => at)
      .toSpliced(2, 0, Number.NaN)
      .join(',')}`.replace('NaN', again);
  const text = [
    `Date,${names.join(',')}`,
    day('2025-11-01', ''),
    day('2025-11-02', '99'),
    day('2025-11-03', ''),
    '',
  ].join('\n');
  const { rows, rejected } = await ingest(text, {
    metadata: { 'time-zone': 'America/Halifax', layout: '{"unit":"kWh"}' },
  });
  expect([rows.length, rejected.length]).toEqual([73, 0]);
  expect(rows.slice(24, 28).map(({ kwh }) => Number(kwh))).toEqual([0, 1, 99, 2]);
  expect(rows.at(-1)).toMatchObject({ timestamp: '2025-11-03 23:00:00', kwh: expect.anything() });
});

test('reads hours that are named by their number and an h', async () => {
  const hours = Array.from({ length: 24 }, (_, at) => `${String(at).padStart(2, '0')}h`);
  const day = (date: string) => `${date},${hours.map((_, at) => (at % 5) / 4).join(',')},11.5`;
  const text = [`Fecha,${hours.join(',')},Total`, ...['01', '02', '03'].map((date) => day(`2025-11-${date}`)), ''];
  const { rows } = await ingest(text.join('\n'), { metadata: { layout: '{"unit":"kWh"}' } });
  expect(rows.length).toBe(72);
  expect(rows.at(-1)).toMatchObject({ timestamp: '2025-11-03 23:00:00' });
});

test('takes the unit of the sum of the day for that of its intervals', async () => {
  const hours = Array.from({ length: 24 }, (_, at) => `${String(at).padStart(2, '0')}:00`);
  const values = hours.map((_, at) => 40 + ((at * 37) % 29));
  const day = (date: string) => `${date};${values.reduce((all, each) => all + each, 0)};${values.join(';')}`;
  const text = [
    `Jour;Total (Wh);${hours.join(';')}`,
    day('lun. 10 nov. 2025'),
    day('mar. 11 nov. 2025'),
    day('mer. 12 nov. 2025'),
  ];
  const { rows, layout } = await ingest([...text, ''].join('\n'));
  expect(rows[0]).toMatchObject({ timestamp: '2025-11-10 00:00:00', kwh: '0.040000000' });
  expect(layout?.columns.find(({ name }) => name === '23:00')).toMatchObject({ unit: 'Wh' });
});

test('hours from and to are the intervals, however many a day has', async () => {
  const spans = [...Array(12).keys()].map((at) => `${String(2 * at).padStart(2, '0')}-${2 * at + 2}`);
  const days = [1, 2, 3].map((day) => [`2026-10-0${day}`, ...spans.map((_, at) => (day + at) / 4)].join(','));
  const { shape, columns } = await recogniseText([['Date', ...spans].join(','), ...days].join('\n'), { unit: 'kWh' });
  expect(shape).toBe('day-rows');
  expect(columns.filter(({ role }) => role === 'energy').map((column) => column.offset_minutes)).toEqual(
    spans.map((_, at) => 120 * at),
  );
});

/** One damaged cell rejects its own record, and changes nothing of what the others mean. */
import { describe, expect, test } from 'vitest';
import { partsOf } from '../../../../../functions/validate/recognise/calendar.ts';
import { nearlyAll } from '../../../../../functions/validate/recognise/nearly-all.ts';
import { numberIn } from '../../../../../functions/validate/recognise/numbers.ts';
import { shuffled } from '../../../../helpers/readings.ts';
import { ingest } from '../../../../helpers/validate.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2);
const stamp = (hour: number) => new Date(START + hour * HOUR).toISOString();
const two = (number: number) => String(number).padStart(2, '0');

/** Ten days of a reading an hour, written one way. */
const hours = (row: (hour: number) => string) => Array.from({ length: 240 }, (_, hour) => row(hour));
const slash = (hour: number) => stamp(hour).slice(0, 10).split('-').toReversed().join('/');

const WRITTEN = {
  'a date and the number of the hour': {
    header: 'date;hour;kwh',
    rows: hours((hour) => `${slash(hour)};${(hour % 24) + 1};0,25`),
    cell: 1,
    damage: ['x', '26', '48', '-3', '0'],
  },
  'a date and the number of the hour from 0': {
    header: 'date;hour;kwh',
    rows: hours((hour) => `${slash(hour)};${hour % 24};0,25`),
    cell: 1,
    damage: ['x', '27'],
  },
  'compact dates': {
    header: 'timestamp;kwh',
    rows: hours((hour) => `${stamp(hour).replaceAll(/[-T:]/g, '').slice(0, 12)};0.25`),
    cell: 0,
    damage: ['x', '99999999', '1', 'total'],
  },
  'epoch seconds': {
    header: 'ts;kwh',
    rows: hours((hour) => `${(START + hour * HOUR) / 1000};0.25`),
    cell: 0,
    damage: ['end of file', '1', '99999999999999999999', '-5'],
  },
  'days of a spreadsheet': {
    header: 'timestamp;kwh',
    rows: hours((hour) => `${((START + hour * HOUR) / 86_400_000 + 25_569).toFixed(10)};0.25`),
    cell: 0,
    damage: ['x', '1', '99999999999999'],
  },
  'ISO dates': {
    header: 'timestamp;kwh',
    rows: hours((hour) => `${stamp(hour).slice(0, 19).replace('T', ' ')};0.25`),
    cell: 0,
    damage: ['03/04/2026 11:00', '13/01/2026', 'x'],
  },
  'dates with the day first': {
    header: 'timestamp;kwh',
    rows: hours((hour) => `${slash(hour)} ${two(hour % 24)}:00;0.25`),
    cell: 0,
    damage: ['03/28/2026 11:00', 'x'],
  },
  'a date beside a time of day': {
    header: 'date;time;kwh',
    rows: hours((hour) => `${stamp(hour).slice(0, 10)};${two(hour % 24)}:00;0.25`),
    cell: 1,
    damage: ['x', '25:00'],
  },
  'a date beside a time of day without its colon': {
    header: 'date;time;kwh',
    rows: hours((hour) => `${stamp(hour).slice(0, 10)};${two(hour % 24)}00;0.25`),
    cell: 1,
    damage: ['x', '2599'],
  },
};

describe.each(Object.entries(WRITTEN))('%s', (_, { header, rows, cell, damage }) => {
  test('is read', async () => {
    const { output, rejected } = await ingest([header, ...rows].join('\n'));
    expect(rejected).toEqual([]);
    expect(output).toMatchObject({ readings: { accepted: 240, rejected: 0, missing: 0 } });
    expect(output).toMatchObject({ period: { from: '2026-03-02T00:00:00', to: '2026-03-12T00:00:00' } });
  });

  test.each(damage)('with one cell that says %s', async (text) => {
    const at = 100;
    const damaged = rows.map((row, index) =>
      index === at
        ? row
            .split(';')
            .map((each, column) => (column === cell ? text : each))
            .join(';')
        : row,
    );
    const [whole, hurt] = [await ingest([header, ...rows].join('\n')), await ingest([header, ...damaged].join('\n'))];
    expect(hurt.rejected.map(({ line }) => line)).toEqual([at + 2]);
    expect(hurt.rows).toEqual(whole.rows.filter((_, index) => index !== at));
  });
});

test('an interval that ends at 00:00 of its own date is the same in any order of the days', async () => {
  // 00:15 … 23:45, 00:00, all under the date of the day that they end.
  const quarters = Array.from({ length: 3 * 96 }, (_, at) => {
    const end = (at % 96) + 1;
    const clock = `${two(Math.floor(end / 4) % 24)}:${two((end % 4) * 15)}`;
    return `${slash(24 * Math.floor(at / 96))} ${clock};${(at * 7) % 11}`;
  });
  const upwards = await ingest(['timestamp;kwh', ...quarters].join('\n'));
  const downwards = await ingest(['timestamp;kwh', ...quarters.toReversed()].join('\n'));
  expect(upwards.output).toMatchObject({ period: { from: '2026-03-02T00:00:00', to: '2026-03-05T00:00:00' } });
  expect(downwards.rows).toEqual(upwards.rows);
});

test('the order of the rows of a file with plain times changes no reading', async () => {
  const { header, rows } = WRITTEN['dates with the day first'];
  const plain = await ingest([header, ...rows].join('\n'));
  for (const seed of [1, 2]) {
    const mixed = await ingest([header, ...shuffled(rows, seed)].join('\n'));
    expect(mixed.rows).toEqual(plain.rows);
  }
});

test('one cell of a hundred is an exception, and one of a few; two of a few are not', () => {
  const cells = (good: number, bad: number) => [...Array<boolean>(good).fill(true), ...Array<boolean>(bad).fill(false)];
  const holds = (good: number, bad: number) => nearlyAll(cells(good, bad), (each) => each);
  expect([holds(2, 1), holds(98, 1), holds(198, 2), holds(0, 0), holds(1, 1), holds(2, 2), holds(197, 3)]).toEqual([
    ...[true, true, true],
    ...[false, false, false, false],
  ]);
});

test('a long cell is judged at once', () => {
  const started = performance.now();
  for (const filling of [' ', '\u00a0', '1', '1 ', '1,', '. ', '1-']) {
    const cell = filling.repeat(4000);
    for (const text of [`${cell}x`, `1${cell}x`, `2026-01-01${cell}x`, `x${cell}`]) {
      partsOf(text);
      numberIn(text);
    }
  }
  expect(performance.now() - started).toBeLessThan(100);
});

test.each([
  ['1/31/26, 12:00 AM', '1/31/26, 1:00 AM', 'MDY'],
  ['1/31/2026,00:00:00', '1/31/2026,01:00:00', 'MDY'],
  ['31-Jan-2026 00:00', '31-Jan-2026 01:00', 'DMY'],
  ['2026-01-31\u00a000:00', '2026-01-31\u00a001:00', 'YMD'],
  ['2026-01-31 00:00\u00a0to\u00a001:00', '2026-01-31 01:00\u00a0to\u00a002:00', 'YMD'],
  ['1/31/2026 12:00:00 AM.000', '1/31/2026 1:00:00 AM.000', 'MDY'],
])('%s is a time', async (text, later, order) => {
  const csv = ['timestamp;kwh', `${text};1`, `${later};2`].join('\n');
  const { rows, rejected } = await ingest(csv, { metadata: { layout: JSON.stringify({ date_order: order }) } });
  expect(rejected).toEqual([]);
  expect(rows).toMatchObject([{ timestamp: '2026-01-31 00:00:00' }, { timestamp: '2026-01-31 01:00:00' }]);
});

test('among years of four digits that stand first, a date that is written otherwise is none', async () => {
  const lines = Array.from(
    { length: 48 },
    (_, hour) => `2026/02/0${1 + Math.floor(hour / 24)} ${hour % 24}:00,${hour % 7}`,
  );
  const { rows, rejected } = await ingest(['timestamp,kWh', ...lines.with(27, '02-02-26 03:00,6')].join('\n'));
  expect(rejected).toMatchObject([{ line: 29, code: 'TIMESTAMP_INVALID' }]);
  expect(rows).toHaveLength(47);
  const short = lines.map((line) => line.slice(2));
  const layout = JSON.stringify({ date_order: 'YMD' });
  expect((await ingest(['timestamp,kWh', ...short].join('\n'), { metadata: { layout } })).rows).toHaveLength(48);
});

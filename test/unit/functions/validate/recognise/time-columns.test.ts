/** Which columns say when, and in which zone. */
import { describe, expect, it, test } from 'vitest';
import { recogniseText } from '../../../../helpers/recognise.ts';
import { ingest } from '../../../../helpers/validate.ts';

const at = (quarter: number) =>
  new Date(Date.UTC(2026, 2, 2) + quarter * 900_000).toISOString().slice(0, 16).replace('T', ' ');
const quarters = (row: (quarter: number) => string) => Array.from({ length: 96 }, (_, quarter) => row(quarter));

async function firstAndLast(lines: readonly string[], metadata: Record<string, string> = {}) {
  const { rows, rejected, output, layout } = await ingest(lines.join('\n'), { metadata });
  expect(rejected).toEqual([]);
  return { count: rows.length, first: rows[0], last: rows.at(-1), output, layout };
}

describe('of two columns that are one interval apart, the earlier is the start', () => {
  test.each([
    ['Vanaf', 'Tot'],
    ['Fra_dato', 'Til_dato'],
    ['Algus', 'Lõpp'],
    ['Beginn', 'Ende'],
    ['c1', 'c2'],
    ['Ende', 'Beginn'],
  ])('whatever their names: %s, %s', async (one, other) => {
    const lines = quarters((quarter) => `${at(quarter)};${at(quarter + 1)};0.25`);
    const forwards = await firstAndLast([`${one};${other};kwh`, ...lines]);
    expect(forwards).toMatchObject({ count: 96, first: { timestamp: '2026-03-02 00:00:00', interval_minutes: 15 } });
    expect(forwards.last).toMatchObject({ timestamp: '2026-03-02 23:45:00' });
  });

  test('in the other order too', async () => {
    const lines = quarters((quarter) => `${at(quarter + 1)};${at(quarter)};0.25`);
    expect(await firstAndLast(['c1;c2;kwh', ...lines])).toMatchObject({
      first: { timestamp: '2026-03-02 00:00:00' },
      last: { timestamp: '2026-03-02 23:45:00' },
    });
  });

  test('but not the same instants by two clocks', async () => {
    const lines = Array.from({ length: 24 }, (_, hour) => `${at(4 * hour + 4)};${at(4 * hour)};1`);
    const { first } = await firstAndLast(['time_local;time_utc;kwh', ...lines], { 'time-zone': 'Europe/Berlin' });
    expect(first).toMatchObject({ utc: '2026-03-02 00:00:00', timestamp: '2026-03-02 01:00:00' });
  });
});

test('a date and a time come before the time of a revision', async () => {
  const lines = quarters((quarter) => {
    const [day = '', clock = ''] = at(quarter).split(' ');
    const [, end = ''] = at(quarter + 1).split(' ');
    return `${day};2026-03-03 11:18:06;${clock};${end};0.25`;
  });
  const read = await firstAndLast(['USAGE_DATE;REVISION_DATE;USAGE_START_TIME;USAGE_END_TIME;kwh', ...lines]);
  expect(read).toMatchObject({ count: 96, last: { timestamp: '2026-03-02 23:45:00' } });
});

test('a time that is the same in every row is not when the rows were', async () => {
  const lines = quarters((quarter) => `2026-03-09 06:00;${at(quarter)};0.25`);
  expect(await firstAndLast(['written;measured;kwh', ...lines])).toMatchObject({
    count: 96,
    first: { timestamp: '2026-03-02 00:00:00' },
  });
});

describe('the zone', () => {
  const rows = quarters((quarter) => `${at(quarter)};0.25`);
  const why = (layout: Awaited<ReturnType<typeof firstAndLast>>['layout']) =>
    layout?.decisions.find(({ what }) => what === 'time zone');

  test('is that which a heading names', async () => {
    const read = await firstAndLast(['Time Bucket (America/Chicago);kwh', ...rows]);
    expect(read.first).toMatchObject({ utc: '2026-03-02 06:00:00', timestamp: '2026-03-02 00:00:00' });
    expect(read.output).toMatchObject({ timeZone: 'America/Chicago' });
    expect(why(read.layout)).toMatchObject({ chosen: 'America/Chicago' });
  });

  test('or a line above the header', async () => {
    const read = await firstAndLast(['Report of a meter', 'Time zone: Asia/Kolkata', 'timestamp;kwh', ...rows]);
    expect(read.first).toMatchObject({ utc: '2026-03-01 18:30:00' });
    expect(why(read.layout)).toMatchObject({ why: 'a line above the header' });
  });

  test('is what a person says before what the file says', async () => {
    const read = await firstAndLast(['Time Bucket (America/Chicago);kwh', ...rows], { 'time-zone': 'Europe/Paris' });
    expect(read.first).toMatchObject({ utc: '2026-03-01 23:00:00' });
    expect(why(read.layout)).toBeUndefined();
  });

  test('is assumed to be UTC where nobody says it, and that is said', async () => {
    const read = await firstAndLast(['timestamp;kwh', ...rows]);
    expect(why(read.layout)).toMatchObject({ chosen: 'UTC', why: expect.stringContaining('assumed') });
  });
});

test('one name in two Unicode forms is one series', async () => {
  const lines = quarters((quarter) => `${at(quarter)};${'K\u00fcche'.normalize(quarter % 2 ? 'NFC' : 'NFD')};0.25`);
  const { rows } = await ingest(['timestamp;appliance;kwh', ...lines].join('\n'));
  expect(new Set(rows.map(({ appliance }) => appliance))).toEqual(new Set(['K\u00fcche']));
  expect(rows).toHaveLength(96);
});

test.each([
  ['America/New_York', 'EDT', 'EST', '2025-11-02 05:00:00'],
  ['Australia/Sydney', 'EDT', 'EST', '2026-04-04 15:00:00'],
  ['Europe/Berlin', 'MESZ', 'MEZ', '2025-10-26 00:00:00'],
])('the doubled hour of %s is told by its abbreviations', async (zone, summer, winter, utc) => {
  const first = Date.parse(`${utc}Z`);
  const ends = first + 3_600_000;
  const lines = [0, 1, 2].map((hour) => {
    const instant = first + hour * 3_600_000;
    const name = instant < ends ? summer : winter;
    const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    return `${wall.format(instant)} ${name};${hour + 1}`;
  });
  // Newest first: the order does not tell which is which.
  const { rows, rejected } = await ingest(['timestamp;kwh', ...lines.toReversed()].join('\n'), {
    metadata: { 'time-zone': zone, layout: '{"columns":{"kwh":{"role":"energy","unit":"kWh"}}}' },
  });
  expect(rejected).toEqual([]);
  expect(rows.map((row) => [Date.parse(`${row.utc}Z`) - first, Number(row.kwh)])).toEqual([
    [0, 1],
    [3_600_000, 2],
    [7_200_000, 3],
  ]);
});

it('reads an offset behind the abbreviation of its clock', async () => {
  const { rows } = await ingest(
    ['date,kWh', '2026-10-25 02:00:00 CEST+0200,1', '2026-10-25 02:00:00 CET+0100,2', ''].join('\n'),
    { metadata: { 'time-zone': 'Europe/Amsterdam' } },
  );
  expect(rows.map(({ utc }) => utc)).toEqual(['2026-10-25 00:00:00', '2026-10-25 01:00:00']);
});

it('reads months in words beside a column of times from and to', async () => {
  const { rows } = await ingest(
    ['Date,Time,kWh', '01 Sep 2026,12:00AM - 12:30AM,1', '01 Sep 2026,12:30AM - 01:00AM,2', ''].join('\n'),
  );
  expect(rows.map(({ utc }) => utc)).toEqual(['2026-09-01 00:00:00', '2026-09-01 00:30:00']);
});

it('knows the half-hours of a day by their Japanese names', async () => {
  const names = Array.from({ length: 48 }, (_, at) => `${Math.floor(at / 2)}時${at % 2 === 0 ? '00' : '30'}分`);
  const cells = names.map((_, at) => String((at % 7) / 10));
  const { rows } = await ingest([`年月日,${names.join(',')}`, `2026/09/01,${cells.join(',')}`, ''].join('\n'), {
    metadata: { layout: '{"unit":"kWh"}' },
  });
  expect(rows).toHaveLength(48);
  expect(rows[47]).toMatchObject({ utc: '2026-09-01 23:30:00' });
});

it('reads an hour whose cell has both its ends, and takes no end for a distance to UTC', async () => {
  const hours = Array.from({ length: 6 }, (_, hour) => `2026-10-01,0${hour}:00-0${hour + 1}:00,${hour}`);
  const { rows } = await ingest(['Fecha,Hora,kWh', ...hours, ''].join('\n'), {
    metadata: { 'time-zone': 'Europe/Madrid' },
  });
  expect(rows.map(({ utc }) => utc).slice(0, 2)).toEqual(['2026-09-30 22:00:00', '2026-09-30 23:00:00']);
});

it('reads an end that is counted since 1970', async () => {
  const ends = Array.from({ length: 6 }, (_, at) => `${1_790_812_800 + 300 * at},${at}`);
  const { rows } = await ingest(['end_at,kWh', ...ends, ''].join('\n'));
  expect(rows[0]).toMatchObject({ utc: '2026-09-30 23:55:00' });
});

it('takes an hour that names no clock, beside one that says DST, for the second of the two', async () => {
  const hours = ['00:00:00 DST', '01:00:00 DST', '02:00:00 DST', '02:00:00', '03:00:00', '04:00:00'];
  const records = hours.map((hour, at) => `2026-10-25 ${hour},${at}.5`);
  const { rows, rejected } = await ingest(['time,kWh', ...records, ''].join('\n'), {
    metadata: { 'time-zone': 'Europe/Berlin' },
  });
  expect(rejected).toEqual([]);
  expect(rows.map(({ utc, kwh }) => `${String(utc).slice(11, 16)} ${Number(kwh)}`)).toEqual([
    ...['22:00 0.5', '23:00 1.5', '00:00 2.5', '01:00 3.5', '02:00 4.5', '03:00 5.5'],
  ]);
});

it('tells ends by the quarter hours of a file that has daily stands among them', async () => {
  const wall = (minutes: number) => new Date(Date.UTC(2026, 5, 2, 0, minutes)).toISOString().slice(0, 16);
  const quarters = Array.from({ length: 96 }, (_, at) => `+A;${wall(15 * (at + 1))};0,25`);
  const stands = [0, 1].map((day) => `1.8.0;${wall(1440 * day)};${1000 + 24 * day}`);
  const { rows } = await ingest(['Variable;Time;Value [kWh]', ...quarters, ...stands, ''].join('\n'));
  expect(rows.length).toBeGreaterThanOrEqual(96);
  expect(rows[0]).toMatchObject({ utc: '2026-06-02 00:00:00' });
});

test('numbers that are filled up with zeros and go on through the day are times, whatever their names', async () => {
  const lines = quarters((quarter) => {
    const clock = (each: number) => at(each).slice(11).replace(':', '');
    return `${at(quarter).slice(0, 10)},${quarter + 1},${clock(quarter)},${clock(quarter + 1)},0.25`;
  });
  expect(await firstAndLast(['日付,時間コマ,時間帯_自,時間帯_至,使用量(kWh)', ...lines])).toMatchObject({
    count: 96,
    first: { timestamp: '2026-03-02 00:00:00', interval_minutes: 15 },
    last: { timestamp: '2026-03-02 23:45:00' },
  });
});

test('dates of which each period begins where the one before ends are its two ends, by any name', async () => {
  const days = ['2026-01-14', '2026-02-13', '2026-03-16', '2026-04-14', '2026-05-15', '2026-06-15'];
  const rows = days.slice(1).map((day, at) => `2026-0${at + 2}-20,${days[at]},${day},${300 + at}`);
  const { columns } = await recogniseText(['Bill,Earlier,Later,Used (kWh)', ...rows, ''].join('\n'));
  expect(columns.slice(0, 3).map(({ role }) => role)).toEqual(['ignored', 'timestamp', 'end']);
});

test.each([
  ['milliseconds', 'Zeit [ms]', (ms: bigint) => ms],
  ['microseconds', 'stamp', (ms: bigint) => ms * 1000n],
  ['nanoseconds', 'column', (ms: bigint) => ms * 1_000_000n],
])('%s since 1970 are times by their even steps, whatever their name', async (_, name, of) => {
  const rows = Array.from({ length: 48 }, (__, at) => `${of(BigInt(Date.UTC(2026, 2, 3, at)))},${5 + ((at * 7) % 11)}`);
  const found = await firstAndLast([`${name},Used (kWh)`, ...rows.toReversed()]);
  expect(found).toMatchObject({
    count: 48,
    first: { timestamp: '2026-03-03 00:00:00', interval_minutes: 60 },
    last: { timestamp: '2026-03-04 23:00:00' },
  });
});

test('a period that would end before it begins tells whether the day or the month stands first', async () => {
  const rows = [
    '11/05/2025,01/07/2026,63,18.79,1184',
    '09/05/2025,11/05/2025,61,11.98,731',
    '07/08/2025,09/05/2025,59,11.9,702',
  ];
  const layout = await recogniseText(['Read From,Read To,Days,Avg Daily kWh,Used (kWh)', ...rows, ''].join('\n'));
  expect(layout.time.order).toBe('MDY');
  expect(layout.columns.map(({ role }) => role)).toEqual(['timestamp', 'end', 'ignored', 'ignored', 'energy']);
});

test('numbers that begin anew with each date are the intervals of a day, whatever their name', async () => {
  const rows = [25, 26, 27].flatMap((day) =>
    Array.from({ length: day === 26 ? 100 : 96 }, (_, at) => `${day}.10.2025;${at + 1};0,0${30 + ((at * 37) % 60)}`),
  );
  const { rows: read, rejected } = await ingest(['D\u00e1tum;Peri\u00f3da;Odber (kWh)', ...rows, ''].join('\n'), {
    metadata: { 'time-zone': 'Europe/Bratislava' },
  });
  expect([read.length, rejected.length]).toEqual([292, 0]);
  expect(read.at(-1)).toMatchObject({ timestamp: '2025-10-27 23:45:00', interval_minutes: 15 });
});

test('when a record was revised is not the time of its energy', async () => {
  const rows = Array.from({ length: 20 }, (_, at) => {
    const day = String(at + 1).padStart(2, '0');
    return `03/${day}/2025,03/${String(at + 2).padStart(2, '0')}/2025 05:12:44,${10 + (at % 7)}`;
  });
  const { columns } = await recogniseText(['METER_READING_DATE,REVISION_DATE,USAGE_KWH', ...rows, ''].join('\n'));
  expect(columns.map(({ role }) => role)).toEqual(['timestamp', 'version', 'energy']);
});

test('a date with midnight of UTC in every row is that date, beside a time of day', async () => {
  const rows = Array.from({ length: 96 }, (_, at) => `2026-03-02T00:00:00Z,${quarterOf(at)},0.${10 + (at % 7)}`);
  expect(await firstAndLast(['date,time,kWh', ...rows])).toMatchObject({
    count: 96,
    first: { timestamp: '2026-03-02 00:00:00' },
    last: { timestamp: '2026-03-02 23:45:00' },
  });
});

test('how long something was is no time of day', async () => {
  const rows = Array.from({ length: 9 }, (_, at) => `2026-03-0${at + 1},${10 + (at % 7)},00:${10 + at}`);
  const { columns } = await recogniseText(['Date,Generation (kWh),Grid Outage (hh:mm)', ...rows, ''].join('\n'));
  expect(columns.map(({ role }) => role)).toEqual(['timestamp', 'energy', 'ignored']);
});
const quarterOf = (at: number) =>
  `${String(Math.floor(at / 4)).padStart(2, '0')}:${String((at % 4) * 15).padStart(2, '0')}:00`;

test.each(['Quarto de hora', 'Kwartier', 'Viertelstunde', 'Quart d’heure'])(
  'numbers of quarters are the times of a day, though one of them is damaged: %s',
  async (name) => {
    const lines = quarters(
      (quarter) => `2026-03-02;${quarter === 40 ? '4B' : quarter + 1};${30 + ((quarter * 37) % 50)}`,
    );
    const { rows, rejected } = await ingest([`Dia;${name};Consumo (Wh)`, ...lines].join('\n'));
    expect(rejected).toMatchObject([{ line: 42 }]);
    expect(rows).toHaveLength(95);
    expect(rows.at(-1)).toMatchObject({ timestamp: '2026-03-02 23:45:00', interval_minutes: 15 });
  },
);

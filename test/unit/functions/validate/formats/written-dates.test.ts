/** Dates in words whose month stands first, and hours with a letter. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const text = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
const times = (rows: readonly Record<string, unknown>[]) =>
  rows.map(({ timestamp }) => String(timestamp).slice(0, 16).replace('T', ' '));

it.each([
  ['"Jan 13, 2025"', '"Jan 14, 2025"', '"Jan 15, 2025"'],
  ['"Monday, January 13, 2025"', '"Tuesday, January 14, 2025"', '"Wednesday, January 15, 2025"'],
])('reads %s', async (...days) => {
  const { rows } = await ingest(text('Date,kWh', ...days.map((day, at) => `${day},${at + 1}.5`)));
  expect(times(rows)).toEqual(['2025-01-13 00:00', '2025-01-14 00:00', '2025-01-15 00:00']);
});

it.each([
  ['26. 1. 30. 오전 12:00', '26. 1. 30. 오전 12:15', '26. 1. 30. 오후 1:05'],
  ['2026/1/30 上午12:00', '2026/1/30 上午12:15', '2026/1/30 下午1:05'],
])('reads the half of the day before its hours: %s', async (...stamps) => {
  const { rows } = await ingest(text('Time,kWh', ...stamps.map((stamp, at) => `${stamp},${at + 1}.5`)));
  expect(times(rows)).toEqual(['2026-01-30 00:00', '2026-01-30 00:15', '2026-01-30 13:05']);
});

it('reads the hour that comes twice, with a letter, in a row of a long file', async () => {
  const hours = [...Array(24).keys()].map((hour) => String(hour + 1));
  const autumn = hours.flatMap((hour) => (hour === '3' ? ['3A', '3B'] : [hour]));
  const days = [...Array(12).keys()].map((day) => day + 15);
  const all = days.flatMap((day) =>
    (day === 26 ? autumn : hours).map((hour, at) => `${day}.10.2025;${hour};${(day + at) / 100}`),
  );
  const { rows, rejected } = await ingest(text('Datum;Stunde;kWh', ...all), {
    metadata: { 'time-zone': 'Europe/Vienna' },
  });
  expect(rejected).toEqual([]);
  expect(rows).toHaveLength(all.length);
  expect(times(rows).filter((time) => time === '2025-10-26 02:00')).toHaveLength(2);
  expect(times(rows).at(-1)).toBe('2025-10-26 23:00');
});

it('leaves out the line that closes a table, and nothing else', async () => {
  const rows = [...Array(24).keys()].map((at) => `2025-06-01 ${String(at).padStart(2, '0')}:00,${(at * 7) % 5}.25`);
  const closed = await ingest(text('Time,Energy (kWh)', ...rows, 'Total,53'));
  expect([closed.rows.length, closed.rejected.length]).toEqual([24, 0]);
  const other = await ingest(text('Time,Energy (kWh)', ...rows, 'Total,282'));
  expect(other.rejected).toMatchObject([{ line: 26, code: 'TIMESTAMP_INVALID' }]);
  const odd = await ingest(text('Time,Energy (kWh)', ...rows, 'Totally wrong,1'));
  expect(odd.rejected).toMatchObject([{ line: 26, code: 'TIMESTAMP_INVALID' }]);
});

it('reads hours that are written by their two ends', async () => {
  const two = (hour: number) => String(hour % 24).padStart(2, '0');
  const hours = [...Array(24).keys()].map(
    (hour) => `13-10-2026;${two(hour)} - ${two(hour + 1)};${((hour * 7) % 5) + 0.25}`,
  );
  const { rows, rejected } = await ingest(text('Date;Hours;kWh', ...hours));
  expect(rejected).toEqual([]);
  expect(times(rows).slice(0, 2)).toEqual(['2026-10-13 00:00', '2026-10-13 01:00']);
  expect(times(rows).at(-1)).toBe('2026-10-13 23:00');
});

it('reads the hour that the clock skips as one of two', async () => {
  const two = (hour: number) => String(hour % 24).padStart(2, '0');
  const hours = [...Array(24).keys()].flatMap((hour) =>
    hour === 2 ? [] : [`2025-03-30;${two(hour)}-${two(hour === 1 ? 3 : hour + 1)};${((hour * 7) % 5) + 0.25}`],
  );
  const { rows, rejected } = await ingest(text('Datum;Timme;kWh', ...hours), {
    metadata: { 'time-zone': 'Europe/Oslo' },
  });
  expect([rows.length, rejected]).toEqual([23, []]);
  expect(times(rows).slice(1, 3)).toEqual(['2025-03-30 01:00', '2025-03-30 03:00']);
});

it('reads the Japanese form of such hours', async () => {
  const hours = [...Array(24).keys()].map(
    (hour) => `"2026年10月8日","${hour}時〜${hour + 1}時","${((hour * 7) % 5) + 0.25}"`,
  );
  const { rows } = await ingest(text('"ご使用日","時間帯","ご使用量(kWh)"', ...hours));
  expect(times(rows).at(0)).toBe('2026-10-08 00:00');
  expect(times(rows).at(-1)).toBe('2026-10-08 23:00');
});

it('places 2A, which the clock shows between 2 and 3, at the first of the hours from two', async () => {
  const numbers = [...Array(24).keys()].flatMap((hour) => (hour === 1 ? ['2', '2A'] : [String(hour + 1)]));
  const hours = numbers.map((hour, at) => `20251026;${hour};${((at * 7) % 5) + 0.25}`);
  const { rows, rejected } = await ingest(text('Data;Godz.;kWh', ...hours), {
    metadata: { 'time-zone': 'Europe/Warsaw' },
  });
  expect(rejected).toEqual([]);
  expect(rows).toHaveLength(25);
  expect(times(rows).slice(1, 4)).toEqual(['2025-10-26 01:00', '2025-10-26 02:00', '2025-10-26 02:00']);
});

it('reads months in words between slashes', async () => {
  const hours = [...Array(24).keys()].map(
    (hour) => `14/set/2026 ${String(hour).padStart(2, '0')}:00;0,${400 + ((7 * hour) % 23)}`,
  );
  const { rows, rejected } = await ingest(text('Data;Consumo kWh', ...hours), {
    metadata: { 'time-zone': 'America/Sao_Paulo' },
  });
  expect(rejected).toEqual([]);
  expect(times(rows).slice(0, 2)).toEqual(['2026-09-14 00:00', '2026-09-14 01:00']);
});

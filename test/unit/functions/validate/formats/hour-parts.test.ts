import { expect, test } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, at) => at + from);

async function starts(heading: string, records: readonly string[], zone = 'Europe/Madrid') {
  const { rows } = await ingest(`${heading}\n${records.join('\n')}\n`, { metadata: { 'time-zone': zone } });
  return rows.map(({ timestamp, interval_minutes }) => `${String(timestamp).slice(8, 16)} ${interval_minutes}`);
}

test('hours of a long day and their quarters count from midnight', async () => {
  const records = numbers(25, 1).flatMap((hour) => numbers(4, 1).map((part) => `25/10/2026;${hour};${part};0,5`));
  const read = await starts('Fecha;Hora;Cuarto;Activa entrante (kWh)', records);
  expect(read).toHaveLength(100);
  expect([read[11], read[12], read[99]]).toEqual(['25 02:45 15', '25 02:00 15', '25 23:45 15']);
});

test.each([
  ['their starts', [0, 10, 20, 30, 40, 50]],
  ['their numbers', [1, 2, 3, 4, 5, 6]],
  ['their ends', [10, 20, 30, 40, 50, 60]],
])('hours from 0 on beside minutes by %s are times of day', async (_, parts) => {
  const records = numbers(24).flatMap((hour) => parts.map((part) => `2026-10-01;${hour};${part};0.5`));
  const read = await starts('date;hour;min;kWh', records);
  expect(read).toHaveLength(144);
  expect([read[1], read[143]]).toEqual(['01 00:10 10', '01 23:50 10']);
});

test('a number that stays the same for a day is no part of its hours', async () => {
  const records = numbers(96).map(
    (at) => `2026-10-0${1 + Math.floor(at / 24)};${at % 24};${(((at / 24) | 0) % 4) + 1};0.5`,
  );
  expect(await starts('date;hour;tariff;kWh', records)).toHaveLength(96);
});

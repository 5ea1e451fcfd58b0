import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDatabase } from '../../../../shared/database/duckdb.ts';
import {
  clockBetween,
  clockOf,
  repeatedTimes,
  skippedTimes,
  timestampLiteral,
  toLocal,
  toUtc,
} from '../../../../shared/readings/clock.ts';
import { wallClockIn } from '../../../helpers/zoned.ts';

const DAY = 86_400_000;
const minute = fc.integer({ min: Date.UTC(1990, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 });

test('a part of a clock tells the same time as the whole one, and as the calendar', async () => {
  const database = { memoryMb: 256, threads: 1, folder: join(tmpdir(), 'energy-clock') };
  await withDatabase(database, (db) =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'),
        minute,
        fc.integer({ min: 0, max: 800 * 24 * 60 }),
        async (zone, first, later) => {
          const at = (first + later) * 60_000;
          const whole = clockOf(zone, 2033);
          const part = clockBetween(whole, first * 60_000, at);
          const utc = timestampLiteral(at);
          const around = clockBetween(whole, first * 60_000 - DAY, at + DAY);
          const [row] = await db.rows(`
            SELECT CAST(local AS VARCHAR) AS local, CAST(same AS VARCHAR) AS same,
              CAST(${toUtc('local', around)} AS VARCHAR) AS back,
              CAST(${toUtc('local', whole)} AS VARCHAR) AS whole_back
            FROM (SELECT ${toLocal(utc, part)} AS local, ${toLocal(utc, whole)} AS same)`);
          expect(row?.local).toBe(wallClockIn(zone, at));
          expect(row?.same).toBe(row?.local);
          expect(row?.back).toBe(row?.whole_back);
        },
      ),
      { numRuns: 25 },
    ),
  );
});

test.each([
  ['Europe/Berlin', '2026-03-29T02:00', '2026-03-29T03:00', '2026-10-25T02:00', '2026-10-25T03:00'],
  ['Australia/Lord_Howe', '2026-10-04T02:00', '2026-10-04T02:30', '2026-04-05T01:30', '2026-04-05T02:00'],
])('the clock of %s skips some times and repeats others', (zone, skipFrom, skipTo, repeatFrom, repeatTo) => {
  const whole = clockOf(zone, 2027);
  const year = clockBetween(whole, Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1));
  const shown = (times: readonly { from: number; to: number }[]) =>
    times.map(({ from, to }) => [from, to].map((at) => new Date(at).toISOString().slice(0, 16)));
  expect(shown(skippedTimes(year))).toEqual([[skipFrom, skipTo]]);
  expect(shown(repeatedTimes(year))).toEqual([[repeatFrom, repeatTo]]);
});

/** Readings with an end of their own: how long each lasts, which hours its energy flowed in, and what is made of it. */
import { describe, expect, it } from 'vitest';
import { aggregate } from '../../../../../functions/aggregate/aggregate.ts';
import { literal, type Row, withDatabase } from '../../../../../shared/database/duckdb.ts';
import { FILES } from '../../../../../shared/lake/keys.ts';
import { type Ingested, ingest } from '../../../../helpers/validate.ts';

interface Read extends Ingested {
  /** Rows of the tables that the readings are described by. */
  readonly tables: Readonly<Record<string, Row[]>>;
}

async function read(lines: readonly string[], layout?: object): Promise<Read> {
  const tables: Record<string, Row[]> = {};
  const ingested = await ingest(lines.join('\n'), {
    metadata: { 'time-zone': 'UTC', ...(layout ? { layout: JSON.stringify(layout) } : {}) },
    env: { ENERGY_TARIFF_RATE: '0.5' },
    after: async (output, context) => {
      for (const { table, prefix } of (await aggregate(output, context)).tables) {
        const file = `${context.folder}/${table}.parquet`;
        await context.lake.download(`${prefix}${FILES.table}`, file);
        tables[table] = await withDatabase(context.database, (db) =>
          db.rows(`SELECT * FROM read_parquet(${literal(file)})`),
        );
      }
    },
  });
  return { ...ingested, tables };
}

const REGISTER = { columns: { kWh: { role: 'register', unit: 'kWh' } } };
const at = (minutes: number) => new Date(Date.UTC(2026, 9, 1) + minutes * 60_000).toISOString();
const sum = (rows: readonly Row[] | undefined, column: string) =>
  (rows ?? []).reduce((total, row) => total + Number(row[column]), 0);
/** A register that counts 0.5 kWh an hour. */
const stands = (minutes: readonly number[]) => [
  'time,kWh',
  ...minutes.map((each) => `${at(each)},${(1000 + each / 120).toFixed(6)}`),
];

describe('a gap in a register', () => {
  it('is in the totals of days and in the bill, and in no peak, profile or missing time', async () => {
    const hours = Array.from({ length: 24 * 10 }, (_, n) => n).filter((n) => n < 60 || n >= 133);
    const { rows, tables } = await read(stands(hours.map((n) => n * 60)), REGISTER);
    expect(Math.max(...rows.map((row) => Number(row.kwh)))).toBe(37);
    expect(tables.load_shape_data?.[0]).toMatchObject({ mean_kw: 0.5, peak_kw: 0.5, base_load_kw: 0.5 });
    expect(tables.missing_data).toEqual([]);
    expect(tables.daily_energy_data?.slice(1, 6).map((row) => Number(row.total_kwh))).toEqual([12, 12, 12, 12, 12]);
    expect(sum(tables.bill_data, 'spread_kwh')).toBe(37);
    expect(sum(tables.bill_data, 'net_cost')).toBeCloseTo(0.5 * sum(rows, 'kwh'), 9);
    expect(sum(tables.hourly_energy_data, 'total_kwh')).toBeCloseTo(sum(rows, 'kwh') - 37, 9);
  });
});

describe('a register that is read at irregular times', () => {
  it('shows the power that it was read with', async () => {
    let minute = 0;
    const minutes = Array.from({ length: 300 }, (_, n) => {
      minute += 3 + ((n * 7) % 13);
      return minute;
    });
    const { tables, layout } = await read(stands(minutes), REGISTER);
    const [shape] = tables.load_shape_data ?? [];
    for (const figure of ['mean_kw', 'peak_kw', 'base_load_kw']) expect(Number(shape?.[figure])).toBeCloseTo(0.5, 4);
    expect(layout?.intervals).toEqual([{ minutes: null, series: 1 }]);
    expect(tables.missing_data).toEqual([]);
  });
});

describe('a file with the starts and the ends of its readings', () => {
  it('holds charges, which are in the hours in which they ran, and lacks nothing between them', async () => {
    const { rows, tables } = await read([
      'Start,End,Energy (kWh)',
      ...[1, 2, 4, 7, 9].map((day) => `2026-10-0${day} 21:30,2026-10-0${day} 23:00,9`),
    ]);
    expect(rows.map((row) => row.interval_minutes)).toEqual([90, 90, 90, 90, 90]);
    expect(tables.hourly_energy_data?.map((row) => [row.hour, Number(row.total_kwh)])).toEqual([
      [21, 15],
      [22, 30],
    ]);
    expect(tables.load_shape_data?.[0]).toMatchObject({ peak_kw: 6 });
    expect(tables.missing_data).toEqual([]);
  });

  it.each([
    ['the first day after it', ['2026-02-01', '2026-03-01', '2026-04-01', '2026-06-01', '2026-07-01']],
    ['its last day', ['2026-01-31', '2026-02-28', '2026-03-31', '2026-05-31', '2026-06-30']],
  ])('holds bills whose end is %s, and lacks the month that is not there', async (_, ends) => {
    const starts = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-05-01', '2026-06-01'];
    const { tables, output } = await read([
      'Start date,End date,kWh',
      ...starts.map((start, n) => `${start},${ends[n]},${310 + n}`),
    ]);
    expect(output).toMatchObject({ period: { from: '2026-01-01T00:00:00', to: '2026-07-01T00:00:00' } });
    const months = new Map<string, number>();
    for (const { day, total_kwh } of tables.daily_energy_data ?? []) {
      const month = String(day).slice(0, 7);
      months.set(month, (months.get(month) ?? 0) + Number(total_kwh));
    }
    expect([...months.values()].map((kwh) => kwh.toFixed(6))).toEqual(
      [310, 311, 312, 313, 314].map((kwh) => kwh.toFixed(6)),
    );
    expect(tables.missing_data).toMatchObject([{ gap_start: '2026-04-01 00:00:00', gap_end: '2026-05-01 00:00:00' }]);
  });
});

describe('a power that is written only when it changes', () => {
  it('holds until the next value, the last one to its time', async () => {
    const day = [
      [0, 50],
      [420, 2000],
      [423, 60],
      [1080, 1500],
      [1120, 50],
    ];
    const lines = Array.from({ length: 6 }, (_, n) =>
      day.map(([minute = 0, watt]) => `${at(n * 1440 + minute)},${watt}`),
    );
    const { rows, layout } = await read(['time,Power (W)', ...lines.flat()]);
    const oneDay = (420 * 50 + 3 * 2000 + 657 * 60 + 40 * 1500 + 320 * 50) / 60_000;
    expect(sum(rows, 'kwh')).toBeCloseTo(6 * oneDay - (320 * 50) / 60_000, 6);
    expect(layout?.notes.map(({ code }) => code)).toContain('POWER_HELD');
    expect(layout?.gaps.ranges).toBe(0);
  });
});

/** The balance of series that a test writes down, without a file: real SQL, no recognition. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Balance, balanceOf } from '../../functions/validate/balance/balance.ts';
import { createSeries } from '../../functions/validate/read/series-summary.ts';
import { slotsOf } from '../../functions/validate/read/slots.ts';
import { type Row, withDatabase } from '../../shared/database/duckdb.ts';
import { clockOf } from '../../shared/readings/clock.ts';
import type { Layout, LayoutColumn, LayoutSettings } from '../../shared/readings/layout.ts';
import { plainCsv } from './layout.ts';

/** A column and its readings; null where there is none. */
export interface TestSeries extends Partial<Omit<LayoutColumn, 'index' | 'name'>> {
  readonly name: string;
  readonly minutes?: number;
  /** Start of the first interval, minutes after midnight. */
  readonly from?: number;
  readonly values: readonly (number | string | null)[];
}

export interface BalanceOfTest {
  readonly balance: Balance;
  /** raw_energy_data by appliance and time. */
  readonly rows: readonly Row[];
  /** balance_data by time. */
  readonly terms: readonly Row[];
}

const START = Date.UTC(2026, 5, 1);

function layoutOf(series: readonly TestSeries[]): Layout {
  return {
    shape: 'wide',
    dialect: plainCsv(series.length + 1),
    time: { format: 'calendar', order: 'YMD', zone: 'UTC', stamps: 'start', midnight: 'begins' },
    interval_minutes: null,
    columns: series.map(({ values: _, minutes: __, from: ___, ...column }, index) => ({
      role: 'energy',
      unit: 'kWh',
      appliance: column.name,
      why: 'given',
      ...column,
      index: index + 1,
    })),
    left_out: [],
    decisions: [],
  };
}

/** @returns the balance of one site, `home`, on the first of June 2026 */
export async function balanceOfSeries(
  series: readonly TestSeries[],
  settings: LayoutSettings = {},
): Promise<BalanceOfTest> {
  const folder = await mkdtemp(join(tmpdir(), 'energy-balance-'));
  try {
    return await withDatabase({ memoryMb: 256, threads: 1, folder }, async (db) => {
      const layout = layoutOf(series);
      const keys = slotsOf(layout).map(({ key }) => key);
      const values = series.flatMap(({ values, minutes = 60, from = 0 }, at) =>
        values.flatMap((value, index) => {
          if (value === null) return [];
          const instant = new Date(START + (from + index * minutes) * 60_000).toISOString().slice(0, 19);
          return [`('home', '${keys[at]}', TIMESTAMP '${instant}', TIMESTAMP '${instant}', ${value}::DECIMAL(18,9))`];
        }),
      );
      await db.run(
        `CREATE TEMP TABLE accepted AS SELECT * ` +
          `FROM (VALUES ${values.join(', ')}) t(site_id, appliance, timestamp, utc, kwh)`,
      );
      await createSeries('accepted', db);
      const lengths = series.map(({ minutes = 60 }, at) => `WHEN '${keys[at]}' THEN ${minutes}`);
      await db.run(`UPDATE series SET interval_minutes = CASE appliance ${lengths.join(' ')} END`);
      const energies = {
        accepted: 'accepted',
        ends: 0,
        missing: 0,
        notes: [],
        odd: false,
        changes: false,
        spans: false,
        qualities: false,
        registers: 'false',
      };
      const given = {
        settings,
        timeZone: 'UTC',
        timeZones: new Map<string, string>(),
        siteId: 'home',
        siteSaid: false,
        zoneSaid: true,
      };
      const balance = await balanceOf(
        energies,
        layout,
        { clocks: [clockOf('UTC', 2026)], number: undefined },
        given,
        db,
      );
      return {
        balance,
        rows: await db.rows(
          `SELECT appliance, strftime(utc, '%H:%M') AS at, interval_minutes AS minutes, CAST(kwh AS DOUBLE) AS kwh, ` +
            `CAST(generated_kwh AS DOUBLE) AS generated, flow, basis, quality, series ` +
            `FROM ${balance.readings} ORDER BY appliance, utc`,
        ),
        terms: await db.rows(
          `SELECT strftime(utc, '%H:%M') AS at, * EXCLUDE (site_id, timestamp, utc, end_utc) REPLACE (${TERMS}) ` +
            `FROM (${balance.balance(false)}) ORDER BY utc`,
        ),
      };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const TERMS = ['import', 'export', 'production', 'charge', 'discharge', 'use', 'self_used', 'residual']
  .map((term) => `CAST(${term}_kwh AS DOUBLE) AS ${term}_kwh`)
  .join(', ');

/** What reading the whole file showed of its layout: intervals, gaps, and what was decided on the way. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { type AppliedLayout, gapSchema, type Note } from '../../../shared/readings/layout.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';
import type { Balance } from '../balance/balance.ts';
import { summaryOf } from '../balance/summary.ts';
import type { Energies } from '../convert/to-energy.ts';
import type { Measures } from '../measures/read-measures.ts';
import { seriesNames } from '../read/slots.ts';
import { zonesBySite } from '../read/zones.ts';
import type { ReadUpload } from '../settle/read-upload.ts';

const GAPS_LISTED = 100;
const number = z.coerce.number();
const intervalSchema = z.object({ minutes: z.number().nullable(), series: number });
const changeSchema = z.object({
  appliance: z.string(),
  minutes: z.number(),
  usual: z.number(),
  times: number,
  since: z.string(),
});

/**
 * @param energies what is accepted; the tables `series` and, where it has odd intervals, `odd_intervals` describe it
 */
export async function describeApplied(
  { recognised: { layout }, stage, zones }: Pick<ReadUpload, 'recognised' | 'stage' | 'zones'>,
  energies: Energies,
  balance: Balance,
  measures: Measures,
  notes: readonly Note[],
  db: Database,
): Promise<AppliedLayout> {
  const intervals = (
    await db.rows('SELECT interval_minutes AS minutes, count(*) AS series FROM series GROUP BY 1 ORDER BY 2 DESC, 1')
  ).map((row) => intervalSchema.parse(row));
  const names = seriesNames(layout);
  const nameOf = (key: string) => names(key)?.name ?? key;
  return {
    ...layout,
    zones: await zonesBySite(stage.table, zones, db),
    notes: [...energies.notes, ...notes, ...(energies.changes ? await intervalChanges(nameOf, db) : [])],
    balance: await summaryOf(balance, measures, db),
    intervals,
    gaps: energies.odd ? await findGaps(nameOf, db) : { ...NONE, first: [] },
  };
}

const totalSchema = z.object({ ranges: number, intervals: number });
const NONE = { ranges: 0, intervals: 0, first: [] } as const;

/**
 * A gap is where a reading lasts less than the time to the next one. The table `odd_intervals` has every such reading.
 */
async function findGaps(nameOf: (key: string) => string, db: Database): Promise<AppliedLayout['gaps']> {
  const missing = 'step // in_force - 1';
  const gaps = `FROM odd_intervals WHERE lasts < step AND ${missing} > 0`;
  const total = totalSchema.parse(
    (await db.rows(`SELECT count(*) AS ranges, coalesce(sum(${missing}), 0) AS intervals ${gaps}`))[0],
  );
  if (total.ranges === 0) return { ...NONE, first: [] };
  const iso = "'%Y-%m-%dT%H:%M:%S'";
  const first = await db.rows(
    `SELECT site_id, appliance, strftime(timestamp + to_microseconds(in_force), ${iso}) AS from, ` +
      `strftime(next, ${iso}) AS to, CAST(${missing} AS INTEGER) AS intervals ` +
      `${gaps} ORDER BY ${missing} DESC, site_id, appliance, utc LIMIT ${GAPS_LISTED}`,
  );
  return { ...total, first: first.map((row) => named(gapSchema.parse(row), nameOf)) };
}

function named<T extends { readonly appliance: string }>(row: T, nameOf: (key: string) => string): T {
  return { ...row, appliance: nameOf(row.appliance) };
}

/** Where another interval than its series' is in force. */
async function intervalChanges(nameOf: (key: string) => string, db: Database): Promise<Note[]> {
  const rows = await db.rows(
    `SELECT appliance, in_force / ${MINUTE_US}.0::DOUBLE AS minutes, ` +
      `any_value(usual) / ${MINUTE_US}.0::DOUBLE AS usual, count(*) AS times, ` +
      `strftime(min(timestamp), '%Y-%m-%dT%H:%M:%S') AS since ` +
      `FROM odd_intervals WHERE in_force <> usual GROUP BY site_id, appliance, in_force ` +
      `ORDER BY times DESC, site_id, appliance, minutes LIMIT 20`,
  );
  return rows.map((row) => {
    const { appliance, minutes, usual, times, since } = named(changeSchema.parse(row), nameOf);
    return {
      code: 'INTERVAL_CHANGED',
      count: times,
      message: `${appliance}: ${times} intervals are of ${minutes} minutes, not of ${usual}, the first at ${since}.`,
    };
  });
}

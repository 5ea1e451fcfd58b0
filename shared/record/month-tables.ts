/** What the readings of the record come to: the tables of days, hours, costs, bills and gaps of months of sites. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AGGREGATES, type Aggregate, type Before, createAggregates } from '../aggregates/aggregates.ts';
import type { Zones } from '../aggregates/zones.ts';
import { type Database, literal } from '../database/duckdb.ts';
import { withoutExports } from '../lake/run-files.ts';
import { clockOf } from '../readings/clock.ts';
import { bucketsOfReadings, bucketsOfSpans, type HourlyBuckets } from '../readings/fetch-hourly-buckets.ts';
import { HOURS_KNOWN } from '../readings/hourly-buckets.ts';
import { ENERGY_COLUMNS } from '../readings/series.ts';
import { MEASURES } from '../tables/schema.ts';
import { planOfSiteSql } from '../tariff/plans.ts';
import type { Tariffs } from '../tariff/timeline.ts';
import { HOUR_US, MINUTE_US, MINUTES_PER_DAY } from '../time-units.ts';
import { BALANCE_COLUMNS } from './balance.ts';
import { clipped, createWindows } from './clip.ts';
import { type Earlier, earlierRows } from './earlier.ts';
import type { Change } from './gather.ts';
import { ENDS_LOCAL, ENDS_UTC, REACHES } from './neighbours.ts';
import { rowsIn, type WrittenFile, writeByMonth } from './write-by-month.ts';

/** Tables with a row a day, which name the last upload of the day; the others name the last of the month. */
const HAS_DAYS = {
  daily_energy_data: true,
  hourly_energy_data: false,
  cost_data: true,
  bill_data: true,
  bill_line_data: false,
  demand_data: false,
  missing_data: false,
} as const satisfies Record<Aggregate, boolean>;

const monthSchema = z.object({
  nth: z.coerce.number(),
  plan: z.number(),
  zone: z.string(),
  dataset: z.string(),
  /** Whether several uploads tell of it. */
  shared: z.boolean(),
  /** The last month that readings last into. */
  reaches: z.string(),
  /** Whether readings have an end of their own, or a series several intervals. */
  spans: z.boolean(),
  consumption: z.boolean(),
  generation: z.boolean(),
});
type Month = z.infer<typeof monthSchema>;

/**
 * Each month of a site is worked out as if it were a site of its own, named by its place among the changes: what comes
 * out depends on nothing but its readings.
 * @param written the readings that count, and their balance
 * @param earlier what comes before, and what next
 */
export async function aggregateMonths(
  changes: readonly Change[],
  written: readonly WrittenFile[],
  earlier: Earlier,
  tariffs: Tariffs,
  commit: string,
  folder: string,
  db: Database,
): Promise<WrittenFile[]> {
  const { carried, readings: before } = await earlierRows(earlier, db);
  const both = (table: 'raw_energy_data' | 'balance_data') => {
    const rows = rowsIn(table, written);
    return carried[table] === null ? rows : `(SELECT * FROM ${rows} UNION ALL BY NAME SELECT * FROM ${carried[table]})`;
  };
  const all = {
    balance: both('balance_data'),
    readings: withoutExports(both('raw_energy_data')),
    before: before === null ? null : withoutExports(before),
  };
  const months = (await readMonths(all.readings, tariffs, db))
    .filter((each) => MEASURES.some((measure) => each[measure]))
    .map((each) => timedMonth(each, changes, earlier));
  const files: WrittenFile[] = [];
  for (const group of groupsOf(months)) {
    const own = join(folder, `group-${files.length}`);
    await mkdir(own, { recursive: true });
    files.push(...(await aggregateGroup(group, all, tariffs, commit, own, db)));
  }
  return files;
}

/** Relations with `nth`, and the same as `site_id`. */
interface AllRows {
  /** Readings, and their balance; with those of earlier months that last into the month. */
  readonly readings: string;
  readonly balance: string;
  /** Readings of earlier months. */
  readonly before: string | null;
}

interface TimedMonth extends Month {
  /** Whether readings last into another month. */
  readonly lasts: boolean;
  readonly month: string;
  /** The month that has readings next; undefined for the last one. */
  readonly next: string | undefined;
  /** Whether it is made, or only looked at. */
  readonly made: boolean;
  /** The same for months whose bills have to do with each other. */
  readonly account: string;
}

function timedMonth(month: Month, changes: readonly Change[], { files, lookedAt, next }: Earlier): TimedMonth {
  const change = changes[month.nth];
  const looked = lookedAt[month.nth - changes.length];
  const name = change?.month ?? looked?.month ?? '';
  const lasts = month.reaches > name || files.some((file) => file.nth === month.nth && file.role === 'lasting');
  return {
    ...{ ...month, lasts, spans: month.spans || lasts, month: name, next: next.get(month.nth) },
    ...{ made: change !== undefined, account: change ? accountOf(change, month.nth) : `site ${looked?.site}` },
  };
}

/** Months of a site are billed together where its tariff looks beyond a month. */
function accountOf({ record }: Change, nth: number): string {
  return record.bills === 'month' ? String(nth) : `site ${record.site}`;
}

/** Creates `tails`. */
async function createTails(readings: string, db: Database): Promise<Before | undefined> {
  const each = MEASURES.map(
    (
      measure,
    ) => `SELECT site_id, appliance, '${measure}' AS measure, ${ENDS_UTC} AS ends_utc, ${ENDS_LOCAL} AS ends_local,
      (epoch_us(${ENDS_UTC}) - epoch_us(utc)) / ${MINUTE_US}.0::DOUBLE AS minutes
      FROM ${readings} WHERE ${ENERGY_COLUMNS[measure]} IS NOT NULL`,
  );
  await db.run(`CREATE OR REPLACE TEMP TABLE tails AS
    SELECT site_id, appliance, measure, max(ends_utc) AS ends_utc, arg_max(ends_local, ends_utc) AS ends_local,
      arg_max(minutes, ends_utc) AS minutes
    FROM (${each.join(' UNION ALL ')}) GROUP BY ALL`);
  const [first] = await db.rows('SELECT CAST(CAST(min(ends_local) AS DATE) AS VARCHAR) AS day FROM tails');
  return typeof first?.day === 'string' ? { tails: 'tails', day: first.day } : undefined;
}

/** What has to be known of each month before its readings are summed. */
async function readMonths(readings: string, { plans }: Tariffs, db: Database): Promise<Month[]> {
  const length = 'epoch_us(end_utc) - epoch_us(utc)';
  // A day's reading lasts 23 or 25 hours where clocks change; older releases wrote no ends.
  const ends = `end_utc IS NOT NULL AND CASE WHEN interval_minutes IS NULL THEN ${length} > 0
    ELSE abs(${length} - interval_minutes * ${MINUTE_US}) >
      CASE WHEN interval_minutes >= ${MINUTES_PER_DAY} THEN ${HOUR_US} ELSE 1000 END
    END`;
  const rows = await db.rows(`
    SELECT m.*, ${planOfSiteSql(plans)}::INTEGER AS plan
    FROM (
      SELECT nth, arg_max(zone, last) AS zone, arg_max(dataset, last) AS dataset,
        min(first_dataset) <> max(last_dataset) AS shared,
        max(reaches) AS reaches, bool_or(ends OR changes) AS spans,
        bool_or(consumption) AS consumption, bool_or(generation) AS generation
      FROM (
        SELECT nth, appliance, arg_max(time_zone, {u: uploaded, d: dataset}) AS zone,
          arg_max(dataset, {u: uploaded, d: dataset}) AS dataset, max({u: uploaded, d: dataset}) AS last,
          min(dataset) AS first_dataset, max(dataset) AS last_dataset, bool_or(${ends}) AS ends,
          ${REACHES} AS reaches, coalesce(min(interval_minutes) <> max(interval_minutes), false) AS changes,
          count(kwh) > 0 AS consumption, count(generated_kwh) > 0 AS generation
        FROM ${readings} GROUP BY nth, appliance
      ) GROUP BY nth
    ) m JOIN changes USING (nth) ORDER BY nth`);
  return z.array(monthSchema).parse(rows);
}

/**
 * Months that are worked out together: readings with ends of their own are cut by one clock. Those of one account have
 * the last one's clock.
 */
function groupsOf(months: readonly TimedMonth[]): TimedMonth[][] {
  const accounts = [...Map.groupBy(months, ({ account }) => account).values()];
  const alike = accounts.flatMap((theirs) => {
    const { zone } = theirs.reduce((last, each) => (each.month > last.month ? each : last));
    return theirs.map((each) => ({ ...each, zone, spans: theirs.some(({ spans }) => spans) }));
  });
  return [...Map.groupBy(alike, ({ spans, zone }) => (spans ? zone : '')).values()];
}

async function aggregateGroup(
  months: readonly TimedMonth[],
  all: AllRows,
  tariffs: Tariffs,
  commit: string,
  folder: string,
  db: Database,
): Promise<WrittenFile[]> {
  const places = months.map(({ nth }) => nth);
  const ofMonths = (relation: string) => `(SELECT * FROM ${relation} WHERE list_contains([${places.join(', ')}], nth))`;
  const cuts = months.some(({ lasts }) => lasts);
  if (cuts) await createWindows(months, db);
  const own = (relation: string, energies: readonly string[]) => (cuts ? clipped(relation, energies) : relation);
  // Whether its hours are known is a matter of the whole reading. Places are in the names of the sites; a column of
  // them would meet those of the queries.
  const timed = `(SELECT * EXCLUDE (nth) REPLACE (${ENDS_UTC} AS end_utc), ${HOURS_KNOWN} AS hours_known
    FROM ${ofMonths(all.readings)})`;
  const readings = own(timed, Object.values(ENERGY_COLUMNS));
  const before = all.before === null ? undefined : await createTails(ofMonths(all.before), db);
  const queries = await createAggregates(
    {
      buckets: await bucketsOf(months, readings, folder, db),
      zones: zonesOf(months),
      tariffs,
      plan: bySite(months, ({ plan }) => String(plan)),
      balance: own(`(SELECT * EXCLUDE (nth) FROM ${ofMonths(all.balance)})`, BALANCE_COLUMNS),
      readings: async () => readings,
      account: bySite(months, ({ account }) => literal(account)),
      before,
    },
    db,
  );
  const days = await createDayDatasets(months, readings, db);
  const files: WrittenFile[] = [];
  const dataset = bySite(months, (month) => literal(month.dataset));
  const made = months.every((month) => month.made) ? 'true' : bySite(months, (month) => String(month.made));
  for (const table of AGGREGATES) {
    const rows = `SELECT *, CAST(site_id AS INTEGER) AS nth, ${dataset} AS dataset
      FROM (${queries[table]}) WHERE ${made}`;
    const byDay =
      `SELECT * EXCLUDE (day_dataset) REPLACE (coalesce(day_dataset, dataset) AS dataset) ` +
      `FROM (${rows}) LEFT JOIN day_datasets USING (site_id, day)`;
    const query = `${days && HAS_DAYS[table] ? byDay : rows} ORDER BY ALL`;
    files.push(...(await writeByMonth(table, query, commit, folder, db)));
  }
  return files;
}

async function bucketsOf(
  months: readonly Month[],
  readings: string,
  folder: string,
  db: Database,
): Promise<HourlyBuckets> {
  const measures = MEASURES.filter((measure) => months.some((month) => month[measure]));
  const [first] = months;
  if (!first?.spans) return bucketsOfReadings(readings, measures, db, folder);
  return bucketsOfSpans(readings, measures, clockOf(first.zone, new Date().getUTCFullYear()), db, folder);
}

function zonesOf(months: readonly Month[]): Zones {
  const names = [...new Set(months.map(({ zone }) => zone))];
  const others = months.filter(({ zone }) => zone !== names[0]);
  return { names, bySite: Object.fromEntries(others.map(({ nth, zone }) => [String(nth), zone])) };
}

/** SQL of what each month has, from its place in `site_id`. */
function bySite<M extends { readonly nth: number }>(months: readonly M[], sql: (month: M) => string): string {
  const [first = 'NULL', ...others] = new Set(months.map(sql));
  if (others.length === 0) return first;
  return `map([${months.map(({ nth }) => `'${nth}'`).join(', ')}], [${months.map(sql).join(', ')}])[site_id]`;
}

/** Creates `day_datasets` (site_id, day, day_dataset), where several uploads tell of a month. @returns if any do */
async function createDayDatasets(months: readonly Month[], readings: string, db: Database): Promise<boolean> {
  const places = months.filter(({ shared }) => shared).map(({ nth }) => nth);
  if (places.length === 0) return false;
  await db.run(`CREATE OR REPLACE TEMP TABLE day_datasets AS
    SELECT site_id, CAST(timestamp AS DATE) AS day, arg_max(dataset, {u: uploaded, d: dataset}) AS day_dataset
    FROM ${readings} WHERE list_contains([${places.join(', ')}], CAST(site_id AS INTEGER)) GROUP BY ALL`);
  return true;
}

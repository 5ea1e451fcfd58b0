/** Reads the file into a table of parsed records and finds out whether anything in it is wrong. */
import { z } from 'zod';
import { type Database, firstLine, isEngineFault } from '../../../shared/database/duckdb.ts';
import type { Layout, Note } from '../../../shared/readings/layout.ts';
import type { Survey } from '../../../shared/readings/series.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { MINUTE_US, SECOND_US } from '../../../shared/time-units.ts';
import type { Recognised } from '../recognise/recognise.ts';
import { GOOD, HEADER_AGAIN, IS_MISSING, MISSING, SKIPPED } from '../reject-codes.ts';
import { dropClosing } from './closing-records.ts';
import { createHourlyBuckets, repeatsAMinute, seemsDense } from './hourly-buckets.ts';
import { type ParseOptions, parseRelation } from './record-sql.ts';
import { type Checked, createSeries, createSeriesOfBuckets, type Slots } from './series-summary.ts';
import { columnWithRole, hasMeasureColumn, slotsOf } from './slots.ts';

/**
 * One bit for each possible interval of each series must stay below this (64 MB), or keys are compared by hashing,
 * which spills.
 */
const MAX_BITS = 2 ** 29;

export interface StagingTable {
  /** Temporary view of the parsed records, see `parseRelation`. */
  readonly table: string;
  /** Temporary table in which DuckDB lists the records that it could not take apart. */
  readonly rejects: string;
  /** Records in `table`; each has a row for every slot of the layout. */
  readonly parsed: number;
  /**
   * Records that repeat the header, sum up others or are of another quantity: numbered like the others, but no longer
   * in `table`.
   */
  readonly leftOut: number;
  /** What is said of those that are no repeated header. */
  readonly notes: readonly Note[];
  /** Values in `table`, empty ones included. */
  readonly values: number;
  /** Records in `rejects`. */
  readonly malformed: number;
  /** The file's clock is UTC: each record has one time. */
  readonly utcIsLocal: boolean;
}

export type StagingSource = Omit<ParseOptions, 'numbered' | 'lenient' | 'rejects'>;

const count = z.coerce.number();
const countsSchema = z.object({ n: count });
const recordsSchema = z.object({ parsed: count, malformed: count });

/** @param numbered see ParseOptions */
export async function createStagingTable(
  source: StagingSource,
  numbered: boolean,
  db: Database,
): Promise<StagingTable> {
  const suffix = numbered ? '_numbered' : '';
  const table = `stage${suffix}`;
  // Ordinals follow the file only when DuckDB is told to keep its order.
  if (numbered) await db.run('SET preserve_insertion_order = true');
  try {
    const { rejects, utcIsLocal } = await readInto(table, suffix, source, numbered, db);
    const slots = slotsOf(source.recognised.layout).length;
    const headers = numbered ? (await dropHeaders(`${table}_stored`, db)) + (await dropClosing(table, db)) : 0;
    const [counted] = await db.rows(
      `SELECT (SELECT count(*) FROM ${table}) AS parsed, (SELECT count(DISTINCT line_byte_position) ` +
        `FROM ${rejects}) AS malformed`,
    );
    const { parsed, malformed } = recordsSchema.parse(counted);
    const values = source.recognised.layout.shape === 'day-rows' ? await dropBeyondDay(table, db) : parsed;
    return {
      table,
      rejects,
      parsed: parsed / slots,
      values,
      leftOut: headers / slots,
      notes: [],
      malformed,
      utcIsLocal,
    };
  } finally {
    if (numbered) await db.run('SET preserve_insertion_order = false');
  }
}

/**
 * The last columns of a day of 25 hours are empty on all others: no reading is missing there.
 * @returns values that are left
 */
async function dropBeyondDay(table: string, db: Database): Promise<number> {
  await db.run(`DELETE FROM ${table}_stored WHERE code = ${SKIPPED}`);
  const [row] = await db.rows(`SELECT count(*) AS n FROM ${table}`);
  return countsSchema.parse(row).n;
}

async function dropHeaders(stored: string, db: Database): Promise<number> {
  const [row] = await db.rows(`SELECT count(*) AS n FROM ${stored} WHERE code = ${HEADER_AGAIN}`);
  const { n } = countsSchema.parse(row);
  if (n > 0) await db.run(`DELETE FROM ${stored} WHERE code = ${HEADER_AGAIN}`);
  return n;
}

/**
 * @returns the rejects' table: DuckDB's strict reader gives up on a file that mixes line breaks, the lenient one does
 * not
 */
async function readInto(
  table: string,
  suffix: string,
  source: StagingSource,
  numbered: boolean,
  db: Database,
): Promise<{ rejects: string; utcIsLocal: boolean }> {
  for (const lenient of [false, true]) {
    const rejects = {
      errors: `rejects${suffix}${lenient ? '_lenient' : ''}`,
      scans: `scans${suffix}${lenient ? '_lenient' : ''}`,
    };
    try {
      const { stored, view, utcIsLocal } = parseRelation({ ...source, numbered, lenient, rejects });
      await db.run(`CREATE TEMP TABLE ${table}_stored AS ${stored}`);
      await db.run(`CREATE TEMP VIEW ${table} AS SELECT ${view} FROM ${table}_stored`);
      return { rejects: rejects.errors, utcIsLocal };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // Some sequences of broken bytes and quotes are faults of the reader itself: another attempt meets them again.
      if (isEngineFault(message))
        throw new InputRejected('UNREADABLE', 'The quotes and bytes of the file cannot be taken apart.');
      if (!isReadFault(message)) throw error;
      if (lenient) throw new InputRejected('UNREADABLE', `The file could not be read: ${firstLine(message)}`);
    }
  }
  throw new Error('unreachable');
}

function isReadFault(message: string): boolean {
  return /CSV|Invalid Input Error|encoding|unicode/i.test(message) && !/Out of Memory|IO Error/i.test(message);
}

/** Frees what a stage holds; it cannot be read any more. */
export async function dropStagingTable(stage: StagingTable, db: Database): Promise<void> {
  await db.run(`DROP VIEW ${stage.table}`);
  await db.run(`DROP TABLE ${stage.table}_stored`);
}

const summarySchema = z.object({
  bad: count,
  missing: count,
  first: count.nullable(),
  last: count.nullable(),
  off_minute: count,
  off_second: count,
  low: count.nullable(),
  high: count.nullable(),
  series: count,
});
type Summary = z.infer<typeof summarySchema>;

/** `gaps`: nothing is wrong, but some rows hold no value. */
export type Verdict = 'clean' | 'gaps' | 'faulty';

export interface Examined {
  readonly verdict: Verdict;
  /** Values that are empty. */
  readonly missing: number;
  /** What the table `buckets` was made from; null where it was not. */
  readonly survey: Survey | null;
}

export const FAULTY: Examined = { verdict: 'faulty', missing: 0, survey: null };

/**
 * Finds out whether every record is whole and good, every name fit, and every (site, appliance, time) there once; makes
 * the table `series` on the way, over rows without a value too.
 */
export async function examine(stage: StagingTable, recognised: Recognised, db: Database): Promise<Examined> {
  if (stage.malformed > 0 || stage.parsed === 0) return FAULTY;
  const { layout } = recognised;
  const dense = await seemsDense(stage.table, stage.parsed, db);
  const summary = await summarise(stage, layout, dense, db);
  if (summary.bad > 0 || summary.first === null || summary.last === null) return FAULTY;

  if (dense && summary.missing === 0 && summary.off_minute === 0) {
    const largest = Math.max(Math.abs(summary.low ?? 0), Math.abs(summary.high ?? 0));
    const survey: Survey = { rows: stage.values, largest, measures: ['consumption'] };
    await createHourlyBuckets(stage.table, survey, db, repeatsAMinute(stage.utcIsLocal));
    const checked = await createSeriesOfBuckets(stage.table, db);
    return isFaulty(checked, layout) ? FAULTY : { verdict: 'clean', missing: summary.missing, survey };
  }
  const checked = await compareTimes(stage, summary, db);
  if (isFaulty(checked, layout)) return FAULTY;
  return { verdict: summary.missing > 0 ? 'gaps' : 'clean', missing: summary.missing, survey: null };
}

/** Names that stand in the header have been looked at already. */
function isFaulty({ badNames, repeats }: Checked, layout: Layout): boolean {
  const inRecords = columnWithRole(layout, 'site') ?? columnWithRole(layout, 'appliance');
  return repeats || (badNames && inRecords !== undefined);
}

/** @param dense whether the values' extremes are wanted; otherwise the number of series is estimated */
async function summarise(stage: StagingTable, layout: Layout, dense: boolean, db: Database): Promise<Summary> {
  const keyed = columnWithRole(layout, 'appliance') !== undefined || hasMeasureColumn(layout);
  const names = [columnWithRole(layout, 'site') && 'site_id', keyed && 'appliance'];
  const estimates = names.flatMap((name) => (name ? `approx_count_distinct(${name})` : []));
  const further = dense
    ? 'min(kwh) AS low, max(kwh) AS high, 0 AS series'
    : `NULL AS low, NULL AS high, ${[...(keyed ? [] : [String(slotsOf(layout).length)]), ...estimates].join(' * ')} ` +
      `AS series`;
  const [row] = await db.rows(
    `SELECT count_if(code NOT BETWEEN ${GOOD} AND ${MISSING}) AS bad, count_if(${IS_MISSING}) AS missing, ` +
      `epoch_us(min(utc)) AS first, epoch_us(max(utc)) AS last, ` +
      `count_if(epoch_us(utc) % ${MINUTE_US} <> 0) AS off_minute, ` +
      `count_if(epoch_us(utc) % ${SECOND_US} <> 0) AS off_second, ` +
      `${further} FROM ${stage.table}`,
  );
  return summarySchema.parse(row);
}

async function compareTimes(stage: StagingTable, summary: Summary, db: Database): Promise<Checked> {
  const { first, last } = summary;
  const step = summary.off_minute === 0 ? MINUTE_US : SECOND_US;
  const slots: Slots = { first: first ?? 0, step, count: Math.floor(((last ?? 0) - (first ?? 0)) / step) + 1 };
  const countable = summary.off_second === 0 && slots.count * summary.series <= MAX_BITS;
  if (countable) return createSeries(stage.table, db, slots);
  const { badNames } = await createSeries(stage.table, db);
  return { badNames, repeats: await repeatsByHash(stage.table, db) };
}

async function repeatsByHash(table: string, db: Database): Promise<boolean> {
  const [row] = await db.rows(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} GROUP BY site_id, appliance, utc HAVING count(*) > 1 LIMIT 1)`,
  );
  return countsSchema.parse(row).n > 0;
}

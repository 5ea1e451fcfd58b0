/** Reads the file into a table of parsed records and finds out whether anything in it is wrong. */
import { z } from 'zod';
import type { Database } from '../../shared/duckdb.ts';
import { InputRejected } from '../../shared/errors.ts';
import { isBadName, type ParseOptions, parseQuery } from './parse.ts';
import type { Recognised } from './recognise.ts';

/** One bit for each possible interval of each series must stay below this, or keys are compared by hashing. */
const MAX_BITS = 2 ** 31;
const MINUTE_US = 60_000_000;
const SECOND_US = 1_000_000;

export interface Stage {
  /** Temporary table of the parsed records, see `parseQuery`. */
  readonly table: string;
  /** Temporary table in which DuckDB lists the records that it could not take apart. */
  readonly rejects: string;
  /** Records in `table`. */
  readonly parsed: number;
  /** Records in `rejects`. */
  readonly malformed: number;
}

type Source = Omit<ParseOptions, 'numbered' | 'lenient' | 'rejects'>;

const count = z.coerce.number();
const countsSchema = z.object({ n: count });

/** @param numbered see ParseOptions */
export async function createStage(source: Source, numbered: boolean, db: Database): Promise<Stage> {
  const suffix = numbered ? '_numbered' : '';
  const table = `stage${suffix}`;
  // Ordinals follow the file only when DuckDB is told to keep its order.
  if (numbered) await db.run('SET preserve_insertion_order = true');
  try {
    const rejects = await readInto(table, suffix, source, numbered, db);
    const [parsed] = await db.rows(`SELECT count(*) AS n FROM ${table}`);
    const [malformed] = await db.rows(`SELECT count(DISTINCT line_byte_position) AS n FROM ${rejects}`);
    return { table, rejects, parsed: countsSchema.parse(parsed).n, malformed: countsSchema.parse(malformed).n };
  } finally {
    if (numbered) await db.run('SET preserve_insertion_order = false');
  }
}

/** @returns the rejects' table: DuckDB's strict reader gives up on a file that mixes line breaks, the lenient one does not */
async function readInto(
  table: string,
  suffix: string,
  source: Source,
  numbered: boolean,
  db: Database,
): Promise<string> {
  for (const lenient of [false, true]) {
    const rejects = {
      errors: `rejects${suffix}${lenient ? '_lenient' : ''}`,
      scans: `scans${suffix}${lenient ? '_lenient' : ''}`,
    };
    try {
      await db.run(`CREATE TEMP TABLE ${table} AS ${parseQuery({ ...source, numbered, lenient, rejects })}`);
      return rejects.errors;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!isReadFault(message)) throw error;
      if (lenient) throw new InputRejected('UNREADABLE', `The file could not be read: ${firstLine(message)}`);
    }
  }
  throw new Error('unreachable');
}

function isReadFault(message: string): boolean {
  return /CSV|Invalid Input Error|encoding|unicode/i.test(message) && !/Out of Memory|IO Error/i.test(message);
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, 300);
}

const summarySchema = z.object({
  bad: count,
  missing: count,
  first: count.nullable(),
  last: count.nullable(),
  off_minute: count,
  off_second: count,
});

/** @returns whether every record is whole and good, every name fit, and every (site, appliance, time) there once */
export async function isClean(stage: Stage, recognised: Recognised, db: Database): Promise<boolean> {
  if (stage.malformed > 0 || stage.parsed === 0) return false;
  const [row] = await db.rows(
    `SELECT count_if(row_code > 0 OR kwh_code > 1 OR generated_code > 1) AS bad, ` +
      `count_if(kwh_code <> 0 AND generated_code <> 0) AS missing, epoch_us(min(utc)) AS first, epoch_us(max(utc)) AS last, ` +
      `count_if(epoch_us(utc) % ${MINUTE_US} <> 0) AS off_minute, count_if(epoch_us(utc) % ${SECOND_US} <> 0) AS off_second ` +
      `FROM ${stage.table}`,
  );
  const summary = summarySchema.parse(row);
  if (summary.bad > 0 || summary.missing > 0 || summary.first === null || summary.last === null) return false;

  const [names] = await db.rows(
    `SELECT count(*) AS series, count_if(${isBadName('site_id')} OR ${isBadName('appliance')}) AS bad ` +
      `FROM (SELECT DISTINCT site_id, appliance FROM ${stage.table})`,
  );
  const { series, bad } = z.object({ series: count, bad: count }).parse(names);
  const named = recognised.layout.columns.site ?? recognised.layout.columns.appliance;
  if (named && bad > 0) return false;

  const step = summary.off_minute === 0 ? MINUTE_US : SECOND_US;
  const slots = Math.floor((summary.last - summary.first) / step) + 1;
  const bitmap = summary.off_second === 0 && slots * series <= MAX_BITS;
  return !(bitmap
    ? await repeatsInBitmap(stage.table, summary.first, step, slots, db)
    : await repeatsByHash(stage.table, db));
}

/** One bit per series and interval: a series whose bits are fewer than its records has a key twice. */
async function repeatsInBitmap(
  table: string,
  first: number,
  step: number,
  slots: number,
  db: Database,
): Promise<boolean> {
  const slot = `CAST((epoch_us(utc) - ${first}) // ${step} AS BIGINT)`;
  const [row] = await db.rows(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} GROUP BY site_id, appliance ` +
      `HAVING bit_count(bitstring_agg(${slot}, 0::BIGINT, ${slots}::BIGINT)) <> count(*))`,
  );
  return countsSchema.parse(row).n > 0;
}

async function repeatsByHash(table: string, db: Database): Promise<boolean> {
  const [row] = await db.rows(
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} GROUP BY site_id, appliance, utc HAVING count(*) > 1 LIMIT 1)`,
  );
  return countsSchema.parse(row).n > 0;
}

/** Rows that sum up others between them, such as a day's total above its quarter-hours: the same energy again. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { statesEnds } from '../read/slots.ts';
import type { StagingTable } from '../read/staging-table.ts';
import { GOOD } from '../reject-codes.ts';

/** A sum lasts at least this many intervals of its series. */
const INTERVALS = 2;
/** Share of a sum's time that readings within it cover, at least. */
const COVERED = 0.5;
/** A sum whose first reading is not there is that of the others within this share. */
const ALIKE = 0.05;
/** Share of the readings of a series that are of one length, where they are intervals. */
const REGULAR = 0.5;
const FILLED = 0.95;
const EQUAL = 0.01;

const SUMS =
  'Rows that sum up the readings between their start and their end, such as the total of a day, are left out: ' +
  'they are the same energy again.';

const countSchema = z.object({ n: z.coerce.number() });

function lengthsOf(table: string, ordinal: string): string {
  return (
    `SELECT ${ordinal}site_id, appliance, utc, end_utc, kwh, epoch_us(end_utc) - epoch_us(utc) AS length ` +
    `FROM ${table} WHERE code = ${GOOD} AND end_utc > utc`
  );
}

function longOnes(lengths: string): string {
  const counted = `SELECT site_id, appliance, length, count(*) AS n FROM ${lengths} GROUP BY ALL`;
  const usual =
    `SELECT site_id, appliance, arg_max(length, (n, length)) AS usual, max(n) >= ${REGULAR} * sum(n) AS regular ` +
    `FROM (${counted}) GROUP BY ALL`;
  return (
    `SELECT l.*, regular FROM ${lengths} l JOIN (${usual}) USING (site_id, appliance) ` +
    `WHERE length >= ${INTERVALS} * usual`
  );
}

/** SQL: the rows of the table `long` that hold others of the table `lengths`. */
function sumsOf(long: string, lengths: string, key: string): string {
  return (
    `SELECT ${key} FROM ${long} o JOIN ${lengths} i ON i.site_id = o.site_id AND i.appliance = o.appliance ` +
    `AND i.utc >= o.utc AND i.end_utc <= o.end_utc AND i.length < o.length ` +
    `GROUP BY ${key}, o.utc, o.length, o.kwh, o.regular HAVING sum(i.length) >= ${COVERED} * o.length ` +
    // Sessions of any length hold others by chance: only one that they fill, with their energy, is their sum.
    `AND (o.regular OR (sum(i.length) >= ${FILLED} * o.length AND abs(sum(i.kwh) - o.kwh) <= ${EQUAL} * abs(o.kwh))) ` +
    // On the day on which the clock is put back, an interval seems to last an hour longer and to hold those of that
    // hour.
    // One session may begin with a longer one at another plug.
    `AND ((count(*) > 1 AND min(i.utc) = o.utc) OR (o.kwh <> 0 AND abs(sum(i.kwh) - o.kwh) <= ${ALIKE} * abs(o.kwh)))`
  );
}

/** @returns whether a file that gives starts and ends has rows that sum up others */
export async function holdsSums(stage: StagingTable, layout: Layout, db: Database): Promise<boolean> {
  if (!statesEnds(layout)) return false;
  const lengths = `(${lengthsOf(stage.table, '')})`;
  const [long] = await db.rows(`SELECT count(*) AS n FROM (${longOnes(lengths)})`);
  if (countSchema.parse(long).n === 0) return false;
  const [row] = await db.rows(
    `SELECT count(*) AS n FROM (${sumsOf(`(${longOnes(lengths)})`, lengths, 'o.site_id, o.appliance')})`,
  );
  return countSchema.parse(row).n > 0;
}

/**
 * @param stage a numbered one
 * @returns the stage without the records that sum up others
 */
export async function withoutSums(stage: StagingTable, layout: Layout, db: Database): Promise<StagingTable> {
  if (!statesEnds(layout)) return stage;
  await db.run(`CREATE OR REPLACE TEMP TABLE lengths AS ${lengthsOf(stage.table, 'n, ')}`);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE sums AS SELECT DISTINCT n ` +
      `FROM (${sumsOf(`(${longOnes('lengths')})`, 'lengths', 'o.n')})`,
  );
  const [row] = await db.rows('SELECT count(*) AS n FROM sums');
  const { n: sums } = countSchema.parse(row);
  const [values] = await db.rows(`SELECT count(*) AS n FROM ${stage.table} SEMI JOIN sums USING (n)`);
  await db.run(`DELETE FROM ${stage.table}_stored WHERE n IN (SELECT n FROM sums)`);
  await db.run('DROP TABLE lengths');
  await db.run('DROP TABLE sums');
  return {
    ...stage,
    parsed: stage.parsed - sums,
    values: stage.values - countSchema.parse(values).n,
    leftOut: stage.leftOut + sums,
    notes: sums === 0 ? stage.notes : [...stage.notes, { code: 'SUMS_LEFT_OUT', count: sums, message: SUMS }],
  };
}

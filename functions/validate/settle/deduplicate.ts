/** Decides about every value: accepted, rejected, missing or duplicate; the four always add up to what was read. */
import { z } from 'zod';
import type { ReadingCounts } from '../../../shared/contract.ts';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout, LayoutSettings } from '../../../shared/readings/layout.ts';
import { columnWithRole, slotsOf, statesEnds } from '../read/slots.ts';
import type { Examined, StagingTable } from '../read/staging-table.ts';
import { type Code, codeOf, GOOD, IS_MISSING, MISSING, QUARANTINE_CODES } from '../reject-codes.ts';
import { findExchanges } from './exchanged-meters.ts';
import { qualityRank } from './quality-rank.ts';

export interface Settled {
  /**
   * SQL relation of the accepted readings: `site_id, appliance` (the key of the series), `timestamp, utc, power, kwh`,
   * keys unique.
   */
  readonly accepted: string;
  readonly rows: number;
  readonly readings: ReadingCounts;
  readonly rejectedByCode: Readonly<Partial<Record<Code, number>>>;
  /** Temporary table `n, cell, code` of the values that are rejected; null when clean. */
  readonly bad: string | null;
  /** Registers that show two stands at one time, see `findExchanges`: the one that ended is accepted. */
  readonly exchanges: number;
}

const number = z.coerce.number();
const KEY = 'site_id, appliance, utc';
/** @param layout a file that gives the ends of its readings has `end_utc`, too */
function readingColumns(layout: Layout): string {
  return `site_id, appliance, timestamp, utc, power, kwh${statesEnds(layout) ? ', end_utc' : ''}`;
}

/** A stage in which nothing is wrong. */
export function settleClean(stage: StagingTable, layout: Layout, { verdict, missing }: Examined): Settled {
  return {
    accepted:
      `(SELECT ${readingColumns(layout)} ` + `FROM ${stage.table}${verdict === 'gaps' ? ` WHERE code = ${GOOD}` : ''})`,
    rows: stage.parsed,
    readings: { accepted: stage.values - missing, rejected: 0, missing, duplicates: 0 },
    rejectedByCode: {},
    bad: null,
    exchanges: 0,
  };
}

/** Energy of several records of one series and time, as a person says it; without a word they contradict each other. */
const ENERGY_OF = { last: 'arg_max(kwh, n)', sum: 'sum(kwh)' } as const;

/**
 * A column of versions says which record of several is the latest: its highest number, or its last text, as dates are
 * that begin with the year. Records of one version contradict each other all the same.
 */
const LATEST = {
  different: 'CASE WHEN count(DISTINCT version) = count(*) THEN 1 ELSE count(DISTINCT kwh) END',
  kwh: 'arg_max(kwh, {n: try_cast(version AS DOUBLE), t: version})',
} as const;
const FIRST = { different: 'count(DISTINCT kwh)', kwh: 'min(kwh)' } as const;
/** What was measured counts before what was estimated. */
const BEST = {
  different: 'count(DISTINCT kwh) FILTER (rank = best)',
  kwh: 'min(kwh) FILTER (rank = best)',
} as const;

/** @param stage a numbered one */
export async function settle(
  stage: StagingTable,
  layout: Layout,
  { repeats }: Pick<LayoutSettings, 'repeats'>,
  db: Database,
): Promise<Settled> {
  const rank = columnWithRole(layout, 'version') ? undefined : await qualityRank(stage.table, layout, db);
  const unsaid = columnWithRole(layout, 'version') ? LATEST : rank === undefined ? FIRST : BEST;
  const ranked =
    rank === undefined
      ? stage.table
      : `(SELECT *, min(rank) OVER (PARTITION BY ${KEY}) AS best FROM ` +
        `(SELECT *, ${rank} AS rank FROM ${stage.table} SEMI JOIN (SELECT ${KEY} FROM ${stage.table} ` +
        `WHERE code = ${GOOD} GROUP BY ${KEY} HAVING count(*) > 1) USING (${KEY}) WHERE code = ${GOOD}))`;
  // Every key that is there more than once, with how many different values there are for it.
  await db.run(
    `CREATE TEMP TABLE repeated AS SELECT ${KEY}, min(timestamp) AS timestamp, bool_or(power) AS power, ` +
      `${repeats ? '1' : unsaid.different} AS different, count(*) AS times, ` +
      `${repeats ? ENERGY_OF[repeats] : unsaid.kwh} AS kwh` +
      `${statesEnds(layout) ? ', min(end_utc) AS end_utc' : ''} ` +
      `FROM ${ranked} WHERE code = ${GOOD} GROUP BY ${KEY} HAVING count(*) > 1`,
  );
  const exchanges = repeats ? 0 : await findExchanges(stage.table, 'repeated', layout, db);
  const records = exchanges === 0 ? stage.table : await withoutExchanged(stage.table, db);
  await db.run(
    `CREATE TEMP TABLE bad AS SELECT n, cell, code FROM ${stage.table} WHERE code > ${MISSING} UNION ALL ` +
      `SELECT n, cell, ${QUARANTINE_CODES.CONFLICT.number} AS code FROM ${stage.table} ` +
      `SEMI JOIN (SELECT * FROM repeated WHERE different > 1) USING (${KEY}) WHERE code = ${GOOD}`,
  );

  const malformed = stage.malformed * slotsOf(layout).length;
  const rejectedByCode = await countRejected(malformed, db);
  const rejected = Object.values(rejectedByCode).reduce((sum, each) => sum + each, 0);
  const [counted] = await db.rows(
    `SELECT (SELECT count_if(${IS_MISSING}) FROM ${stage.table}) AS missing, ` +
      `(SELECT coalesce(sum(times - 1), 0) FROM repeated WHERE different = 1) AS duplicates`,
  );
  const { missing, duplicates } = z.object({ missing: number, duplicates: number }).parse(counted);

  return {
    accepted:
      `(SELECT ${readingColumns(layout)} FROM ${records} ANTI JOIN repeated USING (${KEY}) ` +
      `WHERE code = ${GOOD} UNION ALL ` +
      `SELECT ${readingColumns(layout)} FROM repeated WHERE different = 1)`,
    rows: stage.parsed + stage.malformed,
    readings: {
      accepted: stage.values + malformed - rejected - missing - duplicates,
      rejected,
      missing,
      duplicates,
    },
    rejectedByCode,
    bad: 'bad',
    exchanges,
  };
}

/** Of the two stands of an exchange the one from which the register goes on is no stand of its own. */
async function withoutExchanged(table: string, db: Database): Promise<string> {
  await db.run(`DELETE FROM repeated WHERE (${KEY}) IN (SELECT (${KEY}) FROM exchanged)`);
  const began = `SELECT ${KEY}, began AS kwh FROM exchanged`;
  return `(SELECT * FROM ${table} ANTI JOIN (${began}) USING (${KEY}, kwh))`;
}

async function countRejected(malformed: number, db: Database) {
  const counts: Partial<Record<Code, number>> = {};
  for (const row of await db.rows('SELECT code, count(*) AS n FROM bad GROUP BY 1 ORDER BY 1')) {
    const { code, n } = z.object({ code: number, n: number }).parse(row);
    counts[codeOf(code)] = n;
  }
  if (malformed > 0) counts.RECORD_MALFORMED = (counts.RECORD_MALFORMED ?? 0) + malformed;
  return counts;
}

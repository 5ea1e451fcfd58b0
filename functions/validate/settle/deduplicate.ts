/** Decides about every value: accepted, rejected, missing or duplicate; the four always add up to what was read. */
import { z } from 'zod';
import type { ReadingCounts } from '../../../shared/contract.ts';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { type EnergyRole, energyRoles, valuesPerRecord } from '../read/slots.ts';
import type { Examined, StagingTable } from '../read/staging-table.ts';
import { ABSENT, CODES, type Code, codeOf, GOOD, MISSING } from '../reject-codes.ts';

export interface Settled {
  /** SQL relation of the accepted readings: `site_id, appliance, timestamp, utc, power, kwh, generated_kwh`, keys unique. */
  readonly accepted: string;
  readonly rows: number;
  readonly readings: ReadingCounts;
  readonly rejectedByCode: Readonly<Partial<Record<Code, number>>>;
  /** Temporary table `n, cell, row_code, kwh_code, generated_code` of the records with something rejected; null when clean. */
  readonly bad: string | null;
}

const number = z.coerce.number();
const HAS_VALUE = `(kwh_code = ${GOOD} OR generated_code = ${GOOD})`;
const KEY = 'site_id, appliance, utc';

/** Columns of raw_energy_data but for the interval; a value that is not good is null. */
const READING =
  `site_id, appliance, timestamp, utc, power, CASE WHEN kwh_code = ${GOOD} THEN kwh END AS kwh, ` +
  `CASE WHEN generated_code = ${GOOD} THEN generated_kwh END AS generated_kwh`;

/** A stage in which nothing is wrong. */
export function settleClean(stage: StagingTable, { verdict, missing }: Examined): Settled {
  return {
    accepted: `(SELECT ${READING} FROM ${stage.table}${verdict === 'gaps' ? ` WHERE ${HAS_VALUE}` : ''})`,
    rows: stage.parsed,
    readings: { accepted: stage.values - missing, rejected: 0, missing, duplicates: 0 },
    rejectedByCode: {},
    bad: null,
  };
}

async function countMissing(table: string, db: Database): Promise<number> {
  const [row] = await db.rows(
    `SELECT count_if(kwh_code = ${MISSING}) + count_if(generated_code = ${MISSING}) AS n FROM ${table}`,
  );
  return z.object({ n: number }).parse(row).n;
}

/** @param stage a numbered one */
export async function settle(stage: StagingTable, layout: Layout, db: Database): Promise<Settled> {
  const usable = `row_code = ${GOOD} AND ${HAS_VALUE}`;
  const distinct = (value: string, code: string) =>
    `count(DISTINCT ${value}) FILTER (${code} = ${GOOD}) AS ${value}_values, ` +
    `count(*) FILTER (${code} = ${GOOD}) AS ${value}_count, min(${value}) FILTER (${code} = ${GOOD}) AS ${value}`;
  // Every key that is there more than once, with how many different values each measure has for it.
  await db.run(
    `CREATE TEMP TABLE repeated AS SELECT ${KEY}, min(timestamp) AS timestamp, bool_or(power) AS power, ${distinct('kwh', 'kwh_code')}, ` +
      `${distinct('generated_kwh', 'generated_code')} FROM ${stage.table} WHERE ${usable} GROUP BY ${KEY} HAVING count(*) > 1`,
  );
  const verdict = (code: string, values: string) =>
    `CASE WHEN s.${code} IN (${ABSENT}, ${MISSING}) THEN s.${code} WHEN s.row_code > 0 THEN s.row_code ` +
    `WHEN s.${code} > 0 THEN s.${code} WHEN r.${values} > 1 THEN ${CODES.CONFLICT.number} ELSE ${GOOD} END AS ${code}`;
  await db.run(
    `CREATE TEMP TABLE bad AS SELECT * FROM (SELECT n, cell, row_code, ${verdict('kwh_code', 'kwh_values')}, ` +
      `${verdict('generated_code', 'generated_kwh_values')} FROM ${stage.table} s LEFT JOIN repeated r ` +
      `ON s.row_code = ${GOOD} AND s.site_id = r.site_id AND s.appliance = r.appliance AND s.utc = r.utc) ` +
      `WHERE row_code > 0 OR kwh_code > 1 OR generated_code > 1`,
  );

  const rejectedByCode = await countRejected(layout, stage, db);
  const rejected = Object.values(rejectedByCode).reduce((sum, each) => sum + each, 0);
  const missing = await countMissing(stage.table, db);
  const [duplicate] = await db.rows(
    `SELECT coalesce(sum(CASE WHEN kwh_values = 1 THEN kwh_count - 1 END), 0) + ` +
      `coalesce(sum(CASE WHEN generated_kwh_values = 1 THEN generated_kwh_count - 1 END), 0) AS n FROM repeated`,
  );
  const duplicates = z.object({ n: number }).parse(duplicate).n;
  const rows = stage.parsed + stage.malformed;

  return {
    accepted:
      `(SELECT ${READING} FROM ${stage.table} ANTI JOIN repeated USING (${KEY}) WHERE ${usable} UNION ALL ` +
      `SELECT site_id, appliance, timestamp, utc, power, CASE WHEN kwh_values = 1 THEN kwh END, ` +
      `CASE WHEN generated_kwh_values = 1 THEN generated_kwh END FROM repeated ` +
      `WHERE kwh_values = 1 OR generated_kwh_values = 1)`,
    rows,
    readings: {
      accepted: stage.values + stage.malformed * valuesPerRecord(layout) - rejected - missing - duplicates,
      rejected,
      missing,
      duplicates,
    },
    rejectedByCode,
    bad: 'bad',
  };
}

const CODE_COLUMN = { consumed: 'kwh_code', generated: 'generated_code' } as const satisfies Record<EnergyRole, string>;

async function countRejected(layout: Layout, stage: StagingTable, db: Database) {
  const counts: Partial<Record<Code, number>> = {};
  const add = (code: Code, values: number) => {
    if (values > 0) counts[code] = (counts[code] ?? 0) + values;
  };
  for (const role of energyRoles(layout)) {
    const column = CODE_COLUMN[role];
    const rows = await db.rows(
      `SELECT ${column} AS code, count(*) AS n FROM bad WHERE ${column} > ${MISSING} GROUP BY 1`,
    );
    for (const row of rows) {
      const { code, n } = z.object({ code: number, n: number }).parse(row);
      add(codeOf(code), n);
    }
  }
  add('RECORD_MALFORMED', stage.malformed * valuesPerRecord(layout));
  return counts;
}

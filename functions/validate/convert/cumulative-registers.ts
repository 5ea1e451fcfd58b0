/** Turns the stands of registers, which count up, into the energy between them, in the order of time. */
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout, Note } from '../../../shared/readings/layout.ts';
import { seriesNames } from '../read/slots.ts';
import { registerSeries } from '../settle/register-series.ts';
import { findAsleep } from './registers/asleep.ts';
import { createEdges } from './registers/edges.ts';
import { judgeFalls, REGISTER } from './registers/falls.ts';
import { countRegisters, exchangeNote, registerNotes } from './registers/notes.ts';

export interface Differences {
  /** Relation of energies. */
  readonly accepted: string;
  /** Stands that end an interval and begin none: they are no readings of their own. */
  readonly ends: number;
  /** Stands that give no energy of their own although another one follows. */
  readonly missing: number;
  readonly notes: readonly Note[];
  /** SQL: whether a reading's series is that of a register. */
  readonly registers: string;
}

/**
 * The energy from one stand to the next belongs to the interval that the first one begins and the second one ends.
 * @param accepted relation with `site_id, appliance, timestamp, utc, power, kwh`
 * @param exchanges rows of `exchanged`, see `findExchanges`; of their two stands the one that ended is accepted
 * @returns the relation `register_energies` with the same columns and `end_utc`, which is null for what is no register;
 * creates `register_edges`, see `createEdges`
 */
export async function differences(accepted: string, layout: Layout, db: Database, exchanges = 0): Promise<Differences> {
  const isRegister = await registerSeries(accepted, layout, db);
  const stands = standsOf(accepted, isRegister, exchanges);
  const asleep = await findAsleep(stands, db);
  const awake = asleep > 0 ? `(SELECT * FROM ${stands} ANTI JOIN asleep_stands USING (${REGISTER}, utc))` : stands;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE register_steps AS SELECT *, lead(value) OVER w AS next_value, ` +
      `lead(utc) OVER w AS next_utc, ` +
      `lead(timestamp) OVER w AS next_timestamp FROM ${awake} ` +
      `WINDOW w AS (PARTITION BY ${REGISTER} ORDER BY utc)`,
  );
  const judged = await judgeFalls(db);
  const nameOf = seriesNames(layout);
  const counts = await countRegisters(judged, nameOf, db);
  const notes = [...(exchanges > 0 ? [await exchangeNote(exchanges, nameOf, db)] : []), ...registerNotes(counts)];
  await createEnergies(accepted, isRegister, judged, db);
  return {
    accepted: 'register_energies',
    ends: counts.ends + exchanges,
    missing: counts.falseStands + counts.unknown,
    notes,
    registers: isRegister,
  };
}

/** Stands, and by how much they are lifted: behind an exchange a register goes on from where the old meter ended. */
function standsOf(accepted: string, isRegister: string, exchanges: number): string {
  const columns = `${REGISTER}, timestamp, utc`;
  if (exchanges === 0) return `(SELECT ${columns}, kwh AS value, 0 AS lifted FROM ${accepted} WHERE ${isRegister})`;
  return (
    `(SELECT ${columns}, CAST(kwh + lifted AS DECIMAL(18,9)) AS value, lifted FROM (` +
    `SELECT a.*, coalesce((SELECT sum(x.ended - x.began) FROM exchanged x WHERE x.site_id = a.site_id ` +
    `AND x.appliance = a.appliance AND x.utc < a.utc), 0) AS lifted FROM ${accepted} a WHERE ${isRegister}))`
  );
}

/** @param judged whether the tables of `judgeFalls` are there */
async function createEnergies(accepted: string, isRegister: string, judged: boolean, db: Database): Promise<void> {
  const columns = `${REGISTER}, timestamp, utc, next_utc AS end_utc, false AS power`;
  const plain = `SELECT ${columns}, next_value - value AS kwh FROM register_steps WHERE next_utc IS NOT NULL`;
  const registers = judged
    ? `SELECT * FROM (${plain}) ANTI JOIN falling USING (${REGISTER}) UNION ALL ` +
      `SELECT ${columns}, energy AS kwh FROM judged_steps WHERE energy IS NOT NULL`
    : plain;
  const others =
    `SELECT ${REGISTER}, timestamp, utc, NULL::TIMESTAMP AS end_utc, power, kwh ` +
    `FROM ${accepted} WHERE NOT ${isRegister}`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE register_energies ` +
      `AS ${isRegister === 'true' ? registers : `${registers} UNION ALL ${others}`}`,
  );
  await createEdges(`(SELECT * FROM register_energies WHERE ${isRegister})`, judged, db);
  for (const table of ['register_steps', 'falling', 'false_stands', 'judged_steps', 'asleep_stands'])
    await db.run(`DROP TABLE IF EXISTS ${table}`);
}

/** Turns the stands of registers, which count up, into the energy between them, in the order of time. */
import type { Database } from '../../../shared/database/duckdb.ts';
import { literal } from '../../../shared/database/duckdb.ts';
import type { Layout, Note } from '../../../shared/readings/layout.ts';
import { columnWithRole, seriesNames, valueColumns } from '../read/slots.ts';
import { createEdges } from './registers/edges.ts';
import { judgeFalls, REGISTER } from './registers/falls.ts';
import { countRegisters, registerNotes } from './registers/notes.ts';

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

export function hasRegisters(layout: Layout): boolean {
  return valueColumns(layout).some(({ role }) => role === 'register');
}

/**
 * The energy from one stand to the next belongs to the interval that the first one begins and the second one ends.
 * @param accepted relation with `site_id, appliance, timestamp, utc, power, kwh`
 * @returns the relation `register_energies` with the same columns and `end_utc`, which is null for what is no register;
 * creates `register_edges`, see `createEdges`
 */
export async function differences(accepted: string, layout: Layout, db: Database): Promise<Differences> {
  const isRegister = await registerSeries(accepted, layout, db);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE register_steps AS SELECT *, lead(value) OVER w AS next_value, ` +
      `lead(utc) OVER w AS next_utc, ` +
      `lead(timestamp) OVER w AS next_timestamp FROM (SELECT ${REGISTER}, timestamp, utc, kwh AS value ` +
      `FROM ${accepted} WHERE ${isRegister}) ` +
      `WINDOW w AS (PARTITION BY ${REGISTER} ORDER BY utc)`,
  );
  const judged = await judgeFalls(db);
  const counts = await countRegisters(judged, seriesNames(layout), db);
  const notes = registerNotes(counts);
  await createEnergies(accepted, isRegister, judged, db);
  return {
    accepted: 'register_energies',
    ends: counts.ends,
    missing: counts.falseStands + counts.unknown,
    notes,
    registers: isRegister,
  };
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
  for (const table of ['register_steps', 'falling', 'false_stands', 'judged_steps'])
    await db.run(`DROP TABLE IF EXISTS ${table}`);
}

/** SQL: whether a reading's series is that of a register. */
async function registerSeries(accepted: string, layout: Layout, db: Database): Promise<string> {
  // The unit of a record says where it is a power, whatever the others of its column are.
  const stands = columnWithRole(layout, 'unit') ? 'NOT power' : 'true';
  if (valueColumns(layout).every(({ role }) => role === 'register')) return stands;
  const nameOf = seriesNames(layout);
  const keys = (await db.rows(`SELECT DISTINCT appliance FROM ${accepted} ORDER BY 1`)).flatMap(({ appliance }) => {
    const key = String(appliance);
    return nameOf(key)?.column.role === 'register' ? [key] : [];
  });
  return `(${stands} AND list_contains([${keys.map(literal).join(', ')}]::VARCHAR[], appliance))`;
}

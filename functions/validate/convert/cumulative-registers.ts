/** Turns the stands of registers, which count up, into the energy between them, in the order of time. */
import type { Database } from '../../../shared/database/duckdb.ts';
import { literal } from '../../../shared/database/duckdb.ts';
import type { Layout, Note } from '../../../shared/readings/layout.ts';
import { columnWithRole, slotsOf, valueColumns } from '../read/slots.ts';
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
}

export function hasRegisters(layout: Layout): boolean {
  return valueColumns(layout).some(({ role }) => role === 'register');
}

/**
 * The energy from one stand to the next belongs to the interval that the first one begins and the second one ends.
 * @param accepted relation with `site_id, appliance, timestamp, utc, power, kwh, generated_kwh`
 * @returns the relation `register_energies` with the same columns and `end_utc`, which is null for what is no register
 */
export async function differences(accepted: string, layout: Layout, db: Database): Promise<Differences> {
  const registers = valueColumns(layout).filter(({ role }) => role === 'register');
  const all = registers.length === valueColumns(layout).length || columnWithRole(layout, 'appliance') !== undefined;
  const names = slotsOf(layout).flatMap(({ appliance, consumed, generated }) =>
    (consumed ?? generated)?.role === 'register' ? [appliance ?? 'total'] : [],
  );
  const isRegister = all ? 'true' : `list_contains([${names.map(literal).join(', ')}], appliance)`;
  const stands = (['kwh', 'generated_kwh'] as const).map(
    (column) =>
      `SELECT site_id, appliance, ${literal(column)} AS measure, timestamp, utc, ${column} AS value FROM ${accepted} WHERE ${column} IS NOT NULL AND ${isRegister}`,
  );
  await db.run(
    `CREATE OR REPLACE TEMP TABLE register_steps AS SELECT *, lead(value) OVER w AS next_value, lead(utc) OVER w AS next_utc, ` +
      `lead(timestamp) OVER w AS next_timestamp FROM (${stands.join(' UNION ALL ')}) WINDOW w AS (PARTITION BY ${REGISTER} ORDER BY utc)`,
  );
  const judged = await judgeFalls(db);
  const counts = await countRegisters(judged, db);
  const notes = registerNotes(counts);
  await createEnergies(accepted, isRegister, judged, db);
  return { accepted: 'register_energies', ends: counts.ends, missing: counts.falseStands + counts.unknown, notes };
}

/** @param judged whether the tables of `judgeFalls` are there */
async function createEnergies(accepted: string, isRegister: string, judged: boolean, db: Database): Promise<void> {
  const columns = `${REGISTER}, timestamp, utc, next_utc AS end_utc`;
  const plain = `SELECT ${columns}, next_value - value AS energy FROM register_steps${judged ? ` ANTI JOIN falling USING (${REGISTER})` : ''}`;
  const all = judged ? `${plain} UNION ALL SELECT ${columns}, energy FROM judged_steps` : plain;
  const of = (column: string) => `any_value(energy) FILTER (measure = ${literal(column)}) AS ${column}`;
  const registers =
    `SELECT site_id, appliance, timestamp, utc, end_utc, false AS power, ${of('kwh')}, ${of('generated_kwh')} ` +
    `FROM (${all}) WHERE energy IS NOT NULL GROUP BY ALL`;
  const others = `SELECT site_id, appliance, timestamp, utc, NULL::TIMESTAMP AS end_utc, power, kwh, generated_kwh FROM ${accepted} WHERE NOT ${isRegister}`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE register_energies AS ${isRegister === 'true' ? registers : `${registers} UNION ALL ${others}`}`,
  );
  for (const table of ['register_steps', 'falling', 'false_stands', 'judged_steps'])
    await db.run(`DROP TABLE IF EXISTS ${table}`);
}

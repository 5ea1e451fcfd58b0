/** Turns the readings of a meter's register, which counts up, into the energy between them. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import { literal } from '../../../shared/database/duckdb.ts';
import type { Layout, Note } from '../../../shared/readings/layout.ts';
import { columnWithRole, slotsOf, valueColumns } from '../read/slots.ts';

/** A register that fell from within this part of a power of ten to little went over its last digit. */
const NEARLY_FULL = 0.9;

export interface Differences {
  /** Relation of energies. */
  readonly accepted: string;
  /** Readings that give no energy of their own. */
  readonly without: number;
  readonly notes: readonly Note[];
}

export function hasRegisters(layout: Layout): boolean {
  return valueColumns(layout).some(({ role }) => role === 'register');
}

const countsSchema = z.object({ ends: z.coerce.number(), resets: z.coerce.number(), rollovers: z.coerce.number() });

/**
 * The energy from one reading to the next belongs to the interval that the first one begins; the last reading begins none.
 * @param accepted relation with `site_id, appliance, timestamp, utc, power, kwh, generated_kwh`
 */
export async function differences(accepted: string, layout: Layout, db: Database): Promise<Differences> {
  const registers = valueColumns(layout).filter(({ role }) => role === 'register');
  const all = registers.length === valueColumns(layout).length || columnWithRole(layout, 'appliance') !== undefined;
  const names = slotsOf(layout).flatMap(({ appliance, consumed, generated }) =>
    (consumed ?? generated)?.role === 'register' ? [appliance ?? 'total'] : [],
  );
  const isRegister = all ? 'true' : `list_contains([${names.map(literal).join(', ')}], appliance)`;
  const next = (value: string) => `lead(${value} IGNORE NULLS) OVER (PARTITION BY site_id, appliance ORDER BY utc)`;
  const full = (value: string) =>
    `CAST(pow(10, length(CAST(CAST(floor(${value}) AS BIGINT) AS VARCHAR))) AS DECIMAL(18,9))`;
  const energy = (value: string) =>
    `CASE WHEN NOT register OR ${value} IS NULL THEN ${value} WHEN next_${value} >= ${value} THEN next_${value} - ${value} ` +
    `WHEN ${rolled(value)} THEN next_${value} + ${full(value)} - ${value} END`;
  const rolled = (value: string) =>
    `(next_${value} < ${value} AND ${value} >= ${NEARLY_FULL} * ${full(value)} AND next_${value} <= ${1 - NEARLY_FULL} * ${full(value)} AND ${value} >= 100)`;
  const each = (test: (value: string) => string) =>
    ['kwh', 'generated_kwh']
      .map((value) => `count_if(register AND ${value} IS NOT NULL AND ${test(value)})`)
      .join(' + ');
  await db.run(
    `CREATE OR REPLACE TEMP TABLE register_steps AS SELECT *, ${isRegister} AS register, ${next('kwh')} AS next_kwh, ${next('generated_kwh')} AS next_generated_kwh FROM ${accepted}`,
  );
  const [row] = await db.rows(
    `SELECT ${each((value) => `next_${value} IS NULL`)} AS ends, ` +
      `${each((value) => `next_${value} < ${value} AND NOT ${rolled(value)}`)} AS resets, ${each(rolled)} AS rollovers FROM register_steps`,
  );
  const { ends, resets, rollovers } = countsSchema.parse(row);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE register_energies AS SELECT * FROM (SELECT site_id, appliance, timestamp, utc, power, ${energy('kwh')} AS kwh, ${energy('generated_kwh')} AS generated_kwh FROM register_steps) ` +
      `WHERE kwh IS NOT NULL OR generated_kwh IS NOT NULL`,
  );
  await db.run('DROP TABLE register_steps');
  const note = (code: string, count: number, message: string): Note[] => (count > 0 ? [{ code, count, message }] : []);
  return {
    accepted: 'register_energies',
    without: ends + resets,
    notes: [
      ...note('REGISTER_END', ends, 'The last reading of a register begins no interval; it counts as missing.'),
      ...note(
        'REGISTER_RESET',
        resets,
        'A register went back: the energy of that interval cannot be told; it counts as missing.',
      ),
      ...note('REGISTER_ROLLOVER', rollovers, 'A register passed its last digit; its digits were made up for.'),
    ],
  };
}

/** Measures that count up, such as the stands of a gas meter: what was used is what lies between them. */
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { QUANTITIES, type Quantity } from '../../../shared/energy/flows.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { differences } from '../convert/cumulative-registers.ts';
import type { SeriesName } from '../read/slots.ts';
import { meaningOf } from '../recognise/words/meaning.ts';

export interface Measure {
  readonly key: string;
  readonly name: SeriesName;
  readonly quantity: Quantity;
}

/** Amounts of one interval each hardly rise so often and never fall. */
const RISES = 12;
/** In a short file stands are this many times their steps. */
const FEW_RISES = 3;
const TIMES_ITS_STEP = 20;

const growthSchema = z.object({
  appliance: z.string(),
  falls: z.coerce.number(),
  rises: z.coerce.number(),
  smallest: z.number(),
  step: z.number().nullable(),
});

/**
 * @param accepted relation with `site_id, appliance, timestamp, utc, power, kwh`
 * @returns the measures that are registers, by the keys of their series
 */
export async function registersAmong(
  accepted: string,
  measures: readonly Measure[],
  db: Database,
): Promise<ReadonlySet<string>> {
  const able = new Map(measures.flatMap((each) => (QUANTITIES[each.quantity].adds ? [[each.key, each] as const] : [])));
  if (able.size === 0) return new Set();
  const rows = await db.rows(
    `SELECT appliance, count_if(next < kwh) AS falls, count_if(next > kwh) AS rises, ` +
      `CAST(min(kwh) AS DOUBLE) AS smallest, ` +
      `CAST(median(next - kwh) FILTER (next > kwh) AS DOUBLE) AS step FROM (SELECT appliance, kwh, ` +
      `lead(kwh) OVER (PARTITION BY site_id, appliance ORDER BY utc) AS next FROM ${accepted} ` +
      `WHERE list_contains([${[...able.keys()].map(literal).join(', ')}], appliance)) GROUP BY appliance`,
  );
  const registers = rows.flatMap((row) => {
    const { appliance, falls, rises, smallest, step } = growthSchema.parse(row);
    const isNamed = meaningOf(able.get(appliance)?.name.column.name ?? '').concepts.has('register');
    const counts = rises >= RISES || (rises >= FEW_RISES && smallest >= TIMES_ITS_STEP * (step ?? smallest));
    return falls === 0 && rises > 0 && (isNamed || counts) ? [appliance] : [];
  });
  return new Set(registers);
}

/** @returns the relation in which registers are what lies between their stands, with `end_utc` */
export async function betweenStands(
  accepted: string,
  layout: Layout,
  registers: readonly Measure[],
  db: Database,
): Promise<string> {
  const columns = new Set(registers.map(({ name }) => name.column.index));
  const read = layout.columns.map((column) =>
    columns.has(column.index) ? { ...column, role: 'register' as const } : column,
  );
  return (await differences(accepted, { ...layout, columns: read }, db)).accepted;
}

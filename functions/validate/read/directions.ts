/** Records whose direction column says neither in nor out: they are rejected, not guessed. */
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { saysOtherQuantity } from '../recognise/id-columns.ts';
import { isDirection } from '../recognise/words/series-flows.ts';
import { HAS_PLACE, IS_MISSING, NOWHERE, QUARANTINE_CODES } from '../reject-codes.ts';
import { hasMeasureColumn, seriesNames } from './slots.ts';
import type { StagingTable } from './staging-table.ts';

/** @returns the keys of the series whose direction is not known */
export async function unknownDirections(stage: StagingTable, layout: Layout, db: Database): Promise<string[]> {
  if (!hasMeasureColumn(layout) || stage.parsed === 0) return [];
  const nameOf = seriesNames(layout);
  const keys = await db.rows(`SELECT DISTINCT appliance FROM ${stage.table} WHERE appliance IS NOT NULL ORDER BY 1`);
  return keys.map(({ appliance }) => String(appliance)).filter((key) => !isKnown(nameOf(key)?.direction ?? '', layout));
}

/** `Reactive import` says a direction, and is none of energy. */
function isKnown(direction: string, { flows = {} }: Layout): boolean {
  return (isDirection(direction) && !saysOtherQuantity(direction)) || Object.hasOwn(flows, direction);
}

/** @param stage a numbered one */
export async function rejectUnknown(stage: StagingTable, keys: readonly string[], db: Database): Promise<void> {
  if (keys.length === 0) return;
  await db.run(
    `UPDATE ${stage.table}_stored SET code = CASE WHEN ${IS_MISSING} THEN ${NOWHERE} ` +
      `ELSE ${QUARANTINE_CODES.MEASURE_UNKNOWN.number} END ` +
      `WHERE ${HAS_PLACE} AND appliance IN (SELECT unnest(from_json($keys, '["VARCHAR"]')))`,
    { keys: JSON.stringify(keys) },
  );
}

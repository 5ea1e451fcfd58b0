/** Which series of a file are stands of registers, which count up. */
import type { Database } from '../../../shared/database/duckdb.ts';
import { literal } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { columnWithRole, seriesNames, valueColumns } from '../read/slots.ts';

export function hasRegisters(layout: Layout): boolean {
  return valueColumns(layout).some(({ role }) => role === 'register');
}

/**
 * @param readings relation with `appliance` (the key of the series) and `power`
 * @returns SQL: whether a reading's series is that of a register
 */
export async function registerSeries(readings: string, layout: Layout, db: Database): Promise<string> {
  // The unit of a record says where it is a power, whatever the others of its column are.
  const stands = columnWithRole(layout, 'unit') ? 'NOT power' : 'true';
  if (valueColumns(layout).every(({ role }) => role === 'register')) return stands;
  const nameOf = seriesNames(layout);
  const keys = (await db.rows(`SELECT DISTINCT appliance FROM ${readings} ORDER BY 1`)).flatMap(({ appliance }) => {
    const key = String(appliance);
    return nameOf(key)?.column.role === 'register' ? [key] : [];
  });
  return `(${stands} AND list_contains([${keys.map(literal).join(', ')}]::VARCHAR[], appliance))`;
}

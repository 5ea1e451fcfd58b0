/** What each series of a file is: its name, what its energy does at the site, and whose meter it is of. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Flow } from '../../../shared/energy/flows.ts';
import type { Layout, LayoutColumn } from '../../../shared/readings/layout.ts';
import { type SeriesName, seriesNames } from '../read/slots.ts';
import { measureOf } from '../recognise/names.ts';

/** One series of one site. */
export interface Meaning {
  readonly site: string;
  readonly key: string;
  /** As people know it. */
  readonly name: string;
  readonly flow: Flow;
  readonly column: LayoutColumn;
}

const seriesSchema = z.object({ site_id: z.string(), appliance: z.string() });

/** @returns what the series in the table `series` are, in the order of their sites and keys */
export async function meaningsOf(layout: Layout, db: Database): Promise<Meaning[]> {
  const nameOf = seriesNames(layout);
  const rows = await db.rows('SELECT site_id, appliance FROM series ORDER BY site_id, appliance');
  return rows.flatMap((row) => {
    const { site_id: site, appliance: key } = seriesSchema.parse(row);
    const found = nameOf(key);
    return found ? [{ site, key, name: found.name, flow: flowOf(found), column: found.column }] : [];
  });
}

function flowOf({ column, direction }: SeriesName): Flow {
  const measure = direction === null ? column.measure : measureOf(direction);
  return column.flow ?? (measure === 'generation' ? 'production' : 'consumption');
}

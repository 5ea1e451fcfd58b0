/** What each series of a file is: its name, what its energy does at the site, and whose meter it is of. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Flow } from '../../../shared/energy/flows.ts';
import type { Layout, LayoutColumn } from '../../../shared/readings/layout.ts';
import { columnWithRole, seriesNames } from '../read/slots.ts';
import { flowsOfSeries } from '../recognise/words/series-flows.ts';

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
  const found = rows.flatMap((row) => {
    const { site_id: site, appliance: key } = seriesSchema.parse(row);
    const name = nameOf(key);
    return name ? [{ site, key, name }] : [];
  });
  const named = columnWithRole(layout, 'appliance') !== undefined;
  const bySite = Map.groupBy(found, ({ site }) => site);
  return [...bySite.values()].flatMap((series) => {
    const flows = flowsOfSeries(
      series.map(({ name }) => ({
        name: named ? name.name : '',
        direction: name.direction,
        column: name.column.flow,
      })),
      layout.flows,
    );
    return series.map(({ site, key, name }, at) => ({
      site,
      key,
      name: name.name,
      flow: flows[at]?.flow ?? 'consumption',
      column: name.column,
    }));
  });
}

/** What each series of a file is: its name, what its energy does at the site, and whose meter it is of. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Flow, Quality } from '../../../shared/energy/flows.ts';
import { ownValue } from '../../../shared/own-value.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { columnWithRole, seriesNames, valueColumns } from '../read/slots.ts';
import { meaningOf } from '../recognise/words/meaning.ts';
import { COLUMN_OF_VALUES, flowsOfSeries } from '../recognise/words/series-flows.ts';
import { namesPeople } from '../vocabulary/column-names.ts';

/** One series of one site. */
export interface Meaning {
  readonly site: string;
  readonly key: string;
  /** As people know it. */
  readonly name: string;
  /** The same, or its column's name where several series of the site are called alike. */
  readonly series: string;
  readonly flow: Flow;
  /** Nothing but the lack of another word says that it is the consumption. */
  readonly assumed: boolean;
  /** Whose readings they are; undefined where the file does not say. */
  readonly meter: string | undefined;
  /** Name of the series that it is behind; undefined for one behind the site's own meter. */
  readonly parent: string | undefined;
  readonly quality: Quality;
  /** It is the sum of the others of its flow. */
  readonly total: boolean;
  /** It is a register that runs at some times only, such as by night. */
  readonly tariff: boolean;
  /** Positive values of a signed flow go the other way. */
  readonly reversed: boolean;
  /** Name of its column. */
  readonly column: string;
  /** What the records call it; undefined where a column names it. */
  readonly recordName: string | undefined;
  /** The same, or what a column of directions says; undefined where only the column of its values says what it is. */
  readonly text: string | undefined;
  /** Length of the interval, minutes; null where it is not known. */
  readonly interval: number | null;
  /** Why it tells the energy of others again, where it does. */
  readonly again?: string | undefined;
}

const seriesSchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  interval_minutes: z.number().nullable(),
});

/** @returns what the series in the table `series` are, in the order of their sites and keys */
export async function meaningsOf(layout: Layout, db: Database): Promise<Meaning[]> {
  const nameOf = seriesNames(layout);
  const ofNames = columnWithRole(layout, 'appliance');
  const inRecords = ofNames !== undefined;
  const ofPeople = ofNames !== undefined && namesPeople(ofNames.name);
  const rows = await db.rows('SELECT site_id, appliance, interval_minutes FROM series ORDER BY site_id, appliance');
  const found = rows.flatMap((row) => {
    const { site_id: site, appliance: key, interval_minutes: interval } = seriesSchema.parse(row);
    const name = nameOf(key);
    return name ? [{ site, key, interval, name }] : [];
  });
  const bySite = Map.groupBy(found, ({ site }) => site);
  const headings = layout.columns.map(({ name }) => name);
  // Beside columns of parts, the one that is not called a part is the whole of each meter.
  const partsBeside = valueColumns(layout).some(({ flow }) => flow === 'submeter');
  return [...bySite.values()].flatMap((series) => {
    const flows = flowsOfSeries(
      series.map(({ name }) => ({
        name: name.recordName ?? '',
        direction: name.direction,
        column: name.column.flow,
        ofPeople,
      })),
      headings,
      layout.flows,
    );
    const alike = new Set(series.map(({ name: { name } }) => name).filter((name, at, all) => all.indexOf(name) !== at));
    return series.map(({ site, key, interval, name: { name, recordName, column, direction } }, at) => ({
      site,
      key,
      name,
      series: alike.has(name) ? column.name : name,
      flow: flows[at]?.flow ?? 'consumption',
      assumed: inRecords && !partsBeside && flows[at]?.flow === 'consumption' && flows[at]?.why === COLUMN_OF_VALUES,
      meter: column.meter ?? (inRecords ? recordName : undefined),
      parent: column.parent ?? ownValue(layout.parents, recordName ?? ''),
      quality: column.quality ?? 'measured',
      total: column.role === 'total',
      tariff: [direction ?? recordName ?? '', column.name].some((text) => meaningOf(text).concepts.has('tariff')),
      reversed: column.sign === 'reversed',
      column: column.name,
      recordName,
      text: direction ?? (ofPeople ? undefined : recordName),
      interval,
    }));
  });
}

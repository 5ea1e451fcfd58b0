/** Makes the tables of the record show what the records name, where partitions were lost or changed by hand. */
import { locationOf, type Registration, show } from '../record/register.ts';
import type { SiteRecord } from '../record/site-record.ts';
import { readRecords } from '../record/site-record.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import type { Catalog } from '../tables/catalog-port.ts';
import { RECORD_TABLES } from '../tables/schema.ts';

interface Tables {
  readonly lake: LakeStore;
  readonly catalog: Catalog;
}

/** @returns months of sites of which a table shows something else than the record says */
export async function findStrayMonths({ lake, catalog }: Tables): Promise<Registration[]> {
  // The catalogue first: what is registered by then was in a record before.
  const registered = await Promise.all(
    RECORD_TABLES.map(async (table) => {
      const locations = new Map<string, Map<string, string>>();
      for (const { values, location } of await catalog.partitions(table)) {
        const [site = '', month = ''] = values;
        locations.set(site, (locations.get(site) ?? new Map<string, string>()).set(month, location));
      }
      return { table, locations };
    }),
  );
  const records = await readRecords(lake);
  return records.flatMap((record): Registration[] => {
    const stray = new Set<string>();
    for (const { table, locations } of registered) {
      const theirs = locations.get(record.site);
      for (const month of new Set([...Object.keys(record.months), ...(theirs?.keys() ?? [])]))
        if ((theirs?.get(month) ?? null) !== locationOf(record, month, table, lake.bucket)) stray.add(month);
    }
    return stray.size === 0 ? [] : [{ record, months: [...stray].sort(), added: addedOf(record, stray) }];
  });
}

function addedOf(record: SiteRecord, months: ReadonlySet<string>): string[] {
  return [...months].filter((month) => Object.hasOwn(record.months, month));
}

/** @param stray what `findStrayMonths` found */
export async function mendTables(stray: readonly Registration[], tables: Tables): Promise<void> {
  await show(stray, tables);
}

import { isDeepStrictEqual } from 'node:util';
import type { CatalogAdmin } from './catalog-port.ts';
import { type GlueTable, glueTables } from './glue-tables.ts';

/**
 * Brings database and tables to what shared/tables/schema.ts declares: creates what is missing, updates what differs.
 * Safe to run again at any time.
 * @param bucket the lake's bucket
 * @returns tables that an earlier release partitioned otherwise: they were made anew, and have no partitions
 */
export async function ensureCatalog(catalog: CatalogAdmin, bucket: string): Promise<string[]> {
  await catalog.ensureDatabase();
  const existing = await catalog.tables();
  const renewed = await Promise.all(
    glueTables(bucket).map(async (declared) => {
      const table = existing.get(declared.Name);
      if (!existing.has(declared.Name)) await catalog.createTable(declared);
      else if (table && !isDeepStrictEqual(keysOf(table), keysOf(declared))) {
        await catalog.deleteTable(declared.Name);
        await catalog.createTable(declared);
        return [declared.Name];
      } else if (!isDeepStrictEqual(table, declared)) await catalog.updateTable(declared);
      return [];
    }),
  );
  return renewed.flat();
}

function keysOf({ PartitionKeys }: GlueTable): string[] {
  return PartitionKeys.map(({ Name }) => Name);
}

import { isDeepStrictEqual } from 'node:util';
import type { CatalogAdmin } from './catalog-port.ts';
import { glueTables } from './glue-tables.ts';

/**
 * Brings database and tables to what shared/tables/schema.ts declares: creates what is missing, updates what differs.
 * Safe to run again at any time.
 * @param bucket the lake's bucket
 */
export async function ensureCatalog(catalog: CatalogAdmin, bucket: string): Promise<void> {
  await catalog.ensureDatabase();
  const existing = await catalog.tables();
  await Promise.all(
    glueTables(bucket).map(async (declared) => {
      if (!existing.has(declared.Name)) await catalog.createTable(declared);
      else if (!isDeepStrictEqual(existing.get(declared.Name), declared)) await catalog.updateTable(declared);
    }),
  );
}

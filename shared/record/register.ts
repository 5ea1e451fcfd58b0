/** Makes the catalogue show the months of sites that their records name. */
import pMap from 'p-map';
import { EMPTY_PREFIX, generationTable } from '../lake/keys.ts';
import { TransientDependency } from '../runtime/errors.ts';
import { createPartitions, deletePartitions, updatePartitions } from '../runtime/partition-changes.ts';
import type { Catalog, Partition } from '../tables/catalog-port.ts';
import { RECORD_TABLES, type RecordTable } from '../tables/schema.ts';
import type { RecordContext } from './context.ts';
import { readRecord, type SiteRecord } from './site-record.ts';

const AT_ONCE = 8;
/** Each round follows a commit that happened during the round before it. */
const MAX_ROUNDS = 25;

/** Months of a site to be registered as the record has them. */
export interface Registration {
  readonly record: SiteRecord;
  readonly months: readonly string[];
  /** Those of them that were not in the record before. */
  readonly added: readonly string[];
}

/**
 * Registers the months; again where a record has changed meanwhile, so that whoever ends last has shown the last one.
 * @throws TransientDependency when the catalogue refused a change, or a record never came to rest
 */
export async function show(
  registrations: readonly Registration[],
  { lake, catalog }: Pick<RecordContext, 'lake' | 'catalog'>,
): Promise<void> {
  let behind = registrations;
  for (let round = 1; behind.length > 0; round += 1) {
    if (round > MAX_ROUNDS)
      throw new TransientDependency(`A record changed during each of ${MAX_ROUNDS} registrations`);
    await register(behind, lake.bucket, catalog);
    const now = await pMap(
      behind,
      async ({ record, months }): Promise<Registration[]> => {
        const { record: after } = await readRecord(lake, record.site);
        const changed = months.filter((month) => after.months[month]?.generation !== record.months[month]?.generation);
        return changed.length === 0 ? [] : [{ record: after, months: changed, added: [] }];
      },
      { concurrency: AT_ONCE },
    );
    behind = now.flat();
  }
}

/** Where a month of a table is registered; null for a month that the record does not have. */
export function locationOf(record: SiteRecord, month: string, table: RecordTable, bucket: string): string | null {
  const known = record.months[month];
  return known ? `s3://${bucket}/${generationTable(known.generation, table)}` : null;
}

/**
 * Registers each month at its version, and takes months out that have none. New months come on an empty prefix
 * first; then all of a table's months move in one call, so that a query sees a site's old or its new ones. Safe to
 * run again at any point.
 * @throws TransientDependency when the catalogue refused a change
 */
async function register(registrations: readonly Registration[], bucket: string, catalog: Catalog): Promise<void> {
  if (registrations.length === 0) return;
  await Promise.all(RECORD_TABLES.map((table) => registerTable(table, registrations, bucket, catalog)));
}

async function registerTable(
  table: RecordTable,
  registrations: readonly Registration[],
  bucket: string,
  catalog: Catalog,
): Promise<void> {
  const empty = `s3://${bucket}/${EMPTY_PREFIX}`;
  const added = registrations.flatMap(({ record, months, added: fresh }) =>
    months
      .filter((month) => fresh.includes(month) && record.months[month])
      .map((month): Partition => ({ values: [record.site, month], location: empty })),
  );
  await createPartitions(catalog, table, added);
  const wanted = registrations.flatMap(({ record, months }) =>
    months.map(
      (month): Partition => ({
        values: [record.site, month],
        location: locationOf(record, month, table, bucket) ?? empty,
      }),
    ),
  );
  const gone = wanted.filter(({ location }) => location === empty);
  const missing = await updatePartitions(catalog, table, wanted);
  // Registered by nobody: whoever added the month ended before it came here.
  const late = missing.filter(({ location }) => location !== empty);
  await createPartitions(
    catalog,
    table,
    late.map((each) => ({ ...each, location: empty })),
  );
  const still = await updatePartitions(catalog, table, late);
  if (still.length > 0) throw new TransientDependency(`Partitions of ${table} come and go while they are registered.`);
  await deletePartitions(catalog, table, gone);
}

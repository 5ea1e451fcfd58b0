import { isDeepStrictEqual } from 'node:util';
import type { Manifest, Publication } from '../../shared/lake/manifest.ts';
import { readManifest } from '../../shared/lake/manifest-store.ts';
import { TransientDependency } from '../../shared/runtime/errors.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import {
  createPartitions,
  deletePartitions,
  identity,
  updatePartitions,
} from '../../shared/runtime/partition-changes.ts';
import type { Catalog, Partition } from '../../shared/tables/catalog-port.ts';
import { type TableName, UPLOAD_TABLES } from '../../shared/tables/schema.ts';

/** Each round follows a commit that happened during the round before it. */
const MAX_ROUNDS = 10;

/** What was changed, over all rounds. */
export interface Reconciled {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly rounds: number;
}

/** The partitions of a dataset that the catalogue has, in the tables that have one an upload. */
export type Registered = ReadonlyMap<TableName, readonly Partition[]>;

export async function listPartitions(catalog: Catalog, dataset: string): Promise<Registered> {
  return new Map(
    await Promise.all(UPLOAD_TABLES.map(async (table) => [table, await catalog.partitionsOf(table, dataset)] as const)),
  );
}

/**
 * Makes the catalog's partitions of a dataset those that its manifest names: creates, updates, and deletes the others
 * in every table. Then reads the manifest again, and repeats when it changed. Safe to run again at any point, also next
 * to another run of it: whoever ends last has seen the last manifest.
 * @param manifest as read or written a moment ago
 * @param registered what `listPartitions` found during this attempt; whoever registers others after it has a manifest
 *   to read again, and will find this one
 * @returns what was changed; nothing when the catalog was right already
 * @throws TransientDependency when the catalog refused a change, or the manifest never came to rest
 */
export async function reconcile(
  lake: LakeStore,
  catalog: Catalog,
  manifest: Manifest,
  registered?: Registered,
): Promise<Reconciled> {
  const { dataset, key } = manifest;
  let found = registered ?? (await listPartitions(catalog, dataset));
  let current: Manifest | undefined = manifest;
  const sum = { created: 0, updated: 0, deleted: 0 };
  for (let rounds = 1; rounds <= MAX_ROUNDS; rounds += 1) {
    const wanted = wantedPartitions(lake.bucket, dataset, current?.published ?? undefined);
    const changes = await Promise.all(
      UPLOAD_TABLES.map((table) => reconcileTable(catalog, table, found.get(table) ?? [], wanted.get(table) ?? [])),
    );
    for (const { created, updated, deleted } of changes) {
      sum.created += created;
      sum.updated += updated;
      sum.deleted += deleted;
    }
    const { manifest: after }: { manifest: Manifest | undefined } = await readManifest(lake, dataset, key);
    if (isDeepStrictEqual(after?.published, current?.published)) return { ...sum, rounds };
    current = after;
    found = await listPartitions(catalog, dataset);
  }
  throw new TransientDependency(`The manifest of ${dataset} changed during each of ${MAX_ROUNDS} reconciliations.`);
}

/** The partitions that a publication names; none for nothing published. */
export function wantedPartitions(bucket: string, dataset: string, published: Publication | undefined): Registered {
  if (!published) return new Map();
  const at = (prefix: string) => `s3://${bucket}/${prefix}`;
  return new Map(published.tables.map(({ table, prefix }) => [table, [{ values: [dataset], location: at(prefix) }]]));
}

async function reconcileTable(
  catalog: Catalog,
  table: TableName,
  registered: readonly Partition[],
  wanted: readonly Partition[],
) {
  const found = byValues(registered);
  const named = byValues(wanted);
  const toCreate = wanted.filter((each) => !found.has(identity(each.values)));
  const toUpdate = wanted.filter((each) => {
    const existing = found.get(identity(each.values));
    return existing !== undefined && existing.location !== each.location;
  });
  const toDelete = [...found.values()].filter((each) => !named.has(identity(each.values)));

  // Another reconciliation of the same dataset may have made, or removed, any of them meanwhile.
  const tooLate = await createPartitions(catalog, table, toCreate);
  const vanished = await updatePartitions(catalog, table, [...toUpdate, ...tooLate]);
  const again = await createPartitions(catalog, table, vanished);
  if (again.length > 0) throw new TransientDependency(`Partitions of ${table} come and go while they are registered.`);
  await deletePartitions(catalog, table, toDelete);
  return { created: toCreate.length, updated: toUpdate.length, deleted: toDelete.length };
}

function byValues(partitions: readonly Partition[]): Map<string, Partition> {
  return new Map(partitions.map((each) => [identity(each.values), each]));
}

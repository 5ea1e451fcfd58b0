/** Changes of a table's partitions beside others who change the same: what is done already is no fault. */
import { ALREADY_EXISTS, type Catalog, MISSING, type Partition, type PartitionFault } from '../tables/catalog-port.ts';
import { gluePartition } from '../tables/glue-tables.ts';
import type { TableName } from '../tables/schema.ts';
import { TransientDependency } from './errors.ts';

/**
 * @returns those that exist already
 * @throws TransientDependency when one failed for another reason
 */
export async function createPartitions(
  catalog: Catalog,
  table: TableName,
  partitions: readonly Partition[],
): Promise<Partition[]> {
  if (partitions.length === 0) return [];
  const faults = await catalog.createPartitions(table, partitions.map(inputFor(table)));
  return having(partitions, refuseOthers(table, faults, ALREADY_EXISTS));
}

/**
 * @returns those that are not there to be updated
 * @throws TransientDependency when one failed for another reason
 */
export async function updatePartitions(
  catalog: Catalog,
  table: TableName,
  partitions: readonly Partition[],
): Promise<Partition[]> {
  if (partitions.length === 0) return [];
  const faults = await catalog.updatePartitions(table, partitions.map(inputFor(table)));
  return having(partitions, refuseOthers(table, faults, MISSING));
}

/** @throws TransientDependency when one failed for another reason than that it is gone */
export async function deletePartitions(
  catalog: Catalog,
  table: TableName,
  partitions: readonly Pick<Partition, 'values'>[],
): Promise<void> {
  if (partitions.length === 0) return;
  const values = partitions.map((each) => each.values);
  refuseOthers(table, await catalog.deletePartitions(table, values), MISSING);
}

function inputFor(table: TableName) {
  return ({ values, location }: Partition) => gluePartition(table, values, location);
}

/** @throws TransientDependency when an item failed for another reason than the expected one */
function refuseOthers(
  table: TableName,
  faults: readonly PartitionFault[],
  expected: string,
): readonly PartitionFault[] {
  const other = faults.find(({ code }) => code !== expected);
  if (!other) return faults;
  throw new TransientDependency(
    `Glue refused partition ${other.values.join('/')} of ${table}: ${other.code} ${other.message}`,
  );
}

/** The partitions that faults are of. */
function having(partitions: readonly Partition[], faults: readonly PartitionFault[]): Partition[] {
  const wanted = new Set(faults.map(({ values }) => identity(values)));
  return partitions.filter(({ values }) => wanted.has(identity(values)));
}

/** One text per list of values. */
export function identity(values: readonly string[]): string {
  return JSON.stringify(values);
}

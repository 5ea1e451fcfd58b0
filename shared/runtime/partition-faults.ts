/** What to make of the items of a batch that the catalogue did not do. */

import type { Partition, PartitionFault } from '../tables/catalog-port.ts';
import { TransientDependency } from './errors.ts';

/** @throws TransientDependency when an item failed for another reason than the expected one */
export function refuseOthers(
  table: string,
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
export function having(partitions: readonly Partition[], faults: readonly PartitionFault[]): Partition[] {
  const wanted = new Set(faults.map(({ values }) => identity(values)));
  return partitions.filter(({ values }) => wanted.has(identity(values)));
}

/** One text per list of values. */
export function identity(values: readonly string[]): string {
  return JSON.stringify(values);
}

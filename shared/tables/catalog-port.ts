import type { GluePartition, GlueTable } from './glue-tables.ts';
import type { TableName } from './schema.ts';

/** A registered partition: the values of the table's partition keys, in order, and where its files are. */
export interface Partition {
  readonly values: readonly string[];
  /** `s3://bucket/prefix/` */
  readonly location: string;
}

/** One item of a batch that was not done; the others were. */
export interface PartitionFault {
  readonly values: readonly string[];
  /** ALREADY_EXISTS on create; MISSING on update or delete; everything else is the service's own code. */
  readonly code: string;
  readonly message: string;
}
export const ALREADY_EXISTS = 'ALREADY_EXISTS';
export const MISSING = 'MISSING';

/**
 * The partitions of the tables in one database; `shared/tables/glue-catalog.ts` speaks Glue. Batches may be of any
 * size.
 */
export interface Catalog {
  /** All partitions of a table that belong to a dataset. */
  partitionsOf(table: TableName, dataset: string): Promise<readonly Partition[]>;
  /** All partitions of a table. */
  partitions(table: TableName): Promise<readonly Partition[]>;
  createPartitions(table: TableName, partitions: readonly GluePartition[]): Promise<readonly PartitionFault[]>;
  updatePartitions(table: TableName, partitions: readonly GluePartition[]): Promise<readonly PartitionFault[]>;
  deletePartitions(table: TableName, values: readonly (readonly string[])[]): Promise<readonly PartitionFault[]>;
}

/** Making the database and its tables where CloudFormation does not. */
export interface CatalogAdmin {
  /** Creates the database unless it exists. */
  ensureDatabase(): Promise<void>;
  /** The tables of the database by name; undefined for one that lacks parts which all of ours have. */
  tables(): Promise<ReadonlyMap<string, GlueTable | undefined>>;
  createTable(table: GlueTable): Promise<void>;
  updateTable(table: GlueTable): Promise<void>;
  /** Deletes a table with its partitions. */
  deleteTable(name: string): Promise<void>;
}

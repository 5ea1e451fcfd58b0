import path from 'node:path';
import { AwsError, type JsonService } from '../service.ts';
import { setAside } from '../set-aside.ts';
import { type Context, databaseOperations } from './databases.ts';
import { partitionOperations } from './partitions.ts';
import type { DatabaseRecord, PartitionRecord, TableRecord } from './shapes.ts';
import { isDamaged, openStore, sortedPartitions } from './store.ts';
import { tableOperations } from './tables.ts';

export type { DatabaseRecord, PartitionRecord, TableRecord };

/** The catalogue as Athena reads it: in process, at the speed of a map. Names are lower case. */
export interface GlueCatalog {
  databases(): readonly DatabaseRecord[];
  /** Tables of a database, by name; none when there is no such database. */
  tables(database: string): readonly TableRecord[];
  /** Partitions of a table in the order of their values; none when there is no such table. */
  partitions(database: string, table: string): readonly PartitionRecord[];
}

export interface Glue extends JsonService, GlueCatalog {
  /** Whether partitions were lost to damaged files: their owner registers them again, then calls `mended`. */
  readonly lostPartitions: boolean;
  /** Sets aside the damaged files that nothing has taken the place of. */
  mended(): void;
  close(): Promise<void>;
}

/**
 * The Glue Data Catalog API over JSON files below `<home>/glue/`.
 * @param options.home the stack's data folder
 */
export async function createGlue(options: { home: string }): Promise<Glue> {
  const store = openStore(path.join(options.home, 'glue'));
  const context: Context = { store, now: () => Math.round(Date.now()) / 1000 };
  const operations = new Map(
    Object.entries({
      ...databaseOperations(context),
      ...tableOperations(context),
      ...partitionOperations(context),
    }),
  );

  return {
    target: 'AWSGlue',
    protocol: '1.1',
    async call(operation, input) {
      const run = operations.get(operation);
      if (!run) {
        throw new AwsError('UnknownOperationException', `Glue's ${operation} is not part of the local stack`);
      }
      return run(input);
    },
    databases: () => [...store.databases.values()].map((database) => database.record),
    tables: (database) => {
      const tables = store.databases.get(database)?.tables.values() ?? [];
      return [...tables].map((table) => table.record);
    },
    partitions: (database, table) => {
      const found = store.databases.get(database)?.tables.get(table);
      return found ? sortedPartitions(found) : [];
    },
    lostPartitions: store.damaged.length > 0,
    mended() {
      for (const file of store.damaged) if (isDamaged(file)) setAside(file, 'it is no list of partitions');
    },
    async close() {
      // Every change is on disk when its call returns: there is nothing to flush.
    },
  };
}

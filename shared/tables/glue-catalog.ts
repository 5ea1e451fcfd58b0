import {
  AlreadyExistsException,
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchUpdatePartitionCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  type ErrorDetail,
  GetDatabaseCommand,
  type GlueClient,
  paginateGetPartitions,
  paginateGetTables,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { z } from 'zod';
import { literal } from '../database/duckdb.ts';
import {
  ALREADY_EXISTS,
  type Catalog,
  type CatalogAdmin,
  MISSING,
  type Partition,
  type PartitionFault,
} from './catalog-port.ts';
import type { GlueTable } from './glue-tables.ts';

/** What Glue takes in one call. */
const CREATE_BATCH = 100;
const UPDATE_BATCH = 100;
const DELETE_BATCH = 25;

/** The Glue Data Catalog, one database of it. */
export function createCatalog(glue: GlueClient, database: string): Catalog & CatalogAdmin {
  async function listPartitions(TableName: string, Expression?: string): Promise<Partition[]> {
    const found = paginateGetPartitions(
      { client: glue },
      { DatabaseName: database, TableName, ExcludeColumnSchema: true, ...(Expression ? { Expression } : {}) },
    );
    const partitions: Partition[] = [];
    for await (const page of found) {
      for (const { Values, StorageDescriptor } of page.Partitions ?? []) {
        partitions.push({ values: Values ?? [], location: StorageDescriptor?.Location ?? '' });
      }
    }
    return partitions;
  }

  return {
    partitionsOf: (table, dataset) => listPartitions(table, `dataset = ${literal(dataset)}`),

    partitions: (table) => listPartitions(table),

    createPartitions: (table, partitions) =>
      inBatches(partitions, CREATE_BATCH, async (PartitionInputList) => {
        const { Errors } = await glue.send(
          new BatchCreatePartitionCommand({ DatabaseName: database, TableName: table, PartitionInputList }),
        );
        return (Errors ?? []).map(({ PartitionValues, ErrorDetail }) => fault(PartitionValues, ErrorDetail));
      }),

    updatePartitions: (table, partitions) =>
      inBatches(partitions, UPDATE_BATCH, async (batch) => {
        const Entries = batch.map((partition) => ({
          PartitionValueList: partition.Values,
          PartitionInput: partition,
        }));
        const { Errors } = await glue.send(
          new BatchUpdatePartitionCommand({ DatabaseName: database, TableName: table, Entries }),
        );
        return (Errors ?? []).map(({ PartitionValueList, ErrorDetail }) => fault(PartitionValueList, ErrorDetail));
      }),

    deletePartitions: (table, values) =>
      inBatches(values, DELETE_BATCH, async (batch) => {
        const { Errors } = await glue.send(
          new BatchDeletePartitionCommand({
            DatabaseName: database,
            TableName: table,
            PartitionsToDelete: batch.map((each) => ({ Values: [...each] })),
          }),
        );
        return (Errors ?? []).map(({ PartitionValues, ErrorDetail }) => fault(PartitionValues, ErrorDetail));
      }),

    async ensureDatabase() {
      try {
        await glue.send(new GetDatabaseCommand({ Name: database }));
      } catch (error) {
        if (!(error instanceof EntityNotFoundException)) throw error;
        await glue
          .send(new CreateDatabaseCommand({ DatabaseInput: { Name: database, Description: 'Energy readings' } }))
          .catch(ignoreExisting);
      }
    },

    async tables() {
      const tables = new Map<string, GlueTable | undefined>();
      for await (const page of paginateGetTables({ client: glue }, { DatabaseName: database })) {
        for (const table of page.TableList ?? []) {
          if (table.Name) tables.set(table.Name, tableSchema.safeParse(table).data);
        }
      }
      return tables;
    },

    async createTable(table) {
      await glue.send(new CreateTableCommand({ DatabaseName: database, TableInput: table })).catch(ignoreExisting);
    },

    async updateTable(table) {
      await glue.send(new UpdateTableCommand({ DatabaseName: database, TableInput: table }));
    },

    async deleteTable(name) {
      await glue.send(new DeleteTableCommand({ DatabaseName: database, Name: name }));
    },
  };
}

/** Somebody else created it in the same moment, from the same declaration. */
function ignoreExisting(error: unknown): void {
  if (!(error instanceof AlreadyExistsException)) throw error;
}

async function inBatches<T>(
  items: readonly T[],
  size: number,
  send: (batch: T[]) => Promise<PartitionFault[]>,
): Promise<PartitionFault[]> {
  const faults: PartitionFault[] = [];
  for (let start = 0; start < items.length; start += size) {
    faults.push(...(await send(items.slice(start, start + size))));
  }
  return faults;
}

function fault(values: string[] | undefined, detail: ErrorDetail | undefined): PartitionFault {
  const code = detail?.ErrorCode ?? 'Unknown';
  return { values: values ?? [], code: CODES.get(code) ?? code, message: detail?.ErrorMessage ?? '' };
}

const CODES = new Map([
  ['AlreadyExistsException', ALREADY_EXISTS],
  ['EntityNotFoundException', MISSING],
]);

const columnSchema = z.object({ Name: z.string(), Type: z.string(), Comment: z.string().optional() });

/** The part of a table that this project declares; what Glue adds (times, version, owner) falls away. */
const tableSchema = z.object({
  Name: z.string(),
  Description: z.string(),
  TableType: z.literal('EXTERNAL_TABLE'),
  Parameters: z.record(z.string(), z.string()),
  PartitionKeys: z.array(columnSchema),
  StorageDescriptor: z.object({
    Columns: z.array(columnSchema),
    Location: z.string(),
    InputFormat: z.string(),
    OutputFormat: z.string(),
    SerdeInfo: z.object({ SerializationLibrary: z.string(), Parameters: z.record(z.string(), z.string()) }),
  }),
}) satisfies z.ZodType<GlueTable>;

import { z } from 'zod';
import { AwsError, LOCAL_ACCOUNT } from '../service.ts';
import { type Context, catalogId, findDatabase, type Operation } from './databases.ts';
import { paged } from './paging.ts';
import { type Column, parseInput, type TableInput, type TableRecord, tableInput } from './shapes.ts';
import type { Store, StoredTable } from './store.ts';
import { namePattern } from './wildcard.ts';

/** @throws AwsError EntityNotFoundException */
export function findTable(store: Store, databaseName: string, name: string): StoredTable {
  const table = findDatabase(store, databaseName).tables.get(name.toLowerCase());
  if (!table) throw new AwsError('EntityNotFoundException', `Table ${name.toLowerCase()} not found.`);
  return table;
}

export function tableOperations({ store, now }: Context): Record<string, Operation> {
  const inDatabase = z.object({ ...catalogId, DatabaseName: z.string().min(1) });
  const named = inDatabase.extend({ Name: z.string().min(1) });
  const withInput = inDatabase.extend({
    TableInput: tableInput,
    VersionId: z.string().optional(),
    PartitionIndexes: z.array(z.unknown()).max(0, 'partition indexes are not part of the local stack').optional(),
    OpenTableFormatInput: z.undefined('open table formats are not part of the local stack').optional(),
  });

  const remove = (databaseName: string, name: string) =>
    store.deleteTable(findDatabase(store, databaseName), findTable(store, databaseName, name).record.Name);

  return {
    CreateTable(input) {
      const { DatabaseName, TableInput: given } = parseInput(withInput, input);
      const database = findDatabase(store, DatabaseName);
      if (database.tables.has(given.Name.toLowerCase())) {
        throw new AwsError('AlreadyExistsException', 'Table already exists.');
      }
      store.putTable(database, { ...checked(given), CreateTime: now(), UpdateTime: now(), VersionId: '0' });
      return {};
    },
    GetTable(input) {
      const { DatabaseName, Name } = parseInput(named, input);
      return { Table: output(findDatabase(store, DatabaseName).record.Name, findTable(store, DatabaseName, Name)) };
    },
    GetTables(input) {
      const shape = inDatabase.extend({
        Expression: z.string().max(2048).optional(),
        MaxResults: z.number().int().min(1).max(100).optional(),
      });
      const { DatabaseName, Expression, MaxResults = 100 } = parseInput(shape, input);
      const database = findDatabase(store, DatabaseName);
      const matches = Expression === undefined ? () => true : namesLike(Expression);
      const found = [...database.tables.values()].filter((table) => matches(table.record.Name));
      found.sort((left, right) => (left.record.Name < right.record.Name ? -1 : 1));
      const { items, NextToken } = paged(found, MaxResults, input.NextToken);
      return { TableList: items.map((table) => output(database.record.Name, table)), NextToken };
    },
    UpdateTable(input) {
      const { DatabaseName, TableInput: given, VersionId } = parseInput(withInput, input);
      const { record, groups } = findTable(store, DatabaseName, given.Name);
      if (VersionId !== undefined && VersionId !== record.VersionId) {
        throw new AwsError(
          'ConcurrentModificationException',
          `The table is at version ${record.VersionId}, not ${VersionId}.`,
        );
      }
      const next = checked(given);
      if (groups.size > 0 && next.PartitionKeys?.length !== record.PartitionKeys?.length) {
        throw new AwsError(
          'InvalidInputException',
          'The number of partition keys cannot change while the table has partitions',
        );
      }
      store.putTable(findDatabase(store, DatabaseName), {
        ...next,
        CreateTime: record.CreateTime,
        UpdateTime: now(),
        VersionId: String(Number(record.VersionId) + 1),
      });
      return {};
    },
    DeleteTable(input) {
      const { DatabaseName, Name } = parseInput(named, input);
      remove(DatabaseName, Name);
      return {};
    },
    BatchDeleteTable(input) {
      const shape = inDatabase.extend({ TablesToDelete: z.array(z.string().min(1)).max(100) });
      const { DatabaseName, TablesToDelete } = parseInput(shape, input);
      findDatabase(store, DatabaseName);
      const errors = TablesToDelete.flatMap((name) => {
        try {
          remove(DatabaseName, name);
          return [];
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          return [{ TableName: name, ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message } }];
        }
      });
      return { Errors: errors };
    },
  };
}

/** Names are stored in lower case, as Glue stores them; a column must have one place only. */
function checked(given: TableInput): TableInput {
  const columns = lower(given.StorageDescriptor?.Columns);
  const keys = lower(given.PartitionKeys) ?? [];
  const seen = new Set<string>();
  for (const { Name } of [...(columns ?? []), ...keys]) {
    if (seen.has(Name)) throw new AwsError('InvalidInputException', `The table has two columns named ${Name}`);
    seen.add(Name);
  }
  const storage = given.StorageDescriptor && { ...given.StorageDescriptor, Columns: columns };
  return { ...given, Name: given.Name.toLowerCase(), PartitionKeys: keys, StorageDescriptor: storage };
}

function lower(columns: Column[] | undefined): Column[] | undefined {
  return columns?.map((column) => ({ ...column, Name: column.Name.toLowerCase() }));
}

/**
 * GetTables' Expression: names with `*` (or `.*`) for any run, `.` for one character, `|` between alternatives.
 * Other signs of a regular expression are refused rather than read in another way.
 */
function namesLike(expression: string): (name: string) => boolean {
  if (/[[\](){}+?^$\\]/.test(expression)) {
    throw new AwsError(
      'InvalidInputException',
      `The local catalogue reads names, '*', '.' and '|' in Expression, not '${expression}'`,
    );
  }
  return namePattern(expression.toLowerCase());
}

function output(database: string, { record }: StoredTable) {
  return {
    ...(record satisfies TableRecord),
    DatabaseName: database,
    CatalogId: LOCAL_ACCOUNT,
    IsRegisteredWithLakeFormation: false,
  };
}

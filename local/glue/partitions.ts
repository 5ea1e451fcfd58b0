import { z } from 'zod';
import { AwsError, LOCAL_ACCOUNT } from '../service.ts';
import { type Context, catalogId, findDatabase, type Operation } from './databases.ts';
import { partitionFilter } from './expression.ts';
import { paged } from './paging.ts';
import { type PartitionInput, type PartitionRecord, parseInput, partitionInput } from './shapes.ts';
import { findPartition, partitionKey, type StoredTable, sortedPartitions } from './store.ts';
import { findTable } from './tables.ts';

const inTable = z.object({ ...catalogId, DatabaseName: z.string().min(1), TableName: z.string().min(1) });
const values = z.array(z.string().max(1024)).min(1);
const valueList = z.object({ Values: values });

export function partitionOperations({ store, now }: Context): Record<string, Operation> {
  const open = (given: { DatabaseName: string; TableName: string }) => {
    const table = findTable(store, given.DatabaseName, given.TableName);
    return { table, database: findDatabase(store, given.DatabaseName).record.Name };
  };

  return {
    CreatePartition(input) {
      const given = parseInput(inTable.extend({ PartitionInput: partitionInput }), input);
      const { table } = open(given);
      store.changePartitions(table, [created(table, given.PartitionInput, now())], []);
      return {};
    },
    BatchCreatePartition(input) {
      const given = parseInput(inTable.extend({ PartitionInputList: z.array(partitionInput).max(100) }), input);
      const { table } = open(given);
      const put = new Map<string, PartitionRecord>();
      const Errors = eachOf(
        given.PartitionInputList,
        (partition) => partition.Values,
        (partition) => {
          const key = partitionKey(partition.Values);
          if (put.has(key)) throw alreadyExists();
          put.set(key, created(table, partition, now()));
        },
      );
      store.changePartitions(table, [...put.values()], []);
      return { Errors };
    },
    GetPartition(input) {
      const given = parseInput(inTable.extend({ PartitionValues: values }), input);
      const { table, database } = open(given);
      return { Partition: output(database, table, existing(table, given.PartitionValues)) };
    },
    GetPartitions(input) {
      const { database, table, found, size } = select(input, open);
      const { items, NextToken } = paged(found, size, input.NextToken);
      const bare = input.ExcludeColumnSchema === true;
      return { Partitions: items.map((partition) => output(database, table, partition, bare)), NextToken };
    },
    BatchGetPartition(input) {
      const given = parseInput(inTable.extend({ PartitionsToGet: z.array(valueList).max(1000) }), input);
      const { table, database } = open(given);
      const found = given.PartitionsToGet.flatMap(({ Values }) => findPartition(table, Values) ?? []);
      return { Partitions: found.map((partition) => output(database, table, partition)), UnprocessedKeys: [] };
    },
    UpdatePartition(input) {
      const shape = inTable.extend({ PartitionValueList: values.max(100), PartitionInput: partitionInput });
      const given = parseInput(shape, input);
      const { table } = open(given);
      const change = updated(table, given.PartitionValueList, given.PartitionInput);
      store.changePartitions(table, [change.put], change.remove);
      return {};
    },
    BatchUpdatePartition(input) {
      const entry = z.object({ PartitionValueList: values.max(100), PartitionInput: partitionInput });
      const given = parseInput(inTable.extend({ Entries: z.array(entry).min(1).max(100) }), input);
      const { table } = open(given);
      const Errors = eachOf(
        given.Entries,
        (each) => each.PartitionValueList,
        (each) => {
          const change = updated(table, each.PartitionValueList, each.PartitionInput);
          store.changePartitions(table, [change.put], change.remove);
        },
      ).map(({ PartitionValues, ErrorDetail }) => ({ PartitionValueList: PartitionValues, ErrorDetail }));
      return { Errors };
    },
    DeletePartition(input) {
      const given = parseInput(inTable.extend({ PartitionValues: values }), input);
      const { table } = open(given);
      store.changePartitions(table, [], [existing(table, given.PartitionValues)]);
      return {};
    },
    BatchDeletePartition(input) {
      const given = parseInput(inTable.extend({ PartitionsToDelete: z.array(valueList).max(25) }), input);
      const { table } = open(given);
      const remove: PartitionRecord[] = [];
      const Errors = eachOf(
        given.PartitionsToDelete,
        (each) => each.Values,
        (each) => {
          remove.push(existing(table, each.Values));
        },
      );
      store.changePartitions(table, [], remove);
      return { Errors };
    },
  };
}

type Opened = { table: StoredTable; database: string };

function select(input: Record<string, unknown>, open: (given: z.infer<typeof inTable>) => Opened) {
  const shape = inTable.extend({
    Expression: z.string().max(2048).optional(),
    MaxResults: z.number().int().min(1).max(1000).optional(),
    Segment: z
      .object({ SegmentNumber: z.number().int().min(0), TotalSegments: z.number().int().min(1).max(10) })
      .optional(),
  });
  const { Expression, MaxResults = 1000, Segment, ...names } = parseInput(shape, input);
  const { table, database } = open(names);
  const all = sortedPartitions(table);
  const filter = Expression?.trim() ? partitionFilter(Expression, table.record.PartitionKeys ?? []) : undefined;
  const matching = filter ? all.filter(filter) : all;
  const found = Segment
    ? matching.filter((_, index) => index % Segment.TotalSegments === Segment.SegmentNumber)
    : matching;
  return { database, table, found, size: MaxResults };
}

function alreadyExists(): AwsError {
  return new AwsError('AlreadyExistsException', 'Partition already exists.');
}

function checkCount(table: StoredTable, given: readonly string[]): void {
  const expected = table.record.PartitionKeys?.length ?? 0;
  if (given.length === expected) return;
  throw new AwsError(
    'InvalidInputException',
    `The number of partition keys do not match the number of partition values: ${expected} ` +
      `keys, ${given.length} values`,
  );
}

function existing(table: StoredTable, given: readonly string[]): PartitionRecord {
  checkCount(table, given);
  const partition = findPartition(table, given);
  if (!partition) throw new AwsError('EntityNotFoundException', 'Cannot find partition.');
  return partition;
}

function created(table: StoredTable, given: PartitionInput, time: number): PartitionRecord {
  checkCount(table, given.Values);
  if (findPartition(table, given.Values)) throw alreadyExists();
  return { ...given, CreationTime: time };
}

function updated(table: StoredTable, from: readonly string[], given: PartitionInput) {
  const old = existing(table, from);
  checkCount(table, given.Values);
  const renamed = partitionKey(from) !== partitionKey(given.Values);
  if (renamed && findPartition(table, given.Values)) throw alreadyExists();
  return { put: { ...given, CreationTime: old.CreationTime }, remove: renamed ? [old] : [] };
}

/** Runs each item of a batch; one that fails is reported beside the others' success, as Glue does. */
function eachOf<T>(items: readonly T[], valuesOf: (item: T) => string[], run: (item: T) => void) {
  const errors: { PartitionValues: string[]; ErrorDetail: { ErrorCode: string; ErrorMessage: string } }[] = [];
  for (const item of items) {
    try {
      run(item);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push({
        PartitionValues: valuesOf(item),
        ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message },
      });
    }
  }
  return errors;
}

function output(database: string, table: StoredTable, partition: PartitionRecord, bare = false) {
  const { StorageDescriptor, ...rest } = partition;
  const { Columns: _, ...withoutColumns } = StorageDescriptor ?? {};
  const storage = StorageDescriptor && bare ? withoutColumns : StorageDescriptor;
  return {
    ...rest,
    StorageDescriptor: storage,
    DatabaseName: database,
    TableName: table.record.Name,
    CatalogId: LOCAL_ACCOUNT,
  };
}

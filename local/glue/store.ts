import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../shared/text/parse-json.ts';
import { setAside } from '../set-aside.ts';
import {
  type DatabaseRecord,
  databaseRecord,
  type PartitionRecord,
  partitionRecord,
  type TableRecord,
  tableRecord,
} from './shapes.ts';

/** A table with its partitions. */
export interface StoredTable {
  record: TableRecord;
  readonly folder: string;
  /** Partitions by their first value (what one file holds), then by `partitionKey(values)`; no group is empty. */
  readonly groups: Map<string, Map<string, PartitionRecord>>;
  /** Partitions in the order of their values; undefined after a change, until somebody asks. */
  sorted: PartitionRecord[] | undefined;
}

export interface StoredDatabase {
  record: DatabaseRecord;
  readonly folder: string;
  readonly tables: Map<string, StoredTable>;
}

/** The catalogue in memory, and its files. Every change is on disk when the method returns. */
export interface Store {
  readonly databases: ReadonlyMap<string, StoredDatabase>;
  /** Files of partitions that could not be read; whoever knows the partitions puts them again. */
  readonly damaged: readonly string[];
  putDatabase(record: DatabaseRecord): void;
  deleteDatabase(name: string): void;
  putTable(database: StoredDatabase, record: TableRecord): void;
  deleteTable(database: StoredDatabase, name: string): void;
  /** Puts and deletes partitions of one table; those that share a first value change together or not at all. */
  changePartitions(table: StoredTable, put: readonly PartitionRecord[], remove: readonly PartitionRecord[]): void;
}

/** One text per list of values; the separator cannot be part of JSON text unescaped. */
export function partitionKey(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join('\u0000');
}

const DATABASE_FILE = 'database.json';
const TABLE_FILE = 'table.json';

/**
 * Opens the catalogue below a folder: `<folder>/<database>/<table>/table.json`, and beside it one file of
 * partitions for each first partition value. So publishing one dataset rewrites one small file however many
 * datasets there are, and each file is replaced by a rename: a kill leaves the old or the new one.
 */
export function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const databases = new Map<string, StoredDatabase>();
  const damaged: string[] = [];
  for (const name of folders(folder)) {
    const database = loadDatabase(path.join(folder, name), damaged);
    if (database) databases.set(database.record.Name, database);
  }

  return {
    databases,
    damaged,
    putDatabase(record) {
      const known = databases.get(record.Name);
      const database = known ?? { record, folder: path.join(folder, fileName(record.Name)), tables: new Map() };
      writeJson(path.join(database.folder, DATABASE_FILE), record);
      database.record = record;
      databases.set(record.Name, database);
    },
    deleteDatabase(name) {
      const database = databases.get(name);
      if (!database) return;
      // The record goes first: without it the next start does not see the folder, whatever is left in it.
      rmSync(path.join(database.folder, DATABASE_FILE), { force: true });
      databases.delete(name);
      rmSync(database.folder, { recursive: true, force: true });
    },
    putTable(database, record) {
      const known = database.tables.get(record.Name);
      const table = known ?? newTable(record, path.join(database.folder, fileName(record.Name)));
      // What a deletion that was cut short left behind must not become the new table's partitions.
      if (!known) rmSync(table.folder, { recursive: true, force: true });
      writeJson(path.join(table.folder, TABLE_FILE), record);
      table.record = record;
      database.tables.set(record.Name, table);
    },
    deleteTable(database, name) {
      const table = database.tables.get(name);
      if (!table) return;
      rmSync(path.join(table.folder, TABLE_FILE), { force: true });
      database.tables.delete(name);
      rmSync(table.folder, { recursive: true, force: true });
    },
    changePartitions(table, put, remove) {
      for (const [first, change] of byFirstValue(put, remove)) {
        const file = path.join(table.folder, `p-${fileName(first)}.json`);
        const next = new Map(table.groups.get(first));
        for (const partition of change.remove) next.delete(partitionKey(partition.Values));
        for (const partition of change.put) next.set(partitionKey(partition.Values), partition);
        if (next.size === 0) rmSync(file, { force: true });
        else writeJson(file, [...next.values()]);
        if (next.size === 0) table.groups.delete(first);
        else table.groups.set(first, next);
        table.sorted = undefined;
      }
    },
  };
}

/** @returns the partition with exactly these values */
export function findPartition(table: StoredTable, values: readonly string[]): PartitionRecord | undefined {
  return table.groups.get(values[0] ?? '')?.get(partitionKey(values));
}

/** A table's partitions in the order of their values, kept until one changes. */
export function sortedPartitions(table: StoredTable): readonly PartitionRecord[] {
  table.sorted ??= [...table.groups.values()]
    .flatMap((group) => [...group])
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, partition]) => partition);
  return table.sorted;
}

function byFirstValue(put: readonly PartitionRecord[], remove: readonly PartitionRecord[]) {
  const changes = new Map<string, { put: PartitionRecord[]; remove: PartitionRecord[] }>();
  const change = (partition: PartitionRecord) => {
    const first = partition.Values[0] ?? '';
    const known = changes.get(first) ?? { put: [], remove: [] };
    changes.set(first, known);
    return known;
  };
  for (const partition of put) change(partition).put.push(partition);
  for (const partition of remove) change(partition).remove.push(partition);
  return changes;
}

function newTable(record: TableRecord, folder: string): StoredTable {
  return { record, folder, groups: new Map(), sorted: undefined };
}

/** @returns undefined for a folder that is none of a database */
function loadDatabase(folder: string, damaged: string[]): StoredDatabase | undefined {
  const record = readRecord(path.join(folder, DATABASE_FILE), databaseRecord, (Name) => ({ Name, ...NEVER }));
  if (!record) return undefined;
  const tables = new Map<string, StoredTable>();
  for (const name of folders(folder)) {
    const table = loadTable(path.join(folder, name), damaged);
    if (table) tables.set(table.record.Name, table);
  }
  return { record, folder, tables };
}

function loadTable(folder: string, damaged: string[]): StoredTable | undefined {
  const file = path.join(folder, TABLE_FILE);
  const record = readRecord(file, tableRecord, (Name) => ({ Name, ...NEVER, VersionId: '0' }));
  if (!record) return undefined;
  const table = newTable(record, folder);
  for (const at of partitionFiles(folder)) {
    const group = readPartitions(at);
    if (!group) damaged.push(at);
    const first = group?.[0]?.Values[0];
    if (group === undefined || first === undefined) continue;
    table.groups.set(first, new Map(group.map((partition) => [partitionKey(partition.Values), partition])));
  }
  // A record that was lost takes the number of its keys from its partitions: it must not change while there are any.
  const [one] = table.groups.values().next().value?.values() ?? [];
  if (one)
    table.record = {
      ...record,
      PartitionKeys: record.PartitionKeys ?? one.Values.map((_, at) => ({ Name: `key${at}` })),
    };
  return table;
}

function readPartitions(file: string): PartitionRecord[] | undefined {
  return z.array(partitionRecord).safeParse(parseJson(readFileSync(file, 'utf8'))).data;
}

/** @returns the files of partitions of a catalogue that cannot be read */
export function damagedPartitionLists(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const tables = folders(folder).flatMap((name) => folders(path.join(folder, name)).map((table) => [name, table]));
  return tables
    .flatMap((names) => partitionFiles(path.join(folder, ...names)))
    .filter((file) => readPartitions(file) === undefined);
}

function partitionFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('p-') && name.endsWith('.json'))
    .map((name) => path.join(folder, name));
}

/** Whether a file of partitions is there and cannot be read. */
export function isDamaged(file: string): boolean {
  return existsSync(file) && readPartitions(file) === undefined;
}

const NEVER = { CreateTime: 0, UpdateTime: 0 };

/**
 * A record that cannot be read is set aside, and one that says no more than the name takes its place, until whoever
 * declares the table declares it again.
 * @returns undefined where there is none, or where its name is not that of its folder
 */
function readRecord<T extends z.ZodType>(
  file: string,
  shape: T,
  bare: (name: string) => z.infer<T>,
): z.infer<T> | undefined {
  if (!existsSync(file)) return undefined;
  const parsed = shape.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  setAside(file, 'it is no record of the catalogue');
  const name = path.basename(path.dirname(file));
  if (name !== fileName(name)) return undefined;
  const record = bare(name);
  writeJson(file, record);
  return record;
}

function folders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** A name that is safe on every file system; names that are not plain get a hash, so that no two meet. */
function fileName(name: string): string {
  if (/^[a-z0-9_-]{1,80}$/.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 20);
  return `${name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '_')
    .slice(0, 60)}.${hash}`;
}

function writeJson(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, JSON.stringify(value));
  renameSync(temporary, file);
}

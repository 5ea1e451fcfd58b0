import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBValue,
  type DuckDBVector,
  type Json,
} from '@duckdb/node-api';
import { countNativeMemory } from './native-memory.ts';

/** One invocation's database: in memory, spilling to its own folder. */
export interface Database {
  /** Runs statements, in order, and forgets their results. */
  run(sql: string, parameters?: Parameters): Promise<void>;
  /**
   * All rows of one query as JSON values: INTEGER, DOUBLE and BOOLEAN as such, everything else (BIGINT, DECIMAL, DATE,
   * TIMESTAMP) as text. Only for results that are known to be small; parse them with zod.
   */
  rows(sql: string, parameters?: Parameters): Promise<Row[]>;
  /**
   * The rows of one query as numbers, by column, some thousand rows at a time: for results of any size. Every column
   * must be DOUBLE; null is NaN.
   */
  numbers(sql: string): AsyncIterable<readonly Float64Array[]>;
}

export type Parameters = Record<string, DuckDBValue>;
export type Row = Record<string, Json>;

export interface DatabaseOptions {
  /** Memory that DuckDB may use before it spills, MB. */
  readonly memoryMb: number;
  readonly threads: number;
  /** A folder of this container's own; what an earlier invocation left there is deleted. */
  readonly folder: string;
}

/**
 * An empty database in memory that loads no extension.
 * @param options.memoryMb what it may use before it spills
 * @param options.spill its own folder; what is in it is deleted
 * @param options.keepsOrder whether rows leave a query in the order of their files, which costs memory
 */
export function createInstance(options: {
  readonly memoryMb: number;
  readonly threads: number;
  readonly spill: string;
  readonly keepsOrder: boolean;
}): Promise<DuckDBInstance> {
  const { memoryMb, threads, spill, keepsOrder } = options;
  rmSync(spill, { recursive: true, force: true });
  mkdirSync(spill, { recursive: true });
  return DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMb}MiB`,
    threads: String(threads),
    temp_directory: spill,
    home_directory: spill,
    extension_directory: spill,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    preserve_insertion_order: String(keepsOrder),
    // It would keep what it read of each file, whose names are never used again, until its memory is full.
    enable_external_file_cache: 'false',
  });
}

/** Of an error's first line, characters. */
const LONGEST_MESSAGE = 300;

let warm: { instance: DuckDBInstance; key: string; threads: number } | undefined;

/** The instance outlives an invocation (creating one takes longer than most queries); its tables do not. */
async function instanceFor({ threads, ...options }: DatabaseOptions): Promise<DuckDBInstance> {
  const key = JSON.stringify(options);
  if (warm?.key === key) return withThreads(warm, threads);
  const instance = await createInstance({
    memoryMb: options.memoryMb,
    threads,
    spill: join(options.folder, 'duckdb'),
    keepsOrder: false,
  });
  warm = { instance, key, threads };
  return instance;
}

/** The threads are the instance's: all connections that are open at a time want as many. */
async function withThreads(warmed: NonNullable<typeof warm>, threads: number): Promise<DuckDBInstance> {
  if (warmed.threads !== threads) {
    const connection = await warmed.instance.connect();
    try {
      await connection.run(`SET threads = ${threads}`);
    } finally {
      connection.closeSync();
    }
    warmed.threads = threads;
  }
  return warmed.instance;
}

/** What the instance holds. It is only asked while a database is open: nothing may begin in a thread that ends. */
async function memoryHeld(): Promise<number> {
  if (!warm || process.listenerCount('SIGTERM') === 0) return 0;
  const stay = () => {};
  // Before anything begins: a thread that ends while the database connects aborts the whole process.
  process.on('SIGTERM', stay);
  let connection: DuckDBConnection | undefined;
  try {
    connection = await warm.instance.connect();
    const reader = await connection.runAndReadAll('SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory()');
    return Number(reader.getRows()[0]?.[0] ?? 0);
  } finally {
    connection?.closeSync();
    process.off('SIGTERM', stay);
  }
}
countNativeMemory(memoryHeld);

/**
 * Gives `use` a database of its own. Tables must be TEMP: they belong to the connection and go with it, so that nothing
 * of one run is seen by the next one in a warm function.
 *
 * It listens for SIGTERM for as long as native code may work for it, from before the instance is made: a container that
 * is being ended must not wait for a query that may take minutes, and must not end before it has ended.
 */
export async function withDatabase<T>(options: DatabaseOptions, use: (db: Database) => Promise<T>): Promise<T> {
  let connection: DuckDBConnection | undefined;
  let isEnding = false;
  const interrupt = () => {
    isEnding = true;
    connection?.interrupt();
  };
  const goOn = () => {
    if (isEnding) throw new Error('The container is being ended, and its database with it.');
  };
  process.on('SIGTERM', interrupt);
  try {
    connection = await (await instanceFor(options)).connect();
    goOn();
    await connection.run("SET TimeZone = 'UTC'");
    return await use(wrap(connection, goOn));
  } finally {
    process.off('SIGTERM', interrupt);
    connection?.closeSync();
  }
}

/** @param goOn throws where no statement may begin any more */
function wrap(connection: DuckDBConnection, goOn: () => void): Database {
  return {
    async run(sql, parameters) {
      goOn();
      await connection.run(sql, parameters).catch(forgetWhenBroken);
    },
    async rows(sql, parameters) {
      goOn();
      const reader = await connection.runAndReadAll(sql, parameters).catch(forgetWhenBroken);
      return reader.getRowObjectsJson();
    },
    async *numbers(sql) {
      goOn();
      const result = await connection.stream(sql).catch(forgetWhenBroken);
      for await (const chunk of result)
        yield Array.from({ length: chunk.columnCount }, (_, column) => numbersOf(chunk.getColumnVector(column)));
    },
  };
}

function numbersOf(column: DuckDBVector): Float64Array {
  const numbers = new Float64Array(column.itemCount);
  for (let row = 0; row < numbers.length; row += 1) {
    const value = column.getItem(row);
    numbers[row] = typeof value === 'number' ? value : Number.NaN;
  }
  return numbers;
}

/** DuckDB found a fault of its own, and answers nothing more until it is started again. */
export function isEngineFault(message: string): boolean {
  return /INTERNAL Error|FATAL Error|database has been invalidated/i.test(message);
}

/** The next invocation of a warm container must not find a broken instance. */
function forgetWhenBroken(error: unknown): never {
  if (error instanceof Error && isEngineFault(error.message)) warm = undefined;
  throw error;
}

/** What DuckDB says is wrong, without the query that it shows below. */
export function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, LONGEST_MESSAGE);
}

/** Quotes text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Quotes a name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

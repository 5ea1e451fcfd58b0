import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { createInstance, firstLine, literal } from '../../shared/database/duckdb.ts';
import { diskFault } from '../disk-fault.ts';
import { MACROS } from './macros.ts';
import { QueryError } from './sql/error.ts';
import { FAILURE_MARK } from './sql/typed.ts';

/** The DuckDB that answers queries: one instance, a connection for each query, locked against everything else. */
export interface Engine {
  /** Opens a connection for one query. The caller closes it. */
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

/**
 * Starts DuckDB so that it reads files below the data folder and nothing else: no extensions, no other paths, no
 * change of settings. Statements are ours already (sql/ writes them from what it understood); this is the second wall.
 * @param options.home the stack's data folder
 * @param options.memoryMb memory before it spills to `<home>/athena/spill`
 */
export async function startEngine(options: { home: string; memoryMb: number }): Promise<Engine> {
  const instance = await createInstance({
    memoryMb: options.memoryMb,
    threads: Math.min(4, availableParallelism()),
    spill: path.join(options.home, 'athena', 'spill'),
    keepsOrder: true,
  });
  const connection = await instance.connect();
  try {
    for (const macro of MACROS) await connection.run(macro);
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    const folder: DuckDBValue = path.resolve(options.home);
    await connection.run(`SET GLOBAL allowed_directories = [${literal(`${String(folder)}/`)}]`);
    await connection.run('SET GLOBAL enable_external_access = false');
    await connection.run('SET GLOBAL lock_configuration = true');
  } finally {
    connection.closeSync();
  }
  return {
    connect: () => instance.connect(),
    close: () => instance.closeSync(),
  };
}

/** What DuckDB's errors are called in Athena, by the words they begin with. */
const CODES: readonly [RegExp, string, string][] = [
  [/^Maximum call stack|Max expression depth/, 'STACK_OVERFLOW', 'The statement is too complex'],
  [/More than one row returned by a subquery/, 'SUBQUERY_MULTIPLE_ROWS', 'Scalar sub-query has returned multiple rows'],
  [/^Out of Range Error|out of range for the destination type|Could not cast value/i, 'NUMERIC_VALUE_OUT_OF_RANGE', ''],
  [/^Conversion Error/i, 'INVALID_CAST_ARGUMENT', ''],
  [/Unknown TimeZone/i, 'NOT_SUPPORTED', ''],
  [/TRY can not be used|in TRY/i, 'NOT_SUPPORTED', ''],
  [/^(Out of Memory Error)/i, 'EXCEEDED_LOCAL_MEMORY_LIMIT', ''],
  [/^(IO Error|Invalid Input Error: (Malformed JSON|JSON transform))/i, 'HIVE_BAD_DATA', ''],
  [/^Permission Error/i, 'HIVE_CANNOT_OPEN_SPLIT', ''],
  [/^Invalid Input Error/i, 'INVALID_FUNCTION_ARGUMENT', ''],
];

/** Says in Athena's words what DuckDB failed of. */
export function queryError(error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const ours = new RegExp(`${FAILURE_MARK}([A-Z_]+): (.*?)${FAILURE_MARK}`, 's').exec(text);
  if (ours) return new QueryError(ours[1] ?? 'GENERIC_USER_ERROR', ours[2] ?? '');
  const fault = diskFault(error);
  if (fault) return new QueryError('GENERIC_INTERNAL_ERROR', fault);
  const first = firstLine(text);
  for (const [pattern, code, message] of CODES) {
    if (pattern.test(text)) return new QueryError(code, message || first);
  }
  return new QueryError('GENERIC_INTERNAL_ERROR', first);
}

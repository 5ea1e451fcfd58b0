import path from 'node:path';
import type { NamedQuery } from '../../shared/named-queries.ts';
import { AwsError, type JsonService, type ObjectFiles } from '../service.ts';
import { startEngine } from './engine.ts';
import { createRunner, type PutObject } from './execution.ts';
import { openHistory } from './history.ts';
import { metadataOperations } from './metadata.ts';
import { namedQueryOperations } from './named.ts';
import { queryOperations, type WorkGroup } from './queries.ts';
import { getQueryResults } from './results.ts';
import { createTables } from './tables.ts';
import type { WritableCatalog } from './views.ts';

export interface AthenaOptions {
  /** The stack's data folder: queries read files below it and nothing else. */
  home: string;
  catalog: WritableCatalog;
  objects: ObjectFiles;
  /** Puts a result into the object store. */
  putObject: PutObject;
  /** At least one; the first answers for `primary` too. */
  workgroups: readonly WorkGroup[];
  /** Where tables without a database are looked for. */
  database: string;
  /** Queries that are saved with the stack. */
  namedQueries?: readonly NamedQuery[];
  /** A query that takes longer fails; 30 minutes, as in Athena, unless said otherwise. */
  timeLimitMs?: number;
  memoryMb?: number;
}

export type Athena = JsonService & { close(): Promise<void> };

const HALF_HOUR = 30 * 60 * 1000;

/**
 * The Athena API: Trino's SQL, read and typed here, answered by DuckDB over the partitions that Glue has registered.
 */
export async function createAthena(options: AthenaOptions): Promise<Athena> {
  const { home, catalog, objects } = options;
  const history = openHistory(path.join(home, 'athena', 'executions'));
  const namedQueries = namedQueryOperations(
    path.join(home, 'athena', 'named-queries.json'),
    options,
    options.namedQueries ?? [],
  );
  const engine = await startEngine({ home, memoryMb: options.memoryMb ?? 2048 });
  const runner = createRunner({
    history,
    engine,
    catalog,
    tables: createTables(catalog, objects),
    putObject: options.putObject,
    scratch: path.join(home, 'athena', 'scratch'),
    timeLimitMs: options.timeLimitMs ?? HALF_HOUR,
  });
  const context = { history, runner, workgroups: options.workgroups, database: options.database };
  const operations = new Map(
    Object.entries({
      ...queryOperations(context),
      ...metadataOperations(catalog, context),
      ...namedQueries,
      GetQueryResults: (input: Record<string, unknown>) => getQueryResults(input, history, objects),
    }),
  );

  return {
    target: 'AmazonAthena',
    protocol: '1.1',
    async call(operation, input) {
      const run = operations.get(operation);
      if (!run) throw new AwsError('UnknownOperationException', `Athena's ${operation} is not part of the local stack`);
      return run(input);
    },
    async close() {
      await runner.close();
      engine.close();
    },
  };
}

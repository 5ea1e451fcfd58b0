import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { columnInfo } from './column-info.ts';
import { csvRow } from './csv.ts';
import { type Engine, queryError } from './engine.ts';
import type { ExecutionRecord, History } from './history.ts';
import { environment, runQuery } from './run-query.ts';
import { show } from './show.ts';
import { QueryError } from './sql/error.ts';
import { parseStatement } from './sql/parse.ts';
import type { Tables } from './tables.ts';
import { changeView, type WritableCatalog } from './views.ts';

/** Puts an object into the object store. */
export type PutObject = (bucket: string, key: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

export interface RunnerOptions {
  history: History;
  engine: Engine;
  catalog: WritableCatalog;
  tables: Tables;
  putObject: PutObject;
  /** For results before they are put. */
  scratch: string;
  timeLimitMs: number;
}

/** Runs queries, a few at a time, in the order of their start. */
export interface Runner {
  submit(record: ExecutionRecord): void;
  /** Cancels a query that is queued or running; another is left as it is. */
  stop(id: string): void;
  /** Cancels everything and waits until nothing runs. */
  close(): Promise<void>;
}

// A running query holds one of libuv's four threads, which every file of every local service needs too.
const AT_ONCE = 2;
// An interrupt between two statements of a query is lost, so it is repeated until the query has ended.
const INTERRUPT_EVERY_MS = 20;

interface Job {
  id: string;
  connection: DuckDBConnection | undefined;
  /** Why it is to end before its end. */
  stopped: 'cancelled' | 'timed out' | undefined;
  interrupting: NodeJS.Timeout | undefined;
}

function interrupt(job: Job, why: 'cancelled' | 'timed out'): void {
  if (job.stopped) return;
  job.stopped = why;
  job.connection?.interrupt();
  job.interrupting = setInterval(() => job.connection?.interrupt(), INTERRUPT_EVERY_MS);
}

export function createRunner(options: RunnerOptions): Runner {
  const { history } = options;
  const queue: Job[] = [];
  const running = new Map<string, Promise<void>>();
  const jobs = new Map<string, Job>();

  const startNext = (): void => {
    while (running.size < AT_ONCE) {
      const job = queue.shift();
      if (!job) return;
      const done = runJob(job, options).finally(() => {
        running.delete(job.id);
        jobs.delete(job.id);
        startNext();
      });
      running.set(job.id, done);
    }
  };
  const stop = (id: string): void => {
    const job = jobs.get(id);
    const record = history.get(id);
    if (!job || !record) return;
    const place = queue.indexOf(job);
    if (place < 0) {
      interrupt(job, 'cancelled');
      return;
    }
    queue.splice(place, 1);
    jobs.delete(id);
    history.save(ended(record, 'CANCELLED'));
  };

  return {
    submit({ QueryExecutionId: id }) {
      const job: Job = { id, connection: undefined, stopped: undefined, interrupting: undefined };
      jobs.set(id, job);
      queue.push(job);
      // Not in this turn: StartQueryExecution answers before the query begins.
      setImmediate(startNext);
    },
    stop,
    async close() {
      for (const id of jobs.keys()) stop(id);
      await Promise.all(running.values());
    },
  };
}

async function runJob(job: Job, options: RunnerOptions): Promise<void> {
  const { history, timeLimitMs } = options;
  const queued = history.get(job.id);
  if (!queued) return;
  const started = performance.now();
  const record: ExecutionRecord = { ...queued, State: 'RUNNING' };
  history.save(record);
  const timer = setTimeout(() => interrupt(job, 'timed out'), timeLimitMs);
  timer.unref();
  const timed = (result: ExecutionRecord): ExecutionRecord => {
    const elapsed = Math.round(performance.now() - started);
    const Statistics = {
      ...result.Statistics,
      EngineExecutionTimeInMillis: elapsed,
      TotalExecutionTimeInMillis: elapsed,
    };
    return { ...result, Statistics };
  };
  try {
    const result = await execute(job, record, options);
    if (job.stopped) throw new Error(job.stopped);
    history.save(timed(ended(result, 'SUCCEEDED')));
  } catch (error) {
    history.save(
      timed(job.stopped === 'cancelled' ? ended(record, 'CANCELLED') : failed(record, job, error, timeLimitMs)),
    );
  } finally {
    clearTimeout(timer);
    clearInterval(job.interrupting);
  }
}

function ended(record: ExecutionRecord, state: ExecutionRecord['State']): ExecutionRecord {
  return { ...record, State: state, CompletionDateTime: Math.round(Date.now()) / 1000 };
}

function failed(record: ExecutionRecord, job: Job, error: unknown, timeLimitMs: number): ExecutionRecord {
  const known =
    job.stopped === 'timed out'
      ? new QueryError('EXCEEDED_TIME_LIMIT', `Query exceeded the local limit of ${timeLimitMs / 1000} seconds`)
      : queryError(error);
  const message = `${known.code}: ${known.message}`;
  const category = known.code === 'GENERIC_INTERNAL_ERROR' ? 1 : 2;
  return {
    ...ended(record, 'FAILED'),
    StateChangeReason: message,
    AthenaError: { ErrorCategory: category, Retryable: false, ErrorMessage: message },
  };
}

async function execute(job: Job, record: ExecutionRecord, options: RunnerOptions): Promise<ExecutionRecord> {
  const { catalog, scratch } = options;
  const statement = parseStatement(record.Query, record.ExecutionParameters ?? []);
  const database = record.QueryExecutionContext.Database.toLowerCase();
  await mkdir(scratch, { recursive: true });
  const file = path.join(scratch, record.QueryExecutionId);
  try {
    if (statement.kind === 'query') {
      job.connection = await options.engine.connect();
      const result = await writeRows(statement.query, job.connection, file, database, record, options);
      await put(file, record, options);
      return result;
    }
    if (statement.kind === 'create view' || statement.kind === 'drop view') {
      await changeView(statement, catalog, environment(database, catalog, options.tables));
      await writeFile(file, '');
      await put(file, record, options);
      return record;
    }
    const { columns, lines } = show(statement, catalog, database);
    await writeFile(file, lines.map((line) => `${line}\n`).join(''));
    await put(file, record, options);
    const Columns = columns.map((name) => ({
      ...columnInfo({ name, type: { kind: 'varchar' } }),
      Type: 'string',
      Precision: 0,
    }));
    return { ...record, Columns, Rows: lines.length };
  } finally {
    job.connection?.closeSync();
    job.connection = undefined;
    await rm(file, { force: true });
  }
}

async function writeRows(
  query: Parameters<typeof runQuery>[0],
  connection: DuckDBConnection,
  file: string,
  database: string,
  record: ExecutionRecord,
  { catalog, tables }: RunnerOptions,
): Promise<ExecutionRecord> {
  const stream = createWriteStream(file, { highWaterMark: 1024 * 1024 });
  // Listened to from the start: a full disk shows while rows are still being read.
  const written = finished(stream);
  written.catch(() => {});
  let Columns: ExecutionRecord['Columns'] = [];
  let Rows = 0;
  const write = async (text: string): Promise<void> => {
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), written]);
  };
  try {
    const { bytes } = await runQuery(query, {
      database,
      catalog,
      tables,
      connection,
      sink: {
        async begin(columns) {
          Columns = columns.map(columnInfo);
          await write(csvRow(columns.map((column) => column.name)));
        },
        async rows(rows) {
          Rows += rows.length;
          await write(rows.map(csvRow).join(''));
        },
      },
    });
    return { ...record, Columns, Rows, Statistics: { ...record.Statistics, DataScannedInBytes: bytes } };
  } finally {
    stream.end();
    await written;
  }
}

async function put(file: string, record: ExecutionRecord, { putObject }: RunnerOptions): Promise<void> {
  const { bucket, key } = parseS3(record.ResultConfiguration.OutputLocation);
  await putObject(bucket, key, await readFile(file));
}

/** @throws QueryError for a location that is not `s3://bucket/key` */
export function parseS3(location: string): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(location) ?? [];
  if (bucket === undefined || key === undefined)
    throw new QueryError('INVALID_OUTPUT_LOCATION', `'${location}' is not s3://bucket/key`);
  return { bucket, key };
}

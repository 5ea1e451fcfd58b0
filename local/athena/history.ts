import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../shared/text/parse-json.ts';
import { faultMessage } from '../disk-fault.ts';
import { setAside } from '../set-aside.ts';

/** What is kept of a query: Athena's QueryExecution, times in seconds since 1970, and what the API does not show. */
export const executionRecord = z.object({
  QueryExecutionId: z.uuid(),
  Query: z.string(),
  StatementType: z.enum(['DML', 'DDL', 'UTILITY']),
  ResultConfiguration: z.object({ OutputLocation: z.string() }),
  QueryExecutionContext: z.object({ Database: z.string(), Catalog: z.string() }),
  WorkGroup: z.string(),
  ExecutionParameters: z.array(z.string()).optional(),
  State: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  StateChangeReason: z.string().optional(),
  AthenaError: z.object({ ErrorCategory: z.number(), Retryable: z.boolean(), ErrorMessage: z.string() }).optional(),
  SubmissionDateTime: z.number(),
  CompletionDateTime: z.number().optional(),
  Statistics: z.object({
    EngineExecutionTimeInMillis: z.number(),
    TotalExecutionTimeInMillis: z.number(),
    QueryQueueTimeInMillis: z.number(),
    DataScannedInBytes: z.number(),
  }),
  Token: z.string().optional(),
  Rows: z.number(),
  Columns: z.array(
    z.object({ Name: z.string(), Type: z.string(), Precision: z.number(), Scale: z.number(), Nullable: z.string() }),
  ),
});

export type ExecutionRecord = z.infer<typeof executionRecord>;

/** The queries that were started, newest last; each is a file, written whole. */
export interface History {
  get(id: string): ExecutionRecord | undefined;
  byToken(token: string): ExecutionRecord | undefined;
  /** Newest first. */
  list(): ExecutionRecord[];
  /** @throws Error of the file system for a query that is new; then it is not known afterwards */
  save(record: ExecutionRecord): void;
}

/** Athena forgets after 45 days; here the newest are kept. */
const KEPT = 1000;

/**
 * Opens the history below a folder. A query that was running when the process ended is shown as FAILED.
 * @param folder made when it is missing
 */
export function openHistory(folder: string): History {
  mkdirSync(folder, { recursive: true });
  const records = new Map<string, ExecutionRecord>();
  const tokens = new Map<string, string>();

  const remember = (record: ExecutionRecord): void => {
    records.set(record.QueryExecutionId, record);
    if (record.Token !== undefined) tokens.set(record.Token, record.QueryExecutionId);
  };
  const write = (record: ExecutionRecord): void => {
    const file = path.join(folder, `${record.QueryExecutionId}.json`);
    writeFileSync(`${file}.tmp`, JSON.stringify(record));
    renameSync(`${file}.tmp`, file);
  };
  const save = (record: ExecutionRecord): void => {
    if (records.has(record.QueryExecutionId)) {
      // Who waits for the query must learn how it ended, whatever the disk does.
      remember(record);
      try {
        write(record);
      } catch (error) {
        console.error(`The query ${record.QueryExecutionId} is not in the history on disk: ${faultMessage(error)}`);
      }
    } else {
      // Known before it is on disk, it would be the answer to the client's next try, and nobody would run it.
      write(record);
      remember(record);
    }
    forgetOldest();
  };
  const forgetOldest = (): void => {
    for (const record of records.values()) {
      if (records.size <= KEPT) return;
      if (record.State === 'QUEUED' || record.State === 'RUNNING') continue;
      records.delete(record.QueryExecutionId);
      if (record.Token !== undefined) tokens.delete(record.Token);
      rmSync(path.join(folder, `${record.QueryExecutionId}.json`), { force: true });
    }
  };

  for (const record of load(folder)) {
    remember(record);
    if (record.State === 'QUEUED' || record.State === 'RUNNING') save(interrupted(record));
  }
  return {
    get: (id) => records.get(id),
    byToken: (token) => records.get(tokens.get(token) ?? ''),
    list: () => [...records.values()].reverse(),
    save,
  };
}

function load(folder: string): ExecutionRecord[] {
  const records: ExecutionRecord[] = [];
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (name.endsWith('.tmp')) rmSync(file, { force: true });
    if (!name.endsWith('.json')) continue;
    const record = executionRecord.safeParse(parseJson(readFileSync(file, 'utf8')));
    if (record.success) records.push(record.data);
    else setAside(file, 'it is no record of a query');
  }
  return records.sort((left, right) => left.SubmissionDateTime - right.SubmissionDateTime);
}

function interrupted(record: ExecutionRecord): ExecutionRecord {
  const reason = 'GENERIC_INTERNAL_ERROR: The local stack ended while the query was running; start the query again';
  return {
    ...record,
    State: 'FAILED',
    StateChangeReason: reason,
    AthenaError: { ErrorCategory: 1, Retryable: true, ErrorMessage: reason },
    CompletionDateTime: record.SubmissionDateTime,
  };
}

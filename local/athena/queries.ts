import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { invalidRequest, maxResults, parseInput } from './errors.ts';
import type { Runner } from './execution.ts';
import type { ExecutionRecord, History } from './history.ts';
import { page } from './paging.ts';
import { MAX_STATEMENT_BYTES } from './sql/lexer.ts';

export type Operation = (input: Record<string, unknown>) => unknown;

export interface WorkGroup {
  name: string;
  /** `s3://bucket/prefix/` */
  outputLocation: string;
}

export interface QueryContext {
  history: History;
  runner: Runner;
  workgroups: readonly WorkGroup[];
  database: string;
}

const startShape = z.object({
  QueryString: z.string().min(1),
  ClientRequestToken: z.string().min(32).max(128).optional(),
  QueryExecutionContext: z
    .object({ Database: z.string().min(1).max(255).optional(), Catalog: z.string().optional() })
    .optional(),
  ResultConfiguration: z.object({ OutputLocation: z.string().optional() }).optional(),
  WorkGroup: z.string().optional(),
  ExecutionParameters: z.array(z.string().min(1).max(1024)).min(1).optional(),
});

const oneQuery = z.object({ QueryExecutionId: z.string().min(1).max(128) });

export function findExecution(history: History, id: string): ExecutionRecord {
  const record = history.get(id);
  if (!record) throw invalidRequest(`QueryExecution ${id} was not found`);
  return record;
}

export function queryOperations(context: QueryContext): Record<string, Operation> {
  const { history, runner } = context;
  return {
    StartQueryExecution: (input) => ({ QueryExecutionId: start(parseInput(startShape, input), context) }),
    GetQueryExecution(input) {
      const { QueryExecutionId } = parseInput(oneQuery, input);
      return { QueryExecution: output(findExecution(history, QueryExecutionId)) };
    },
    BatchGetQueryExecution(input) {
      const shape = z.object({ QueryExecutionIds: z.array(z.string()).min(1).max(50) });
      const { QueryExecutionIds } = parseInput(shape, input);
      const missing = QueryExecutionIds.filter((id) => !history.get(id));
      return {
        QueryExecutions: QueryExecutionIds.flatMap((id) => {
          const record = history.get(id);
          return record ? [output(record)] : [];
        }),
        UnprocessedQueryExecutionIds: missing.map((id) => ({
          QueryExecutionId: id,
          ErrorCode: 'INVALID_INPUT',
          ErrorMessage: `QueryExecution ${id} was not found`,
        })),
      };
    },
    ListQueryExecutions(input) {
      const shape = z.object({
        MaxResults: maxResults(50),
        NextToken: z.string().optional(),
        WorkGroup: z.string().optional(),
      });
      const { MaxResults = 50, NextToken, WorkGroup } = parseInput(shape, input);
      const wanted = workgroup(context, WorkGroup).name;
      const ids = history
        .list()
        .filter((record) => record.WorkGroup === wanted)
        .map((record) => record.QueryExecutionId);
      const { items, next } = page(ids, MaxResults, NextToken);
      return { QueryExecutionIds: items, NextToken: next };
    },
    StopQueryExecution(input) {
      const { QueryExecutionId } = parseInput(oneQuery, input);
      findExecution(history, QueryExecutionId);
      runner.stop(QueryExecutionId);
      return {};
    },
    GetQueryRuntimeStatistics(input) {
      const { QueryExecutionId } = parseInput(oneQuery, input);
      const { Statistics, Rows } = findExecution(history, QueryExecutionId);
      return {
        QueryRuntimeStatistics: {
          Timeline: {
            QueryQueueTimeInMillis: Statistics.QueryQueueTimeInMillis,
            EngineExecutionTimeInMillis: Statistics.EngineExecutionTimeInMillis,
            TotalExecutionTimeInMillis: Statistics.TotalExecutionTimeInMillis,
          },
          Rows: { InputBytes: Statistics.DataScannedInBytes, OutputRows: Rows },
        },
      };
    },
  };
}

/** The name of the work group that every account has. */
export const PRIMARY = 'primary';

/**
 * AWS's own primary work group is the first one here.
 * @throws AwsError InvalidRequestException for a name that is not there
 */
export function workgroup({ workgroups }: Pick<QueryContext, 'workgroups'>, name: string | undefined): WorkGroup {
  const found =
    name === undefined || name === PRIMARY
      ? (workgroups.find((each) => each.name === name) ?? workgroups[0])
      : workgroups.find((each) => each.name === name);
  if (!found) throw invalidRequest(`WorkGroup ${name} is not found.`);
  return found;
}

const SUBTYPES: Readonly<Record<ExecutionRecord['StatementType'], (sql: string) => string>> = {
  DML: () => 'SELECT',
  DDL: (sql) => (/^\s*DROP\s/i.test(sql) ? 'DROP_VIEW' : 'CREATE_VIEW'),
  UTILITY: () => 'SHOW',
};

function statementType(sql: string): ExecutionRecord['StatementType'] {
  if (/^\s*(SHOW|DESC|DESCRIBE)\s/i.test(sql)) return 'UTILITY';
  return /^\s*(CREATE|DROP)\s/i.test(sql) ? 'DDL' : 'DML';
}

function start(given: z.infer<typeof startShape>, context: QueryContext): string {
  const { history, runner } = context;
  if (Buffer.byteLength(given.QueryString) > MAX_STATEMENT_BYTES) {
    throw invalidRequest(`QueryString is longer than ${MAX_STATEMENT_BYTES} bytes`);
  }
  const catalog = given.QueryExecutionContext?.Catalog ?? 'AwsDataCatalog';
  if (catalog.toLowerCase() !== 'awsdatacatalog')
    throw invalidRequest(`Catalog ${catalog} is not found; the local stack has AwsDataCatalog`);
  const group = workgroup(context, given.WorkGroup);
  const id = randomUUID();
  const kind = statementType(given.QueryString);
  const folder = (given.ResultConfiguration?.OutputLocation ?? group.outputLocation).replace(/\/*$/, '/');
  if (!/^s3:\/\/[^/]+\//.test(folder)) throw invalidRequest(`outputLocation is not a valid S3 path: ${folder}`);
  const record: ExecutionRecord = {
    QueryExecutionId: id,
    Query: given.QueryString,
    StatementType: kind,
    ResultConfiguration: { OutputLocation: `${folder}${id}.${kind === 'DML' ? 'csv' : 'txt'}` },
    QueryExecutionContext: { Database: given.QueryExecutionContext?.Database ?? context.database, Catalog: catalog },
    WorkGroup: group.name,
    ...(given.ExecutionParameters ? { ExecutionParameters: given.ExecutionParameters } : {}),
    State: 'QUEUED',
    SubmissionDateTime: Math.round(Date.now()) / 1000,
    Statistics: {
      EngineExecutionTimeInMillis: 0,
      TotalExecutionTimeInMillis: 0,
      QueryQueueTimeInMillis: 0,
      DataScannedInBytes: 0,
    },
    ...(given.ClientRequestToken === undefined ? {} : { Token: given.ClientRequestToken }),
    Rows: 0,
    Columns: [],
  };
  const earlier = given.ClientRequestToken === undefined ? undefined : history.byToken(given.ClientRequestToken);
  if (earlier) return repeated(earlier, record);
  history.save(record);
  runner.submit(record);
  return id;
}

/** The same token stands for the same request. */
function repeated(earlier: ExecutionRecord, now: ExecutionRecord): string {
  const request = (record: ExecutionRecord) => [
    record.Query,
    record.WorkGroup,
    record.QueryExecutionContext,
    record.ExecutionParameters ?? [],
    record.ResultConfiguration.OutputLocation.replace(/[^/]*$/, ''),
  ];
  if (JSON.stringify(request(earlier)) === JSON.stringify(request(now))) return earlier.QueryExecutionId;
  throw invalidRequest('Idempotent parameters do not match: the ClientRequestToken was used for another query');
}

function output(record: ExecutionRecord) {
  const {
    State,
    StateChangeReason,
    AthenaError,
    SubmissionDateTime,
    CompletionDateTime,
    Token: _t,
    Rows: _r,
    Columns: _c,
    ...rest
  } = record;
  return {
    ...rest,
    Status: { State, StateChangeReason, AthenaError, SubmissionDateTime, CompletionDateTime },
    EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
    SubstatementType: SUBTYPES[record.StatementType](record.Query),
  };
}

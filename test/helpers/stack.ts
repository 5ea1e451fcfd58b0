/** A whole local stack in a folder of its own, driven through the real SDK. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { STACK, type Stack, type StackOptions, startStack } from '../../local/stack.ts';

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly output: Record<string, unknown>;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

export interface TestStack {
  readonly stack: Stack;
  readonly home: string;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly glue: GlueClient;
  readonly athena: AthenaClient;
  /** Puts an object and waits for the execution that it starts. */
  upload(key: string, body: string | Uint8Array, metadata?: Record<string, string>): Promise<Execution>;
  put(key: string, body: string | Uint8Array, metadata?: Record<string, string>): Promise<string>;
  /** The execution that works on this version; waits until there is one. */
  executionOf(versionId: string): Promise<Execution>;
  /** All executions that work on this version, ended. */
  executionsOf(versionId: string): Promise<Execution[]>;
  wait(arn: string): Promise<Execution>;
  /** ARNs of the executions that have not ended. */
  running(): Promise<string[]>;
  history(arn: string): Promise<HistoryEvent[]>;
  /** Names of the states in the order in which they were entered. */
  entered(arn: string): Promise<string[]>;
  text(key: string): Promise<string>;
  /** Deletes every object below a prefix. */
  remove(prefix: string): Promise<void>;
  /** All rows of a query as text; null for NULL. */
  query(sql: string): Promise<(string | null)[][]>;
  /** Ends the process's part of the stack; the folder stays. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function testStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'energy-stack-')));
  const stack = await startStack({ port: 0, retryIntervalMs: 1, ...options, home });
  const settings = {
    endpoint: stack.url,
    region: STACK.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const sfn = new SFNClient(settings);
  const glue = new GlueClient(settings);
  const athena = new AthenaClient(settings);

  async function put(key: string, body: string | Uint8Array, metadata: Record<string, string> = {}): Promise<string> {
    const { VersionId } = await s3.send(
      new PutObjectCommand({ Bucket: STACK.bucket, Key: key, Body: body, Metadata: metadata }),
    );
    return VersionId ?? '';
  }

  async function wait(arn: string): Promise<Execution> {
    await stack.stepFunctions.waitFor(arn);
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    return {
      arn,
      name: described.name ?? '',
      status: described.status ?? '',
      output: JSON.parse(described.output ?? '{}'),
      error: described.error,
      cause: described.cause,
    };
  }

  /** Newest first. */
  async function* startedFor(versionId: string): AsyncGenerator<string> {
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: STACK.stateMachineArn }));
    for (const { executionArn } of executions) {
      const { input = '' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (input.includes(versionId) && executionArn) yield executionArn;
    }
  }

  async function executionsOf(versionId: string): Promise<Execution[]> {
    const found: Execution[] = [];
    for await (const arn of startedFor(versionId)) found.push(await wait(arn));
    return found;
  }

  async function executionOf(versionId: string): Promise<Execution> {
    for (let tries = 0; tries < 500; tries += 1) {
      for await (const arn of startedFor(versionId)) return wait(arn);
      await sleep(5);
    }
    throw new Error(`no execution was started for version ${versionId}`);
  }

  async function running(): Promise<string[]> {
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: STACK.stateMachineArn, statusFilter: 'RUNNING' }),
    );
    return executions.map(({ executionArn }) => executionArn ?? '');
  }

  async function history(arn: string): Promise<HistoryEvent[]> {
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 1000 }));
    return events;
  }

  const stop = async (): Promise<void> => {
    for (const client of [s3, sfn, glue, athena]) client.destroy();
    await stack.close();
  };

  return {
    stack,
    home,
    s3,
    sfn,
    glue,
    athena,
    put,
    wait,
    running,
    executionOf,
    executionsOf,
    history,
    stop,
    upload: async (key, body, metadata) => executionOf(await put(key, body, metadata)),
    entered: async (arn) => (await history(arn)).flatMap((event) => event.stateEnteredEventDetails?.name ?? []),
    async text(key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: STACK.bucket, Key: key }));
      return (await Body?.transformToString()) ?? '';
    },
    async remove(Prefix) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: STACK.bucket, Prefix }));
      for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: STACK.bucket, Key }));
    },
    query: (sql) => runQuery(athena, sql),
    async close() {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** All rows of a query as text; null for NULL. */
export async function runQuery(athena: AthenaClient, sql: string): Promise<(string | null)[][]> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: STACK.workgroup,
      QueryExecutionContext: { Database: STACK.database },
    }),
  );
  for (;;) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const state = QueryExecution?.Status?.State;
    if (state === 'SUCCEEDED') break;
    if (state === 'FAILED' || state === 'CANCELLED')
      throw new Error(QueryExecution?.Status?.StateChangeReason ?? state);
    await sleep(5);
  }
  const rows: (string | null)[][] = [];
  let token: string | undefined;
  do {
    const page = await athena.send(
      new GetQueryResultsCommand({ QueryExecutionId, ...(token ? { NextToken: token } : {}) }),
    );
    for (const row of page.ResultSet?.Rows ?? []) rows.push((row.Data ?? []).map((cell) => cell.VarCharValue ?? null));
    token = page.NextToken;
  } while (token);
  return rows.slice(1);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionInput,
} from '@aws-sdk/client-athena';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Athena, type AthenaOptions, createAthena } from '../../../../local/athena/index.ts';
import { createGlue, type Glue } from '../../../../local/glue/index.ts';
import type { ObjectFiles } from '../../../../local/service.ts';
import { credentials, serve } from '../glue/front.ts';

export const BUCKET = 'energy-lake';
export const DATABASE = 'energy_db';

/** Objects as plain files: `<home>/lake/<bucket>/<key>`. */
export function folderObjects(home: string): ObjectFiles {
  const root = path.join(home, 'lake');
  return {
    async file(bucket, key) {
      const file = path.join(root, bucket, key);
      const found = await stat(file).catch(() => undefined);
      return found?.isFile() ? file : undefined;
    },
    async *list(bucket, prefix) {
      const folder = prefix.replace(/[^/]*$/, '');
      const names = await readdir(path.join(root, bucket, folder), { recursive: true }).catch(() => []);
      for (const key of names.map((name) => folder + name).sort()) {
        const file = path.join(root, bucket, key);
        const found = await stat(file);
        if (found.isFile() && key.startsWith(prefix)) yield { key, size: found.size, file };
      }
    },
  };
}

export interface Lake {
  home: string;
  url: string;
  glue: Glue;
  client: AthenaClient;
  /** Runs a statement to its end. @returns the rows without the header */
  query(sql: string, input?: Partial<StartQueryExecutionInput>): Promise<(string | undefined)[][]>;
  /** The single value of a query. */
  value(expression: string): Promise<string | undefined>;
  /** Why a statement fails. */
  reason(sql: string, input?: Partial<StartQueryExecutionInput>): Promise<string | undefined>;
  finished(sql: string, input?: Partial<StartQueryExecutionInput>): Promise<QueryExecution>;
  /** The header row of a result. */
  header(QueryExecutionId: string | undefined): Promise<{ columns: (string | undefined)[] }>;
  /** Writes a Parquet file with DuckDB, outside the service. @param key below the bucket */
  parquet(key: string, select: string): Promise<void>;
  /** The file of a key, its folder made. */
  path(key: string): Promise<string>;
  table(name: string, columns: string, options?: { keys?: string; json?: boolean; location?: string }): Promise<void>;
  partition(table: string, values: string[], location: string): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Glue and Athena over a temporary folder, spoken to by the real SDK. */
export async function openLake(options: Partial<AthenaOptions> = {}): Promise<Lake> {
  const home = mkdtempSync(path.join(tmpdir(), 'athena-'));
  const objects = folderObjects(home);
  let glue: Glue;
  let athena: Athena;
  let front: Awaited<ReturnType<typeof serve>>;

  const start = async () => {
    glue = await createGlue({ home });
    athena = await createAthena({
      home,
      catalog: glue,
      objects,
      async putObject(bucket, key, bytes) {
        const target = path.join(home, 'lake', bucket, key);
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, bytes);
      },
      workgroups: [{ name: 'energy', outputLocation: `s3://${BUCKET}/athena-results/` }],
      database: DATABASE,
      memoryMb: 512,
      ...options,
    });
    front = await serve(glue, athena);
    lake.url = front.url;
    lake.glue = glue;
    lake.client = new AthenaClient({ endpoint: front.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  };
  const stop = async () => {
    lake.client.destroy();
    await front.close();
    await athena.close();
    await glue.close();
  };
  const columns = (text: string) =>
    text.split(/,\s*(?=\w+ )/).map((column) => {
      const [Name = '', ...type] = column.trim().split(' ');
      return { Name, Type: type.join(' ') };
    });

  const lake: Lake = {
    home,
    url: '',
    glue: undefined as unknown as Glue,
    client: undefined as unknown as AthenaClient,
    async finished(sql, input = {}) {
      const { QueryExecutionId } = await lake.client.send(
        new StartQueryExecutionCommand({ QueryString: sql, WorkGroup: 'energy', ...input }),
      );
      for (;;) {
        const { QueryExecution } = await lake.client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
        const state = QueryExecution?.Status?.State;
        if (QueryExecution && state !== 'QUEUED' && state !== 'RUNNING') return QueryExecution;
        await sleep(3);
      }
    },
    async query(sql, input) {
      const { QueryExecutionId, Status, StatementType } = await lake.finished(sql, input);
      if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.State}: ${Status?.StateChangeReason} in ${sql}`);
      const { ResultSet } = await lake.client.send(new GetQueryResultsCommand({ QueryExecutionId }));
      const rows = (ResultSet?.Rows ?? []).map((row) => (row.Data ?? []).map((datum) => datum.VarCharValue));
      return StatementType === 'DML' ? rows.slice(1) : rows;
    },
    async value(expression) {
      const rows = await lake.query(`SELECT ${expression}`);
      return rows[0]?.[0];
    },
    async reason(sql, input) {
      const { Status } = await lake.finished(sql, input);
      return Status?.State === 'FAILED' ? Status.StateChangeReason : `not failed but ${Status?.State}`;
    },
    async header(QueryExecutionId) {
      const { ResultSet } = await lake.client.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults: 1 }));
      return { columns: (ResultSet?.Rows?.[0]?.Data ?? []).map((datum) => datum.VarCharValue) };
    },
    async path(key) {
      const file = path.join(home, 'lake', BUCKET, key);
      await mkdir(path.dirname(file), { recursive: true });
      return file;
    },
    async parquet(key, select) {
      const file = await lake.path(key);
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
      connection.closeSync();
      instance.closeSync();
    },
    async table(name, text, { keys, json = false, location = `s3://${BUCKET}/${name}/` } = {}) {
      const library = json
        ? 'org.openx.data.jsonserde.JsonSerDe'
        : 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';
      await lake.glue.call('CreateTable', {
        DatabaseName: DATABASE,
        TableInput: {
          Name: name,
          TableType: 'EXTERNAL_TABLE',
          PartitionKeys: keys === undefined ? [] : columns(keys),
          StorageDescriptor: {
            Columns: columns(text),
            Location: location,
            SerdeInfo: { SerializationLibrary: library },
          },
        },
      });
    },
    async partition(table, values, location) {
      await lake.glue.call('CreatePartition', {
        DatabaseName: DATABASE,
        TableName: table,
        PartitionInput: { Values: values, StorageDescriptor: { Location: `s3://${BUCKET}/${location}` } },
      });
    },
    async restart() {
      await stop();
      await start();
    },
    async close() {
      await stop();
      rmSync(home, { recursive: true });
    },
  };
  await start();
  await lake.glue.call('CreateDatabase', { DatabaseInput: { Name: DATABASE } });
  return lake;
}

/** A table of sites served, as the local stack has it, and what a program reads of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../local/dynamodb/index.ts';
import { STACK } from '../../local/names.ts';
import { ensureServedTable } from '../../local/served-table.ts';
import { createFront } from '../../local/server.ts';
import { createServedStore, type ServedStore } from '../../shared/served/store.ts';

const nothing = { handle: async () => {} };

export interface ServedTable {
  readonly home: string;
  readonly url: string;
  readonly client: DynamoDBClient;
  readonly store: ServedStore;
  /** Ends the server; the folder stays. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** @param given a folder that an earlier table left */
export async function servedTable(given?: string): Promise<ServedTable> {
  const home = given ?? (await mkdtemp(join(tmpdir(), 'energy-served-')));
  const dynamoDb = createDynamoDb({ home });
  const front = await createFront({
    json: [],
    s3: nothing,
    sns: nothing,
    dynamoDb,
    port: 0,
    host: '127.0.0.1',
    health: { home, pid: process.pid, version: '0' },
  });
  await ensureServedTable(front.url);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: front.url, region: STACK.region, credentials });
  const stop = async () => {
    client.destroy();
    await front.close();
    await dynamoDb.close();
  };
  return {
    ...{ home, client, stop },
    url: front.url,
    store: createServedStore(client, STACK.servedTable),
    async close() {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

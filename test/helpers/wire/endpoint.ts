import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createS3, type S3 } from '../../../local/s3/index.ts';
import { createFront, type Front } from '../../../local/server.ts';
import type { JsonService, ObjectChange } from '../../../local/service.ts';
import { createSns } from '../../../local/sns.ts';

/** S3 and SNS on a free port and a folder of their own. */
export interface Endpoint {
  home: string;
  url: string;
  s3: S3;
  front: Front;
  /** Every object that came into being, oldest first. */
  created: ObjectChange[];
  /** Ends the process's part and starts it again on the same folder; `url` changes. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts an endpoint with the versioned bucket `energy-lake`. */
export async function startEndpoint(json: readonly JsonService[] = []): Promise<Endpoint> {
  const home = await mkdtemp(join(tmpdir(), 'energy-wire-'));
  const created: ObjectChange[] = [];
  const started = await start();
  const endpoint: Endpoint = {
    home,
    created,
    ...started,
    async restart() {
      await stop();
      Object.assign(endpoint, await start());
    },
    async close() {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
  return endpoint;

  async function start(): Promise<{ url: string; s3: S3; front: Front }> {
    const s3 = await createS3({ home, onChanged: (event) => created.push(event) });
    await s3.createBucket('energy-lake');
    const health = { home, pid: process.pid, version: 'test' };
    const front = await createFront({ json, s3, sns: createSns({ home }), port: 0, host: '127.0.0.1', health });
    return { url: front.url, s3, front };
  }

  async function stop(): Promise<void> {
    await endpoint.front.close();
    await endpoint.s3.close();
  }
}

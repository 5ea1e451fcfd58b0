/** The local stack in a process of its own that can be killed at any call of its functions, and starts again then. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { STACK } from '../../local/stack.ts';
import { type FaultProxy, serveFaults } from './fault-proxy.ts';

/** What a function meets: its process ends, it runs out of its time, or it throws an error of that name. */
export const FUNCTION_FAULTS = ['exit', 'timeout', 'TransientDependency', 'TypeError'] as const;

/** Where in a write: before it, with half of its bytes written, after it. */
export const WRITE_KILLS = ['before', 'half', 'after'] as const;

export interface Memory {
  /** Bytes: of the whole process, of the main heap after a collection, and of buffers beside it. */
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

export type ToServer =
  | { readonly kind: 'memory' }
  | { readonly kind: 'fault'; readonly name: string; readonly fault: (typeof FUNCTION_FAULTS)[number] };
export type FromServer = { readonly kind: 'ready'; readonly url: string } | ({ readonly kind: 'memory' } & Memory);

interface Clients {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly athena: AthenaClient;
}

export interface LakeProcess {
  readonly home: string;
  readonly proxy: FaultProxy;
  /** How often it was killed. */
  readonly kills: () => number;
  /** Asks the process that serves; a question that its end cuts short is asked again of the next one. */
  ask<T>(question: (clients: Clients) => Promise<T>): Promise<T>;
  /** The next invocation of a function meets a fault. */
  fault(name: string, fault: (typeof FUNCTION_FAULTS)[number]): void;
  memory(): Promise<Memory>;
  /** The process is killed at a write of what it keeps, counted from 1 from now on. */
  killAtWrite(at: number, when: (typeof WRITE_KILLS)[number]): void;
  /** What the process writes of what it keeps while something is done: the call and the folder of each. */
  writes(work: () => Promise<unknown>): Promise<string[]>;
  close(): Promise<void>;
}

/** Of a process that does not come to serve. */
const STARTS = 3;

export async function openLakeProcess(): Promise<LakeProcess> {
  const home = await mkdtemp(join(tmpdir(), 'energy-process-'));
  const killFile = `${home}.kill`;
  let url = '';
  let child: ChildProcess;
  let clients: Clients;
  let kills = 0;
  let isClosing = false;
  const proxy = await serveFaults(
    () => url,
    () => child.kill('SIGKILL'),
  );

  function start(left = STARTS): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => undefined);
    child = fork(join(import.meta.dirname, 'lake-server.ts'), [home, proxy.url], {
      execArgv: [
        ...['--disable-warning=ExperimentalWarning', '--expose-gc'],
        `--import=${join(import.meta.dirname, 'kill-at-write.mjs')}`,
      ],
      env: { ...process.env, ENERGY_TEST_HOME: home, ENERGY_TEST_KILL: killFile },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let isReady = false;
    child.once('message', (first: FromServer) => {
      if (first.kind !== 'ready') return reject(new Error('the stack did not say where it serves'));
      isReady = true;
      url = first.url;
      clients = clientsFor(url);
      resolve();
    });
    child.once('exit', (code) => {
      if (isClosing) return reject(new Error('closed'));
      kills += 1;
      if (isReady) serving = start();
      else if (left > 1) start(left - 1).then(resolve, reject);
      else reject(new Error(`the stack ended while it started, with ${code}`));
    });
    return promise;
  }

  let serving = start();
  await serving;

  return {
    home,
    proxy,
    kills: () => kills,
    async ask(question) {
      for (;;) {
        await serving;
        const asked = child;
        try {
          return await question(clients);
        } catch (error) {
          // The connection may break a moment before the end of the process shows.
          for (let wait = 0; wait < 50 && !hasEnded(asked); wait += 1) await sleep(10);
          if (!hasEnded(asked)) throw error;
        }
      }
    },
    fault: (name, fault) => child.send({ kind: 'fault', name, fault } satisfies ToServer),
    async memory() {
      await serving;
      child.send({ kind: 'memory' } satisfies ToServer);
      const [answer]: [FromServer] = (await once(child, 'message')) as [FromServer];
      if (answer.kind !== 'memory') throw new Error('another answer than of the memory');
      return answer;
    },
    killAtWrite: (at, when) => writeFileSync(killFile, `${at} ${when}`),
    async writes(work) {
      writeFileSync(killFile, 'count');
      await work();
      rmSync(killFile);
      return readFileSync(`${killFile}.seen`, 'utf8').trimEnd().split('\n');
    },
    async close() {
      isClosing = true;
      await serving.catch(() => undefined);
      if (!hasEnded(child)) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      proxy.close();
      for (const file of [killFile, `${killFile}.seen`]) rmSync(file, { force: true });
      await rm(home, { recursive: true, force: true });
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

function clientsFor(endpoint: string): Clients {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const settings = { endpoint, region: STACK.region, credentials, maxAttempts: 1 };
  return {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sfn: new SFNClient(settings),
    athena: new AthenaClient(settings),
  };
}

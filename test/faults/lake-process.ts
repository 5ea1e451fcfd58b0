/** The local stack in a process of its own that can be killed at any call of its functions, and starts again then. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
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
  kill(): void;
  close(): Promise<void>;
}

/** @param preload a module that the process loads before all others, and its environment */
export async function openLakeProcess(
  preload?: { readonly module: string; readonly env: NodeJS.ProcessEnv } | undefined,
): Promise<LakeProcess> {
  const home = await mkdtemp(join(tmpdir(), 'energy-process-'));
  let url = '';
  let child: ChildProcess;
  let clients: Clients;
  let kills = 0;
  let isClosing = false;
  const kill = () => {
    if (!child.killed) kills += 1;
    child.kill('SIGKILL');
  };
  const proxy = await serveFaults(() => url, kill);

  async function start(): Promise<void> {
    child = fork(join(import.meta.dirname, 'lake-server.ts'), [home, proxy.url], {
      execArgv: [
        ...['--disable-warning=ExperimentalWarning', '--expose-gc'],
        ...(preload ? [`--import=${preload.module}`] : []),
      ],
      env: { ...process.env, ...preload?.env },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.once('exit', () => {
      if (!isClosing) serving = start();
    });
    const message = await new Promise<FromServer>((resolve, reject) => {
      child.once('message', (first: FromServer) => resolve(first));
      child.once('exit', (code) => reject(new Error(`the stack ended while it started, with ${code}`)));
    });
    if (message.kind === 'ready') url = message.url;
    const settings = {
      endpoint: url,
      region: STACK.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    };
    clients = {
      s3: new S3Client({ ...settings, forcePathStyle: true }),
      sfn: new SFNClient(settings),
      athena: new AthenaClient(settings),
    };
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
    kill,
    async close() {
      isClosing = true;
      await serving.catch(() => undefined);
      if (!hasEnded(child)) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      proxy.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { ALGORITHMS, type Algorithm, type DigestValues } from './digests.ts';

const answerSchema = z.object({
  id: z.number(),
  values: z.partialRecord(z.enum(ALGORITHMS), z.string()).optional(),
  error: z.string().optional(),
});

/** Digests of a file that is being written, made on another thread. */
export interface FileDigests {
  /** Tells that the file is complete up to an offset. */
  written(to: number): void;
  /** Call once everything was written. */
  finish(): Promise<DigestValues>;
  /** Gives up; nothing else may be called then. */
  drop(): void;
}

interface Waiting {
  resolve(values: DigestValues): void;
  reject(error: Error): void;
}

/**
 * Hashes large uploads beside the main thread: MD5 runs at about 700 MB/s, so that 390 MB would keep every other
 * request waiting for half a second. The thread starts with the first large upload.
 */
export class HashPool {
  readonly #jobs = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #next = 0;

  /** @param from the offset of the first byte to hash */
  follow(file: string, from: number, algorithms: readonly Algorithm[]): FileDigests {
    const worker = this.#start();
    const id = this.#next++;
    const { promise, resolve, reject } = Promise.withResolvers<DigestValues>();
    // A failure may come before anyone waits for the result.
    promise.catch(() => undefined);
    this.#jobs.set(id, { resolve, reject });
    worker.postMessage({ type: 'start', id, file, from, algorithms });
    return {
      written: (to) => worker.postMessage({ type: 'written', id, to }),
      finish: () => {
        worker.postMessage({ type: 'finish', id });
        return promise;
      },
      drop: () => {
        this.#jobs.delete(id);
        worker.postMessage({ type: 'drop', id });
      },
    };
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { stdin: false });
    worker.on('message', (raw: unknown) => {
      const { id, values, error } = answerSchema.parse(raw);
      const job = this.#jobs.get(id);
      this.#jobs.delete(id);
      if (values) job?.resolve(values);
      else job?.reject(new Error(`hashing failed: ${error}`));
    });
    const fail = (error: Error) => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const job of this.#jobs.values()) job.reject(error);
      this.#jobs.clear();
    };
    worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => fail(new Error('the hashing thread ended')));
    worker.unref();
    this.#worker = worker;
    return worker;
  }
}

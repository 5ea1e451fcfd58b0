import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { ALGORITHMS, Digests } from './digests.ts';

/** What the hash pool asks of this thread: follow a file while it is being written. */
const message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    id: z.number(),
    file: z.string(),
    from: z.number(),
    algorithms: z.array(z.enum(ALGORITHMS)),
  }),
  z.object({ type: z.literal('written'), id: z.number(), to: z.number() }),
  z.object({ type: z.literal('finish'), id: z.number() }),
  z.object({ type: z.literal('drop'), id: z.number() }),
]);

interface Job {
  fd: number;
  position: number;
  digests: Digests;
}

const jobs = new Map<number, Job>();
const buffer = Buffer.allocUnsafeSlow(1 << 20);

/**
 * Hashes what was written since the last call. The bytes come from the page cache, so nothing is read from the disk.
 */
function advance(job: Job, to: number): void {
  while (job.position < to) {
    const length = readSync(job.fd, buffer, 0, Math.min(buffer.length, to - job.position), job.position);
    if (length === 0) throw new Error('the file is shorter than what was written to it');
    job.digests.update(buffer.subarray(0, length));
    job.position += length;
  }
}

function end(id: number): Job | undefined {
  const job = jobs.get(id);
  if (job) closeSync(job.fd);
  jobs.delete(id);
  return job;
}

parentPort?.on('message', (raw: unknown) => {
  const request = message.parse(raw);
  const { id } = request;
  try {
    switch (request.type) {
      case 'start': {
        const { file, from, algorithms } = request;
        jobs.set(id, { fd: openSync(file, 'r'), position: from, digests: new Digests(algorithms) });
        return;
      }
      case 'written': {
        const job = jobs.get(id);
        if (job) advance(job, request.to);
        return;
      }
      case 'finish': {
        const job = end(id);
        if (job) parentPort?.postMessage({ id, values: job.digests.digest() });
        return;
      }
      case 'drop':
        end(id);
        return;
    }
  } catch (error) {
    end(id);
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});

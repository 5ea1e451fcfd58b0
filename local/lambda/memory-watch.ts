import type { Worker } from 'node:worker_threads';

/** How often it is looked. */
const LOOK_MS = 250;
const MB = 1024 ** 2;

/**
 * What an invocation takes of memory: JavaScript's heap, buffers, WebAssembly's memory, and what native code says that
 * it holds for it. Lambda counts the pages of a process, which threads share; what a thread takes between two looks and
 * gives back is not seen.
 */
export class MemoryWatch {
  readonly #worker: Worker;
  readonly #limitMb: number;
  #timer: NodeJS.Timeout | undefined;
  /** As the thread told last. */
  nativeBytes = 0;

  constructor(worker: Worker, limitMb: number) {
    this.#worker = worker;
    this.#limitMb = limitMb;
  }

  /** @param onOverrun told once, how many MB it took */
  begin(onOverrun: (megabytes: number) => void): void {
    this.nativeBytes = 0;
    const timer = setInterval(async () => {
      const megabytes = await this.#megabytes();
      // The answer of a busy thread may come when the invocation is over.
      if (megabytes <= this.#limitMb || this.#timer !== timer) return;
      this.end();
      onOverrun(megabytes);
    }, LOOK_MS);
    this.#timer = timer;
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #megabytes(): Promise<number> {
    // A thread that has ended takes nothing.
    const heap = await this.#worker.getHeapStatistics().catch(() => undefined);
    return heap ? (heap.total_physical_size + heap.external_memory + this.nativeBytes) / MB : 0;
  }
}

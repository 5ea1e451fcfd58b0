/** Starts the run of each upload. Where that fails (the disk is full, say), the upload is stored: it is tried again. */
import { faultMessage } from './disk-fault.ts';
import type { ObjectChange } from './service.ts';

const AGAIN_MS = 5000;

export class Starts {
  readonly #start: (change: ObjectChange) => Promise<void>;
  readonly #againMs: number;
  #closed = false;

  /** @param start does nothing for an upload whose run was started */
  constructor(start: (change: ObjectChange) => Promise<void>, againMs = AGAIN_MS) {
    this.#start = start;
    this.#againMs = againMs;
  }

  begin(change: ObjectChange): void {
    if (this.#closed) return;
    this.#start(change).catch((error: unknown) => {
      if (this.#closed) return;
      console.error(`The run of ${change.key} is not started yet: ${faultMessage(error)}`);
      setTimeout(() => this.begin(change), this.#againMs).unref();
    });
  }

  /** Tries no more: the next start of the stack does. */
  close(): void {
    this.#closed = true;
  }
}

/** Starts the run of each upload. Where that fails (the disk is full, say), the upload is stored: it is tried again. */
import { faultMessage } from './disk-fault.ts';
import type { ObjectCreated } from './service.ts';

const AGAIN_MS = 5000;

export class Starts {
  readonly #start: (created: ObjectCreated) => Promise<void>;
  readonly #againMs: number;
  #closed = false;

  /** @param start does nothing for an upload whose run was started */
  constructor(start: (created: ObjectCreated) => Promise<void>, againMs = AGAIN_MS) {
    this.#start = start;
    this.#againMs = againMs;
  }

  begin(created: ObjectCreated): void {
    if (this.#closed) return;
    this.#start(created).catch((error: unknown) => {
      if (this.#closed) return;
      console.error(`The run of ${created.key} is not started yet: ${faultMessage(error)}`);
      setTimeout(() => this.begin(created), this.#againMs).unref();
    });
  }

  /** Tries no more: the next start of the stack does. */
  close(): void {
    this.#closed = true;
  }
}

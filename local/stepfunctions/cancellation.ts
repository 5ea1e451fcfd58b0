/** Tells everything that runs below one branch that it is over. */
export class Cancellation {
  #reached = false;
  readonly #listeners = new Set<() => void>();

  constructor(parent?: Cancellation) {
    parent?.listen(() => this.cancel());
  }

  get reached(): boolean {
    return this.#reached;
  }

  cancel(): void {
    if (this.#reached) return;
    this.#reached = true;
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener once when (or if) this is cancelled. @returns what takes the listener off again */
  listen(listener: () => void): () => void {
    if (this.#reached) listener();
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

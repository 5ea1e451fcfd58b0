import { STATUS_AFTER } from './store.ts';
import type { HistoryEvent } from './types.ts';

type Listener = (event: HistoryEvent) => void;

/** Passes the events of executions to who follows them. */
export class Feed {
  readonly #listeners = new Map<string, Set<Listener>>();

  publish(id: string, event: HistoryEvent): void {
    for (const listener of this.#listeners.get(id) ?? []) listener(event);
  }

  /**
   * @param id the execution
   * @param read its history so far, and whether more is to come
   * @returns the history so far, then each event as it happens, until the execution has ended
   */
  async *follow(id: string, read: () => { history: HistoryEvent[]; live: boolean }): AsyncGenerator<HistoryEvent> {
    const queue: HistoryEvent[] = [];
    let wake = Promise.withResolvers<void>();
    const listener: Listener = (event) => {
      queue.push(event);
      wake.resolve();
    };
    this.#add(id, listener);
    try {
      // Read at once after the listener was added, so that no event is missed or seen twice.
      const { history, live } = read();
      yield* history;
      while (live) {
        for (const event of queue.splice(0)) {
          yield event;
          if (STATUS_AFTER[event.type] !== undefined) return;
        }
        await wake.promise;
        wake = Promise.withResolvers();
      }
    } finally {
      this.#remove(id, listener);
    }
  }

  #add(id: string, listener: Listener): void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
  }

  #remove(id: string, listener: Listener): void {
    const listeners = this.#listeners.get(id);
    listeners?.delete(listener);
    if (listeners?.size === 0) this.#listeners.delete(id);
  }
}

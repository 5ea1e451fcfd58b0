import { EXIT } from './errors.ts';

/** One Ctrl-C arrives several times: from the terminal, from npm, and from the process between them. */
const SAME_INTERRUPT_MS = 1000;

let first: number | undefined;

/** Whether Ctrl-C was pressed: from there on only whoever ends the process has something to say. */
export function isInterrupted(): boolean {
  return first !== undefined;
}

/** Passes a value on, but never returns once Ctrl-C was pressed: the end that is under way comes first. */
export function unlessInterrupted<T>(value: T): Promise<T> {
  return isInterrupted() ? new Promise(() => {}) : Promise.resolve(value);
}

/**
 * Decides what Ctrl-C (or the end of the terminal) does from now on: `end` is called once; whoever asks again later,
 * because that takes too long, ends the process at once.
 */
export function onInterrupt(end: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (first === undefined) {
        first = Date.now();
        void end();
      } else if (Date.now() - first > SAME_INTERRUPT_MS) {
        process.exit(EXIT.interrupted);
      }
    });
  }
}

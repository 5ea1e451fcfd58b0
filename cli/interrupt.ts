import { EXIT } from './errors.ts';

/** One Ctrl-C arrives several times: from the terminal, from npm, and from the process between them. */
const SAME_INTERRUPT_MS = 1000;

/**
 * Decides what Ctrl-C (or the end of the terminal) does from now on: `end` is called once; whoever asks again later,
 * because that takes too long, ends the process at once.
 */
export function onInterrupt(end: () => Promise<void>): void {
  let first: number | undefined;
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

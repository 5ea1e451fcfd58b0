/** The name of the error of an execution whose process ended while it ran. */
export const PROCESS_ENDED = 'Local.ProcessEnded';

/** The name of the error of an execution whose history could not be written: the disk is full, say. */
export const HISTORY_UNWRITTEN = 'Local.HistoryNotWritten';

/** The error of an execution whose process ended while it ran. */
export function processEnded(): { error: string; cause: string } {
  return {
    error: PROCESS_ENDED,
    cause:
      'The process that ran this execution ended before the execution did. Redrive it: what had succeeded is kept.',
  };
}

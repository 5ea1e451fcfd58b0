import { setTimeout as sleep } from 'node:timers/promises';
import { TransientDependency } from '../../shared/runtime/errors.ts';
import { asTransient } from '../../shared/runtime/transient-errors.ts';

/** Pauses before the tries after the first, ms. */
const PAUSES_MS = [1000, 5000, 15_000, 60_000];

/**
 * Tries again what failed in passing, beyond the tries of the SDK.
 * @param told of each failure, with the pause that follows, ms
 * @throws the last error, or one that will not pass
 */
export async function again<T>(
  work: () => Promise<T>,
  told: (error: Error, pause: number) => void,
  pauses: readonly number[] = PAUSES_MS,
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      const passes = asTransient(error) instanceof TransientDependency;
      if (!passes || !(error instanceof Error)) throw error;
      told(error, pause);
      await sleep(pause);
    }
  }
  return work();
}

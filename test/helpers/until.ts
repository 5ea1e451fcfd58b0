/** Waiting for what happens by itself. */
import { vi } from 'vitest';

/** Long enough for a machine that is busy with other tests. */
const PATIENCE_MS = 20_000;

/** @throws Error when it has not come true within 20 seconds */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitUntil(condition, { timeout: PATIENCE_MS, interval: 20 });
}

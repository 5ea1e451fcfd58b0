/**
 * Waits for all, whatever becomes of any, and only then fails as the first did: nothing may still work on a step's
 * files when the step has ended.
 */
export async function settleAll<T extends readonly unknown[]>(
  ...promises: T
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

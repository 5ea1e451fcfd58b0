/**
 * Waits for both, whatever becomes of either, and only then fails as the first did: nothing may still work on a step's
 * files when the step has ended.
 */
export async function settleBoth<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

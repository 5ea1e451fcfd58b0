/**
 * Every property starts from the same seed, so that the same tree passes or fails everywhere, and the dear ones try a
 * part of what they can. `ENERGY_TEST_SEED=random npm test` tries new values, which a failure names, and
 * `ENERGY_TEST_RUNS=1` all of them.
 */
import fc from 'fast-check';

const { ENERGY_TEST_SEED: seed = '20260101', ENERGY_TEST_RUNS: share = '0.4' } = process.env;
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });

/** @param count how often a property whose single run is dear is tried at most */
export function runs(count: number): { readonly numRuns: number } {
  return { numRuns: Math.max(1, Math.round(count * Number(share))) };
}

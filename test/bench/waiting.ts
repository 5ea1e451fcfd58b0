/**
 * Whether all of many uploads at once come through where few functions may run: the shipped state machine on a virtual
 * clock. The times of the steps are declared (cli/cost/measured.json); the rest follows from the retries.
 */
import { stepSeconds } from '../../cli/cost/step-seconds.ts';
import { rounded } from './measure.ts';
import { type Load, simulate } from './waiting/simulate.ts';

/** Nothing is lost or published in part, and functions stand idle for no more than half of the time. */
const TARGETS = { lost: 0, partial: 0, times_bound: 2 } as const;

/** A new account's concurrency, and the usual one. */
const LOADS: readonly Load[] = [
  { uploads: 100, concurrency: 10, within: 1 },
  { uploads: 10_000, concurrency: 1000, within: 60 },
];
const SEEDS = [1, 2, 3, 4, 5] as const;

export function benchWaiting() {
  const seconds = stepSeconds();
  const loads = LOADS.map((load) => {
    const rounds = SEEDS.map((seed) => simulate(load, seconds, seed));
    const worst = (of: (round: (typeof rounds)[number]) => number) => Math.max(...rounds.map(of));
    return {
      ...load,
      lost: worst(({ lost }) => lost),
      partial: worst(({ partial }) => partial),
      drained_seconds: rounded(
        worst(({ drained }) => drained),
        1,
      ),
      bound_seconds: rounded(
        worst(({ bound }) => bound),
        1,
      ),
      times_bound: rounded(
        worst(({ drained, bound }) => drained / bound),
        2,
      ),
      calls_per_upload: rounded(
        worst(({ calls }) => calls),
        1,
      ),
    };
  });
  const ok = loads.every(
    ({ lost, partial, times_bound }) =>
      lost <= TARGETS.lost && partial <= TARGETS.partial && times_bound <= TARGETS.times_bound,
  );
  return { targets: TARGETS, step_seconds: seconds, seeds: SEEDS, loads, ok };
}

import { describe, expect, it } from 'vitest';
import { readDefinition } from '../../../../statemachine/definition.ts';
import { RETRY_POLICIES } from '../../../../statemachine/task-limits.ts';
import { parseMachine } from '../../../bench/waiting/machine.ts';
import { shippedMachine, simulate } from '../../../bench/waiting/simulate.ts';

const SECONDS = {
  validate: 1,
  aggregate: 2,
  'detect-anomalies': 1.5,
  forecast: 2,
  'generate-insights': 1,
  publish: 2,
} as const;

/** The shipped machine with another number of attempts where it waits. */
function impatient(attempts: number) {
  const definition = JSON.stringify(readDefinition((name) => name));
  return parseMachine(
    JSON.parse(
      definition.replaceAll(`"MaxAttempts":${RETRY_POLICIES.throttled.MaxAttempts}`, `"MaxAttempts":${attempts}`),
    ),
  );
}

describe('many uploads at once', () => {
  it('are all published by the shipped state machine, in at most twice the time of functions that never idle', () => {
    const waited = simulate({ uploads: 100, concurrency: 10, within: 1 }, SECONDS, 1);
    expect(waited).toMatchObject({ published: 100, partial: 0, lost: 0, bound: 95 });
    expect(waited.drained / waited.bound).toBeGreaterThanOrEqual(1);
    expect(waited.drained / waited.bound).toBeLessThanOrEqual(2);
  });

  it('would lose some if each gave up after a few attempts', () => {
    const { lost, published } = simulate({ uploads: 100, concurrency: 10, within: 1 }, SECONDS, 1, impatient(3));
    expect(lost).toBeGreaterThan(10);
    expect(lost + published).toBe(100);
  });
});

describe('a throttle of a day, with an upload each hour', () => {
  const HOUR = 3600;
  const day = simulate({ uploads: 24, concurrency: 10, within: 24 * HOUR, closedUntil: 24 * HOUR }, SECONDS, 1);

  it('fails those that waited for more than eight hours, as a whole, and publishes all others by itself', () => {
    expect(day.partial).toBe(0);
    expect(day.published + day.lost).toBe(24);
    expect(day.published).toBeGreaterThanOrEqual(7);
    expect(day.published).toBeLessThanOrEqual(9);
  });

  it('is over for the last of them at most two minutes after it ends', () => {
    expect(day.drained).toBeLessThan(24 * HOUR + 120);
  });
});

describe('one upload', () => {
  it('alone takes as long as its slowest way through the branches, and a call for each step', () => {
    const alone = simulate({ uploads: 1, concurrency: 10, within: 0 }, SECONDS, 1);
    expect(alone).toMatchObject({ published: 1, drained: 1 + 2 + 1 + 2, calls: 6 });
  });

  it('that never gets a turn ends as failed, not as one without a forecast', () => {
    const never = simulate({ uploads: 1, concurrency: 0, within: 0 }, SECONDS, 1, shippedMachine());
    expect(never).toMatchObject({ published: 0, partial: 0, lost: 1, calls: RETRY_POLICIES.throttled.MaxAttempts + 1 });
  });

  it('whose optional steps never get a turn ends as failed, too', () => {
    // Two may run: validate, then aggregate and detect-anomalies, which never end within the time of this world.
    const endless = { ...SECONDS, aggregate: 1e9, 'detect-anomalies': 1e9 };
    const never = simulate({ uploads: 1, concurrency: 2, within: 0 }, endless, 1, impatient(5));
    expect(never).toMatchObject({ published: 0, partial: 0, lost: 1 });
  });
});

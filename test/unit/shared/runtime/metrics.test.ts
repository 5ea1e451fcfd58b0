import { expect, it } from 'vitest';
import { isSent } from '../../../../shared/runtime/metrics.ts';

it('sends what is out of the ordinary only where there is something, and what is missed at none always', () => {
  expect((['AnomaliesCritical', 'DegradedBranches', 'RejectRatio'] as const).map((name) => isSent(name, 0))).toEqual([
    ...[false, false, false],
  ]);
  expect(isSent('RejectRatio', 0.01)).toBe(true);
  // The sweep's silence is an alarm.
  expect(isSent('OldestUnprocessedUpload', 0)).toBe(true);
});

/**
 * Long-term statistics of Home Assistant: each record begins at `start` and shows in `state` and `sum` what the counter
 * stood at when its hour, or its five minutes, had passed.
 */
import type { Decision } from '../../../shared/readings/layout.ts';
import { canonical } from '../vocabulary/column-names.ts';
import type { Profile } from './profile.ts';

/** Hours, and the five minutes of short-term statistics. */
const STEPS: readonly (number | null)[] = [60, 5];
const BESIDE_A_SUM = ['state', 'statisticid', 'metadataid'];

/**
 * @param stamp column of the times
 * @param names of all columns
 * @param step commonest minutes from one time to the next
 * @returns minutes from a time to the moment of its stand; undefined where nothing says that it is a later one
 */
export function minutesToStand(
  stamp: Profile | undefined,
  names: readonly string[],
  step: number | null,
  decisions: Decision[],
): number | undefined {
  const known = names.map(canonical);
  const isStatistic =
    stamp !== undefined &&
    ['start', 'startts'].includes(canonical(stamp.name)) &&
    known.includes('sum') &&
    BESIDE_A_SUM.some((name) => known.includes(name));
  if (!isStatistic || step === null || !STEPS.includes(step)) return undefined;
  decisions.push({
    what: 'stands',
    chosen: `${step} minutes after "${stamp.name}"`,
    why: 'statistics of Home Assistant begin at "start", and their "sum" and "state" are of the end',
  });
  return step;
}

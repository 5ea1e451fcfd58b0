/** Stands of a meter that are no series of their own, and say what the times of the energies beside them are. */
import type { Evidence } from './evidence.ts';
import type { LeftOut, Look } from './looks.ts';
import { nearlyAll } from './nearly-all.ts';
import type { Series } from './series.ts';

const ROWS_NEEDED = 5;

/**
 * Beside its first stand an energy is not known: then each one is what was used since the stand before, and its time is
 * the end of its interval. The steps of the stands may be any part of the energies, as behind transformers.
 * @returns the column of the stands
 */
export function standsAtEnds(
  left: readonly LeftOut[],
  energies: readonly Series[],
  evidence: (look: Pick<Look, 'profile'>) => Evidence,
): string | undefined {
  const withGaps = energies.filter(({ role, evidence: { values } }) => role === 'energy' && values.some(Number.isNaN));
  if (withGaps.length === 0) return undefined;
  const isEnd = (stands: Evidence) =>
    stands.growth.down === 0 && withGaps.some(({ evidence: energy }) => areSteps(stands, energy));
  return left.find(({ profile }) => profile.kind === 'number' && isEnd(evidence({ profile })))?.profile.name;
}

function areSteps(stands: Evidence, energy: Evidence): boolean {
  const first = stands.values.findIndex((value) => !Number.isNaN(value));
  if (first < 0 || !Number.isNaN(energy.values[first] ?? Number.NaN)) return false;
  const steps = [...stands.values].flatMap((value, row) => {
    const step = value - (stands.values[row - 1] ?? Number.NaN);
    const used = energy.values[row] ?? Number.NaN;
    return Number.isNaN(step + used) ? [] : [{ step, used }];
  });
  if (steps.length < ROWS_NEEDED || energy.distinct < ROWS_NEEDED) return false;
  const sum = (of: 'step' | 'used') => steps.reduce((total, each) => total + each[of], 0);
  const part = sum('step') / sum('used');
  const slack = 1.01 * Math.max(10 ** -stands.decimals, part * 10 ** -energy.decimals);
  return part > 0 && nearlyAll(steps, ({ step, used }) => Math.abs(step - part * used) <= slack);
}

/** Which rates hold at which time of a day, by the conditions that their author gave them. */
import { MINUTES_PER_DAY } from '../time-units.ts';
import { type DayKind, holdsAt, type RateConditions } from './conditions.ts';

/** What has to be known of a rate to say what comes after it. */
export interface LadderRate extends RateConditions {
  readonly series?: unknown;
  readonly upTo?: string | undefined;
}

/** A stretch of a day in which the same rates are in question. */
export interface DayStretch {
  /** Minutes of the day by the wall clock, from the first up to the second. */
  readonly from: number;
  readonly to: number;
  /**
   * By list of rates: positions of the rates that fit, in their order, as far as one is reached that is there at every
   * time and for any energy. Empty where none fits.
   */
  readonly ladders: readonly (readonly number[])[];
}

/**
 * Cuts a day where rates begin and end.
 * @param lists of rates, such as those of energy from the grid and of what is fed in
 */
export function stretchesOfDay(lists: readonly (readonly LadderRate[])[], day: DayKind): DayStretch[] {
  const edges = new Set([0, MINUTES_PER_DAY]);
  for (const { hours } of lists.flat()) {
    for (const { from, to } of hours ?? []) {
      edges.add(from);
      edges.add(to);
    }
  }
  const inOrder = [...edges].sort((a, b) => a - b);
  const stretches: DayStretch[] = [];
  for (const [index, from] of inOrder.slice(0, -1).entries()) {
    const ladders = lists.map((rates) => ladderAt(rates, day, from));
    const to = inOrder[index + 1] ?? MINUTES_PER_DAY;
    const last = stretches.at(-1);
    if (last && sameLadders(last.ladders, ladders)) stretches[stretches.length - 1] = { ...last, to };
    else stretches.push({ from, to, ladders });
  }
  return stretches;
}

/** Positions of the rates that fit at a minute, as far as the first that leaves nothing over. */
export function ladderAt(rates: readonly LadderRate[], day: DayKind, minute: number): number[] {
  const fitting = rates.flatMap((rate, position) => (holdsAt(rate, day, minute) ? [position] : []));
  const last = fitting.findIndex((position) => leavesNothing(rates[position]));
  return last < 0 ? fitting : fitting.slice(0, last + 1);
}

function leavesNothing(rate: LadderRate | undefined): boolean {
  return rate !== undefined && rate.series === undefined && rate.upTo === undefined;
}

function sameLadders(a: DayStretch['ladders'], b: DayStretch['ladders']): boolean {
  return a.every((ladder, list) => ladder.join() === b[list]?.join());
}

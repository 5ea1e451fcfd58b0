/** Columns that write what goes out below zero, and what that says of their flow. */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { Evidence } from './evidence.ts';
import type { SiteFlow } from './words/site-flows.ts';

/** Of the values that are not zero so many are below it. */
export const NEARLY_ALL = 0.95;
/** A single value below zero may be a correction. */
export const FEW = 3;

/** @returns whether nearly all values of a column are below zero or zero */
export function isBelowZero({ count, zero, negative }: Evidence): boolean {
  return negative >= FEW && negative >= NEARLY_ALL * (count - zero);
}

/**
 * Flows that some write below zero: what leaves the meter, what comes from the panels, and, where what a house gets is
 * above zero, what it uses.
 */
const WRITTEN_BELOW: ReadonlySet<Flow> = new Set([
  ...(['export', 'production', 'charge', 'consumption', 'import', 'discharge', 'self_used'] as const),
]);

/** @returns whether a column's name says one way of energy, and its values are below zero for it */
export function isWrittenBelowZero({ flow }: Pick<SiteFlow, 'flow'>, evidence: Evidence): boolean {
  return WRITTEN_BELOW.has(flow) && isBelowZero(evidence);
}

/** The same numbers above zero, for sums and identities. */
export function mirrored(evidence: Evidence): Evidence {
  const { min, max, median, negative, zero, count } = evidence;
  return {
    ...evidence,
    min: -max,
    max: -min,
    median: -median,
    negative: count - zero - negative,
    values: evidence.values.map((value) => -value),
  };
}

/** Of a use a few readings may be below zero, which are corrections; what is fed in is below it by day after day. */
const OF_A_NET = 0.05;
/** What is fed in is no rounding: the least of it is this share of the most that is taken. */
const AMOUNT = 0.05;

/** Flows of one way only: what goes the other way in the same column makes it an exchange. */
const ONE_WAY: ReadonlySet<Flow> = new Set(['consumption', 'import', 'export']);

/**
 * @returns whether a column that is called a use, or one direction of the grid, goes often below zero and often not, as
 * only the exchange with the grid does
 */
export function isSignedUse(
  { flow, certainty }: { readonly flow: Flow; readonly certainty: string },
  evidence: Evidence,
): boolean {
  const { count, negative, min, max, growth } = evidence;
  const counts = growth.up > 0 && growth.down === 0;
  if (!ONE_WAY.has(flow) || counts || negative < FEW) return false;
  const both = negative >= OF_A_NET * count && -min >= AMOUNT * max;
  // What is below zero throughout, and says no more than that it is an energy, may be of either direction.
  return both && ((flow === 'consumption' && certainty === 'bare') || !isBelowZero(evidence));
}

/**
 * A column of one direction that goes below zero now and then, in a balance of all energies of the site that holds in
 * every row: there it is the exchange with the grid, whatever its name.
 */
export function isSignedByBalance(
  { flow, evidence: { negative } }: { readonly flow: Pick<SiteFlow, 'flow'>; readonly evidence: Evidence },
  others: readonly Flow[],
): boolean {
  const isBalance = others.includes('consumption') && others.includes('production');
  return (flow.flow === 'import' || flow.flow === 'export') && negative >= FEW && isBalance;
}

export function asNet<T extends Pick<SiteFlow, 'flow' | 'why'>>(flow: T): T {
  return { ...flow, flow: 'net', why: `${flow.why}; it goes below zero, as only the exchange with the grid does` };
}

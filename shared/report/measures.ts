/**
 * What a file holds beside energies, in words and figures: the same in the report, after a run and in an inspection.
 */
import { QUANTITIES } from '../energy/flows.ts';
import type { BalanceSummary } from '../readings/layout.ts';
import { formatMoney, formatNumber } from '../text/format.ts';

export interface MeasureRow {
  readonly name: string;
  readonly meaning: string;
  readonly value: string;
}

/** Sums of what adds up, the range of what does not. */
export function measureRows({ measures }: BalanceSummary): readonly MeasureRow[] {
  return measures.map(({ name, quantity, unit, sum, min, max, mean }) => {
    const of = (value: number) => `${formatNumber(value)}${unit === null ? '' : ` ${unit}`}`;
    const value = sum === null ? `${formatNumber(min)} to ${of(max)}, ${of(mean)} on average` : of(sum);
    return { name, meaning: QUANTITIES[quantity].description, value };
  });
}

/** @returns undefined where the file names no cost of its own */
export function fileCostSentence({ file_cost: cost }: BalanceSummary): string | undefined {
  if (cost === null) return undefined;
  const amount = cost.currency === null ? formatNumber(cost.amount) : formatMoney(cost.amount, cost.currency);
  return `By the file itself it cost ${amount}.`;
}

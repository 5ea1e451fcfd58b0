import { formatPercent } from '../../../../shared/text/format.ts';

/** A change as a person says it: `12 % more`. */
export function changeText(change: number): string {
  if (change === 0) return 'the same';
  return `${formatPercent(Math.abs(change))} ${change > 0 ? 'more' : 'less'}`;
}

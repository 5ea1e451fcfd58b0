import { formatPercent } from '../../../../shared/text/format.ts';

/** A change as a person says it: `12 % more`. */
export function changeText(change: number): string {
  if (change === 0) return 'the same';
  return `${formatPercent(Math.abs(change))} ${change > 0 ? 'more' : 'less'}`;
}

/** What a peak is the highest of. */
export function peakName(minutes: number | null): string {
  if (minutes === null || minutes === 60) return 'Highest hour';
  return minutes === 15 ? 'Highest quarter hour' : `Highest ${minutes} minutes`;
}
